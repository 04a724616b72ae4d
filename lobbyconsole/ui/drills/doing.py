"""What can be done with drills: asked for in place, done on a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from lobbyconsole.domain.drills import Drill, roles_of
from lobbyconsole.domain.words import Refused
from lobbyconsole.files import save_as
from lobbyconsole.services.drill_floor import WorstDay
from lobbyconsole.services.drill_sheet import drill_sheet
from lobbyconsole.services.drill_slots import Proposal
from lobbyconsole.ui import tasks
from lobbyconsole.ui.drills import printing
from lobbyconsole.ui.drills.asking import AskForm
from lobbyconsole.ui.drills.words import mode_text, proposal_text, shift_text, why_text, worst_text
from lobbyconsole.ui.emergency.words import role_text
from lobbyconsole.ui.translation import counted, language, say, translate
from lobbyconsole.ui.widgets.floor_forms import Option

if TYPE_CHECKING:
    from lobbyconsole.services.drills import Drills, OpenDrill
    from lobbyconsole.services.plan_prints import PlanPrints

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class DrillDoing:
    """The verbs of one screen (a DrillsScreen, which makes this and so cannot be imported here)."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen

    @property
    def _drills(self) -> Drills:
        found: Drills = self.screen.console.work.drills
        return found

    @property
    def _prints(self) -> PlanPrints:
        found: PlanPrints = self.screen.console.work.plan_prints
        return found

    def _by(self) -> str:
        return self.screen.by()  # type: ignore[no-any-return]

    def run(self, work: Callable[[], Any], done: Callable[[Any], object] | None = None, words: str = "") -> None:
        """Do it on a worker; a refusal is said in place, and the form stays for another try."""

        def went(result: Any) -> None:
            self.screen.close_forms()
            self.screen.recorded(words)
            if done is not None:
                done(result)

        tasks.run(self.screen, work, went, self.refused)

    def refused(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.screen.said().say(say(error.message), "watch")
        elif isinstance(error, OSError):
            text = translate("Drills", "That could not be written: {reason}")
            self.screen.said().say(text.format(reason=error.strerror or str(error)), "act")
        else:
            tasks.hub().trouble.emit(error)

    def verb(self, name: str) -> None:
        """A button of the plan's page, or its key."""
        plan, drill = self.screen.plan(), self.screen.drill()
        if plan is None:
            return
        if name == "go_on" and drill is not None:
            self.go_on(drill.key)
        elif name == "begin":
            self.begin(plan, drill)
        elif name == "table":
            by = self._by()
            self.run(lambda: self._drills.begin_now(plan, mode="table", by=by), self.screen.lead)
        elif name == "worst":
            self._find_worst(plan)
        elif name == "plan":
            self.plan(plan)
        elif name == "move" and drill is not None:
            self._find_slots(plan, lambda slots: self._ask_move(drill, slots))
        elif name == "call_off" and drill is not None:
            self.call_off(drill.key)
        elif name == "score" and drill is not None:
            self.screen.show_score(drill.key)
        elif name == "review" and drill is not None:
            self.screen.review(drill.key)
        elif name == "sheet":
            self.sheet()

    # --- running

    def begin(self, plan: str, drill: Drill | None) -> None:
        """Begin the planned one, or one now."""
        by, tongue = self._by(), language()
        key = drill.key if drill is not None and drill.state == "planned" else ""
        self.run(
            lambda: (
                self._drills.begin(key, by=by, tongue=tongue)
                if key
                else self._drills.begin_now(plan, by=by, tongue=tongue)
            ),
            self.screen.lead,
        )

    def go_on(self, key: str) -> None:
        tasks.run(self.screen, lambda: self._drills.open(key), self.screen.lead, self.refused)

    def answer(self, place: int, answer: str) -> None:
        """At the table."""
        key, by = self.screen.table.opened.drill.key, self._by()
        tasks.run(
            self.screen, lambda: self._drills.answer(key, place, answer, by=by), self.screen.show_table, self.refused
        )

    def table_over(self) -> None:
        """Its time is up, or everything is answered: what was answered counts."""
        key, by = self.screen.table.opened.drill.key, self._by()
        self.run(lambda: self._drills.finish(key, by=by), lambda _: self.screen.show_score(key))

    # --- planning

    def plan(self, plan: str, shift: str = "") -> None:
        """Ask when: the quiet times first, each with why."""
        self._find_slots(plan, lambda slots: self._ask_plan(plan, slots, shift))

    def _find_slots(self, plan: str, then: Callable[[list[Proposal]], object]) -> None:
        now = self.screen.now()
        tasks.run(self.screen, lambda: self._drills.proposals(plan, now), then, self.refused)

    def _slot_form(self, title: str, confirm: str, slots: list[Proposal]) -> AskForm:
        form = AskForm(title, confirm)
        zone, today = self.screen.zone(), self.screen.today()
        options = [
            Option(at, proposal_text(slot, zone, today), str(at + 1)) for at, slot in enumerate(slots)
        ]  # fmt: skip
        if options:
            title = translate("Drills", "When: the quietest times of the coming two weeks")
            choice = form.choice("slot", options, 0, title, stepped=True)
            why = form.words(why_text(slots[0]))

            def explain() -> None:
                at = choice.value()
                why.setText(why_text(slots[at]) if isinstance(at, int) else "")

            choice.changed.connect(explain)
        form.line("at", translate("Drills", "Another time, e.g. 11-27 15:30 (empty: as chosen)"), longest=20)
        return form

    def _when(self, values: dict[str, Any], slots: list[Proposal]) -> tuple[datetime, str] | None:
        """(the instant, the shift when it is proposed); None: it was not understood, and that is said."""
        typed = values.get("at", "")
        if typed:
            found = future_time(typed, self.screen.now().astimezone(self.screen.zone()))
            if found is None:
                text = translate("Drills", "This time is not understood, or it is past: {typed}").format(typed=typed)
                self.screen.said().say(text, "watch")
                return None
            return found, ""
        at = values.get("slot")
        if not isinstance(at, int):
            self.screen.said().say(translate("Drills", "Please say when."), "watch")
            return None
        return slots[at].at, slots[at].shift

    def _ask_plan(self, plan: str, slots: list[Proposal], shift: str) -> None:
        title = translate("Drills", "Plan a drill")
        if shift:
            title += " · " + shift_text(shift)
        form = self._slot_form(title, translate("Drills", "Plan it (Enter)"), slots)
        wanted = next((at for at, slot in enumerate(slots) if slot.shift == shift), 0) if shift else 0
        if slots:
            form.pick("slot", wanted)
        modes = [Option("walk", mode_text("walk"), "H"), Option("table", mode_text("table"), "T")]
        form.choice("mode", modes, "walk", translate("Drills", "How"))
        floors = [
            Option("", translate("Drills", "of its own day"), "O"),
            Option("worst", translate("Drills", "of our worst day"), "W"),
        ]
        form.choice("floor", floors, "", translate("Drills", "On the floor"))

        def answered(values: dict[str, Any]) -> None:
            when = self._when(values, slots)
            if when is None:
                return
            by, now = self._by(), self.screen.now()

            def work() -> Drill:
                worst = self._drills.worst_day(now) if values["floor"] == "worst" else None
                floor_at = worst.at if worst is not None else None
                return self._drills.plan_drill(
                    plan, when[0], mode=values["mode"] or "walk", shift=when[1] or shift, floor_at=floor_at, by=by
                )

            self.run(work, lambda made: self.screen.open_drill(made.key), translate("Drills", "It is planned."))

        self.screen.page.ask(form, answered)

    def _ask_move(self, drill: Drill, slots: list[Proposal]) -> None:
        form = self._slot_form(translate("Drills", "Another time"), translate("Drills", "Move it (Enter)"), slots)
        form.line("why", translate("Drills", "Why"), longest=200)

        def answered(values: dict[str, Any]) -> None:
            when = self._when(values, slots)
            if when is not None:
                by = self._by()
                self.run(lambda: self._drills.move(drill.key, when[0], values["why"], by=by), None,
                         translate("Drills", "It is moved."))  # fmt: skip

        self.screen.page.ask(form, answered)

    def call_off(self, key: str) -> None:
        """Not held, or broken off."""
        form = AskForm(translate("Drills", "Call it off"), translate("Drills", "Call off (Enter)"))
        form.line("why", translate("Drills", "Why"), longest=200)
        by = self._by()

        def answered(values: dict[str, Any]) -> None:
            self.run(lambda: self._drills.call_off(key, values["why"], by=by), lambda _: self.screen.show_list(),
                     translate("Drills", "It is called off."))  # fmt: skip

        self.screen.asking().ask(form, answered)

    def _find_worst(self, plan: str) -> None:
        now = self.screen.now()
        self.screen.said().say(
            translate("Drills", "Looking for the day on which your customers waited longest …"), "ok"
        )
        tasks.run(
            self.screen, lambda: self._drills.worst_day(now), lambda worst: self._ask_worst(plan, worst), self.refused
        )

    def _ask_worst(self, plan: str, worst: WorstDay | None) -> None:
        self.screen.said().say("")
        if worst is None:
            text = translate("Drills", "The journal has no day yet on which enough customers waited.")
            self.screen.said().say(text, "watch")
            return
        form = AskForm(translate("Drills", "Drill on the hall's own worst day"),
                    translate("Drills", "Begin on that floor (Enter)"))  # fmt: skip
        form.words(worst_text(worst, self.screen.today()), 14, "text")
        note = translate(
            "Drills", "Its floor is played again in the plan, marked as such; the present hall is not touched."
        )
        form.words(note)
        by, tongue = self._by(), language()

        def answered(_: dict[str, Any]) -> None:
            self.run(lambda: self._drills.begin_now(plan, floor_at=worst.at, by=by, tongue=tongue), self.screen.lead)

        self.screen.page.ask(form, answered)

    # --- scoring

    def score_verb(self, name: str) -> None:
        """A button of the score."""
        opened: OpenDrill | None = self.screen.score.opened
        if opened is None:
            return
        key, by = opened.drill.key, self._by()
        if name == "finish":
            self.run(lambda: self._drills.finish(key, by=by), self.screen.score_again,
                     translate("Drills", "The drill is over. Its review is next."))  # fmt: skip
        elif name == "review":
            self.screen.review(key)
        elif name == "people":
            self._ask_people(opened)
        elif name == "call_off":
            self.call_off(key)
        elif name == "closed":
            self.screen.show_list()

    def say_met(self, kind: str, place: int, met: bool) -> None:
        """What somebody said of an inject or a criterion."""
        key, by = self.screen.score.opened.drill.key, self._by()
        drills = self._drills
        verb = drills.judge if kind == "criterion" else drills.inject_met
        tasks.run(self.screen, lambda: verb(key, place, met, by=by), self.screen.score_again, self.refused)

    def _ask_people(self, opened: OpenDrill) -> None:
        library = self.screen.board.library
        form = AskForm(translate("Drills", "Who took part"), translate("Drills", "Keep (Enter)"))
        roles = [
            Option(role, role_text(library, role), LETTERS[at]) for at, role in enumerate(roles_of(opened.plan)[:26])
        ]
        form.choice("role", roles, roles[0].value if roles else None, translate("Drills", "Role"))
        form.line("staff", translate("Drills", "Staff number; empty takes it back"), longest=20)
        key, by = opened.drill.key, self._by()

        def answered(values: dict[str, Any]) -> None:
            self.run(lambda: self._drills.took_part(key, values["role"], values["staff"], by=by),
                     self.screen.score_again)  # fmt: skip

        self.screen.score.ask(form, answered)

    # --- paper

    def sheet(self) -> None:
        """The drill sheet: to the printer, or as a PDF."""
        plan, drill, board = self.screen.plan(), self.screen.drill(), self.screen.board
        if plan is None or board is None:
            return
        paper = drill_sheet(board.plans[plan], drill, board.library, board.branch, self.screen.now())
        form = AskForm(translate("Drills", "The drill sheet"))
        options = [
            Option("print", translate("Drills", "Print"), "P"),
            Option("pdf", translate("Drills", "Save as PDF…"), "D"),
        ]
        form.choice("to", options, at_once=True)

        def answered(values: dict[str, Any]) -> None:
            self.screen.close_forms()
            if values["to"] == "print":
                if printing.print_drill(self.screen, paper, language(), board.zone):
                    self.screen.said().say(translate("Drills", "It is printed."))
                return
            path = self._ask_file(f"drill-{plan}.pdf", "PDF (*.pdf)")
            if path:
                self.run(partial(printing.save_drill, paper, Path(path), language(), board.zone), None,
                         translate("Drills", "Saved: {path}").format(path=path))  # fmt: skip

        self.screen.page.ask(form, answered)

    def _ask_file(self, name: str, kinds: str) -> str:
        path, _ = QFileDialog.getSaveFileName(self.screen, translate("Drills", "Save as"), name, kinds)
        return path

    def prints(self, what: str, plan: str) -> None:
        """Papers of the set: printed and remembered as printed, or saved as files."""
        if what == "file":
            path = self._ask_file("plans.html", "HTML (*.html)")
            if path:
                self.save_file(path)
        elif what == "pdf":
            folder = QFileDialog.getExistingDirectory(self.screen, translate("Drills", "Save in"))
            if folder:
                self.save_pdf(folder)
        else:
            wanted = self._wanted(what, plan)
            now = self.screen.now()
            tasks.run(self.screen, lambda: self._parts(wanted, now), self._print, self.refused)

    def _wanted(self, what: str, plan: str) -> set[tuple[str, str]]:
        if what == "phones":
            return {("", "phones")}
        if what == "both":
            papers = [paper for paper in self.screen.board.outdated if paper.plan == plan]
            return {(plan, paper.papers) for paper in papers}
        return {(paper.plan, paper.papers) for paper in self.screen.board.outdated if paper.why != "not_in_use"}

    def _parts(self, wanted: set[tuple[str, str]], now: datetime) -> list[printing.Part]:
        return [part for part in self._prints.papers(now) if (part[0], part[1]) in wanted]

    def _print(self, parts: list[printing.Part]) -> None:
        if printing.print_parts(self.screen, parts, language(), self.screen.zone()):
            self.note_printed(parts)

    def note_printed(self, parts: Sequence[printing.Part]) -> None:
        """They hang on the wall now."""
        made = [(plan, kind) for plan, kind, _ in parts]
        by, shown = self._by(), language()
        text = counted(
            translate("Drills", "{n} paper printed. Take the old one down."),
            translate("Drills", "{n} papers printed. Take the old ones down."),
            len(made),
        ).format(n=len(made))
        self.run(lambda: self._prints.note_printed(made, shown, by=by), None, text)  # type: ignore[arg-type]

    def save_pdf(self, folder: str) -> None:
        """The whole set as files; what lies in a folder does not hang on the wall, so nothing is remembered."""
        now, shown, zone = self.screen.now(), language(), self.screen.zone()
        self.screen.said().say(translate("Drills", "Writing the files. It takes a little while …"))
        text = translate("Drills", "Saved: {path}. Files do not count as printed, only what is printed here does.")
        self.run(lambda: printing.save_parts(self._prints.papers(now), Path(folder), shown, zone), None,
                 text.format(path=folder))  # fmt: skip

    def save_file(self, path: str) -> None:
        """The file for phones; it is known then which version was carried away."""
        now, by, shown = self.screen.now(), self._by(), language()

        def work() -> None:
            save_as(Path(path), self._prints.html(now).encode())
            self._prints.note_printed([("", "file")], shown, by=by)

        self.run(work, None, translate("Drills", "Saved: {path}").format(path=path))


def future_time(typed: str, now: datetime) -> datetime | None:
    """A time as typed ("15:30" today, "11-27 15:30", "2026-11-27 15:30") that is still to come; None: it is not."""
    text = " ".join(typed.replace("：", ":").replace("/", "-").split())
    day, _, clock = text.rpartition(" ")
    try:
        at = datetime.strptime(clock, "%H:%M").time()  # noqa: DTZ007 - only its time of day is used
        if not day:
            found = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        else:
            parts = [int(part) for part in day.split("-")]
            year = parts[0] if len(parts) == 3 else now.year
            month, number = parts[-2], parts[-1]
            found = datetime(year, month, number, at.hour, at.minute, tzinfo=now.tzinfo)
            if len(parts) == 2 and found < now:
                found = found.replace(year=now.year + 1)
    except (ValueError, IndexError):
        return None
    return found if found > now else None
