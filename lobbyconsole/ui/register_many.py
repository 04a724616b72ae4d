"""What is done with many records at once: change the selected ones, save the list as a file, read records from one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Choice, Field, Register
from lobbyconsole.services.record_lists import Line, Refusals
from lobbyconsole.services.records import signed
from lobbyconsole.ui import tasks
from lobbyconsole.ui.register_forms import REASON, STAFF, AskForm
from lobbyconsole.ui.register_import import ImportPreview
from lobbyconsole.ui.register_model import Column, Lines
from lobbyconsole.ui.register_sign import with_proof
from lobbyconsole.ui.register_stage import RegisterStage
from lobbyconsole.ui.register_words import Words, refusal, told
from lobbyconsole.ui.translation import counted, translate

if TYPE_CHECKING:
    from lobbyconsole.services.record_files import Preview
    from lobbyconsole.services.staff import Proof

MOVE, NOTE = "__move", "__note"
MOST_REFUSED = 12  # refusals that are listed one by one


class RegisterMany(QObject):
    """Verbs for the whole list, or for what is selected in it."""

    def __init__(self, screen: RegisterStage) -> None:
        super().__init__(screen)
        self.screen = screen

    # --- several at once

    def bulk(self) -> None:
        """Ask what shall become of the selected records."""
        screen = self.screen
        chosen = screen.table.chosen()
        if len(chosen) < 2 or screen.lists is None:
            return
        form = bulk_form(screen.register, chosen, screen)
        screen.panel.show()
        screen.panel.ask(form, lambda given: self.change(chosen, given), alone=True)
        screen.place()
        form.begin()

    def change(self, chosen: Sequence[Line], given: dict[str, Any]) -> None:
        """Do it, record by record; each that refuses is named with its reason."""
        screen = self.screen
        assert screen.lists is not None
        lists, records = screen.lists, screen.records
        values = {name: value for name, value in given.items() if not name.startswith("__")}
        move, note, by = given.get(MOVE), given.get(NOTE, ""), given.get(STAFF) or screen.staff()
        roles = (screen.post,) if screen.post else ()
        if not (values or move or note):
            if screen.panel.form is not None:
                screen.panel.form.say_wrong(translate("Registers", "Nothing is to be changed yet."))
            return

        def one(line: Line, proof: Proof | None) -> None:
            if move:
                records.move(
                    line.subject, move, by=by, roles=roles, reason=given.get(REASON, ""), values=values or None,
                    proof=proof,
                )  # fmt: skip
            elif values:
                records.edit(line.subject, values, by=by)
            if note:
                records.note(line.subject, note, by=by)

        def went(result: Refusals) -> None:
            screen.panel.close_form()
            screen.panel.say(refusals_text(result), "watch" if result.refused else "ok")
            screen.reload()

        def go(proof: Proof | None) -> None:
            work = partial(lists.change_each, chosen, lambda line: one(line, proof))
            tasks.run(screen, work, went, screen.tell_refused)

        signs = any(entry.id == move and signed(entry) for entry in screen.register.moves)
        with_proof(screen, by if signs else "", go, alone=True)

    # --- files

    def export(self) -> None:
        """Ask where, and write what is listed as CSV or XLSX."""
        screen = self.screen
        if not screen.lines.rowCount():
            return
        name = f"{screen.register.id}-{screen.now().astimezone(screen.words.zone):%Y%m%d}.xlsx"
        title = translate("Registers", "Save the list")
        path, kind = QFileDialog.getSaveFileName(
            screen, title, str(Path.home() / name), "Excel (*.xlsx);;CSV (*.csv)"
        )  # fmt: skip
        if path:
            if not Path(path).suffix:
                path += ".csv" if "csv" in kind else ".xlsx"
            self.write(path)

    def write(self, path: str) -> None:
        """Write what is listed."""
        screen = self.screen
        register, lines, words, now = screen.register, screen.lines.lines(), screen.words, screen.now()
        titles = [(column, screen.lines.title(column)) for column in _columns(register, screen.lines)]
        title = told(register.title)

        def write() -> None:
            from lobbyconsole.services import record_files

            head = [words_ for _, words_ in titles]
            rows = [[_cell(register, column, line, words) for column, _ in titles] for line in lines]
            if path.lower().endswith(".csv"):
                record_files.write_csv(Path(path), head, rows)
            else:
                record_files.write_xlsx(Path(path), title, head, rows, now)

        def written(_: object) -> None:
            if screen.shell is not None:
                text = counted(
                    translate("Registers", "{count} record saved: {path}"),
                    translate("Registers", "{count} records saved: {path}"),
                    len(lines),
                ).format(count=len(lines), path=path)
                screen.shell.say(text, "ok")

        tasks.run(screen, write, written)

    def load(self) -> None:
        """Ask for a CSV file or a workbook and show what it would bring."""
        title = translate("Registers", "Read records from a file")
        kinds = "Excel, CSV (*.xlsx *.xlsm *.csv *.txt)"
        path, _ = QFileDialog.getOpenFileName(self.screen, title, str(Path.home()), kinds)
        if path:
            self.read(path)

    def read(self, path: str) -> None:
        """Show what a file would bring; taken over once that is confirmed."""
        screen = self.screen
        if screen.lists is None:
            return
        register, words, records, staff = screen.register, screen.words, screen.records, screen.staff()
        now = screen.now().astimezone(words.zone)

        def judge() -> Preview:
            from lobbyconsole.services.record_files import preview

            known = frozenset(row.record for row in records.rows(register.id))
            return preview(
                Path(path), register, words.options, now, known, lambda ids: records.opened_before(register.id, ids)
            )

        def show(found: Preview) -> None:
            view = ImportPreview(Path(path).name, found)
            panel = screen.panel
            panel.show_nothing()
            screen.key = ""
            panel.show()
            panel.ask(view, lambda _given: take(found, view))
            screen.place()
            view.begin()

        def take(found: Preview, view: ImportPreview) -> None:
            def work(task: tasks.Task) -> int:
                from lobbyconsole.services.record_files import take_over

                return take_over(records, register.id, found.good, by=staff, progress=task.report)

            def went(count: int) -> None:
                screen.close_record()
                screen.reload()
                if screen.shell is not None:
                    text = counted(
                        translate("Registers", "{count} record taken over."),
                        translate("Registers", "{count} records taken over."),
                        count,
                    ).format(count=count)
                    screen.shell.say(text, "ok")

            tasks.run(
                screen, work, went, screen.tell_refused,
                lambda done, all_: view.say_wrong(f"{done} / {all_}"),
            )  # fmt: skip

        tasks.run(screen, judge, show, screen.tell_refused)


def bulk_form(register: Register, chosen: Sequence[Line], screen: RegisterStage) -> AskForm:
    """Owner, a move that at least one of them can make, what that needs, and a note."""
    states = {line.state for line in chosen}
    moves = [move for move in register.moves if states & set(move.sources)]
    fields: list[Field] = []
    owner = register.field(register.owner_field)
    if owner is not None and owner.asked:
        fields.append(_free(owner))
    if moves:
        choices = tuple(Choice(id=move.id, label=move.title) for move in moves)
        fields.append(Field(name=MOVE, title=Text("Move on", "流转"), kind="choice", choices=choices))
        for name in dict.fromkeys(name for move in moves for name in move.needs):
            entry = register.field(name)
            if entry is not None:
                fields.append(_free(entry))
        if any(move.reason for move in moves):
            fields.append(Field(name=REASON, title=Text("Why", "原因"), kind="long"))
    fields.append(Field(name=NOTE, title=Text("Note", "备注"), kind="long"))
    fields.append(Field(name=STAFF, title=Text("Staff number", "工号"), kind="staff"))
    title = counted(
        translate("Registers", "Change {count} record"), translate("Registers", "Change {count} records"), len(chosen)
    ).format(count=len(chosen))
    staff = {STAFF: screen.staff()} if screen.staff() else None
    return AskForm(title, translate("Registers", "Change"), fields, screen.words, screen.now, staff)


def refusals_text(result: Refusals) -> str:
    """How a change to many went, with every refusal and its reason."""
    lines = [translate("Registers", "{count} changed.").format(count=result.done)]
    if result.refused:
        lines.append(translate("Registers", "{count} not:").format(count=len(result.refused)))
    for key, message in result.refused[:MOST_REFUSED]:
        lines.append(f"{key}  {refusal(message)}")
    if len(result.refused) > MOST_REFUSED:
        more = translate("Registers", "… and {count} more")
        lines.append(more.format(count=len(result.refused) - MOST_REFUSED))
    return "\n".join(lines)


def _free(entry: Field) -> Field:
    return replace(entry, required=False, frozen=False)


def _columns(register: Register, lines: Lines) -> list[Column]:
    """Everything about a record: what a file shows is not limited by the width of a screen."""
    fixed = [column for column in lines.columns if column.id in ("number", "state")]
    changed = [column for column in lines.columns if column.id == "changed"]
    return [*fixed, *(Column(entry.name, entry) for entry in register.fields), *changed]


def _cell(register: Register, column: Column, line: Line, words: Words) -> Any:
    if column.id == "number":
        return line.key
    if column.id == "state":
        return told(register.state(line.state).title)
    if column.id == "changed":
        return f"{line.changed_at.astimezone(words.zone):%Y-%m-%d %H:%M}" if line.changed_at else ""
    assert column.entry is not None
    value = line.values.get(column.entry.name)
    if column.entry.kind == "number" and isinstance(value, (int, float)):
        return value
    if column.entry.kind == "time" and value:
        return _local(str(value), words)
    return words.value(column.entry, value)


def _local(text: str, words: Words) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.astimezone(words.zone):%Y-%m-%d %H:%M}" if at.tzinfo else text
