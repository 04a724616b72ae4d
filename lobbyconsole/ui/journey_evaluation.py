"""The self-evaluation: quarters, the sheet by chapters with what was taken off and why, and one criterion beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.evaluation import Chapter, Criterion, Quarter, Sheet
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.journey_criterion import PHOTO, CriterionCard, divided, proof_text
from lobbyconsole.ui.journey_table import Loaded, command_of, load, points_of, sheet_table
from lobbyconsole.ui.people_sign import Signing
from lobbyconsole.ui.register_words import refusal
from lobbyconsole.ui.round_photos import keep_file
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import counted, language, translate
from lobbyconsole.ui.widgets.areas import WIDEST, plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, EmptyState, Figure, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.floor_panel import Said
from lobbyconsole.ui.widgets.journey_rows import Evidence, EvidenceList
from lobbyconsole.ui.widgets.journey_sheet import CriterionRow, QuarterCard, points_text, quarter_text
from lobbyconsole.ui.widgets.round_parts import Ask

if TYPE_CHECKING:
    from lobbyconsole.services.attachments import Kept
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.staff import Proof

QUARTERS, CRITERION, LEAST = 250, 360, 420  # px at 100 %
SETTLED_MS = 400  # new lines have their places by then


class EvaluationPage(QWidget):
    """`open_wanted(command, argument)`: show a round or record on its own screen."""

    open_wanted = Signal(str, str)

    def __init__(self, console: Callable[[], Console], by: Callable[[], str]) -> None:
        super().__init__()
        self._console, self._by = console, by
        self.loaded: Loaded | None = None
        self._quarter: Quarter | None = None  # None: the present one
        self._wanted = ""  # a chapter to go to once the sheet is there
        self._item = ""
        self._to_row = False  # the keyboard goes to the chosen line once it is made
        self._rows: dict[str, CriterionRow] = {}
        self._loading: tasks.Task | None = None
        self._shown: tuple[object, ...] = ()
        self._wide = True
        self._states: list[tuple[str, str, str]] = []
        self._points: dict[str, Label] = {}
        self._build()
        self._place()
        self.retranslate()

    def _build(self) -> None:
        self._quarters = QVBoxLayout()
        self._quarters.setSpacing(8)
        self._history_title = Label("", 14, BOLD, "muted")
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self._history_title)
        left.addLayout(self._quarters)
        left.addStretch(1)
        self._title = Label("", 20, BOLD, wrap=True)
        self.total = Figure(34, 14)
        self._about = Label("", 14, role="muted", wrap=True)
        self.save = Button("", icon="export")
        self.save.clicked.connect(self.ask_export)
        self.said = Said()
        self.ask = Ask()
        self.signing = Signing(self, lambda: self._console().work.staff, self.ask, self._refused)
        head = Card()
        line = QHBoxLayout()
        line.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        line.addLayout(words, 1)
        line.addWidget(self.total)
        line.addWidget(self.save)
        top = QVBoxLayout(head)
        top.setContentsMargins(16, 12, 16, 12)
        top.addLayout(line)
        for part in (self.said, self.ask, self.signing.pin):
            top.addWidget(part)
        self._chapters = QVBoxLayout()
        self._chapters.setSpacing(10)
        self.proofs = EvidenceList()
        self.proofs.wanted.connect(self.open_wanted)
        self._proof_card = Card()
        proof_rows = QVBoxLayout(self._proof_card)
        proof_rows.setContentsMargins(8, 12, 8, 12)
        proof_rows.addWidget(self.proofs)
        self._none = EmptyState(icon="check")
        middle = QWidget()
        rows = self._sheet = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(head)
        rows.addWidget(self._none)
        rows.addLayout(self._chapters)
        rows.addWidget(self._proof_card)
        rows.addStretch(1)
        self.criterion = CriterionCard()
        self.criterion.given.connect(self._give)
        self.criterion.action_wanted.connect(self._open_action)
        self.criterion.photo_wanted.connect(self._add_photo)
        self.criterion.open_wanted.connect(self._open_proof)
        self.criterion.finish_wanted.connect(self._finish_chosen)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._settling.timeout.connect(self._show_row)  # the range need not change while lines move
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(16, 0, 16, 14)
        self._columns.setSpacing(12)
        self._middle_area = plain_area(middle)
        self._middle_area.verticalScrollBar().rangeChanged.connect(self._resettle)
        self._right_area = plain_area(self.criterion)
        self._left_area = plain_area(self.left)
        for area in (self._left_area, self._middle_area, self._right_area):
            self._columns.addWidget(area)
        self._columns.setStretchFactor(self._middle_area, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._columns)

    # --- loading

    def reload(self) -> None:
        """Look anew."""
        if self._loading is not None:
            return
        console, quarter, tongue = self._console(), self._quarter, language()
        self._loading = tasks.run(self, lambda: load(console, quarter, tongue), self._show_loaded, self._not_loaded)

    def _not_loaded(self, error: BaseException) -> None:
        self._loading = None
        tasks.hub().trouble.emit(error)

    def _show_loaded(self, loaded: Loaded) -> None:
        self._loading = None
        self.loaded = loaded
        if self._quarter is not None and self._quarter != loaded.sheet.quarter:
            self.reload()  # another quarter was chosen meanwhile
            return
        self._show()

    # --- showing

    def _show(self) -> None:
        if self.loaded is None:
            return
        sheet = self.loaded.sheet
        self._show_quarters(self.loaded)
        title = translate("Journey", "Self-evaluation {quarter}").format(quarter=quarter_text(sheet.quarter))
        self._title.setText(title)
        self.total.set_figure(points_text(sheet.points), f"/ {points_text(sheet.possible)}")
        said = [translate("Journey", "{done} of {count} chapters finished").format(
            done=sum(chapter.finished for chapter in sheet.chapters), count=len(sheet.chapters)
        )]  # fmt: skip
        said += [translate("Journey", "{count} criteria open").format(count=sheet.open)] if sheet.open else []
        lost = sum(criterion.lost for criterion in sheet.lost)
        if lost:
            words = counted(
                translate("Journey", "{points} points taken off in {count} place"),
                translate("Journey", "{points} points taken off in {count} places"),
                len(sheet.lost),
            )
            said.append(words.format(points=points_text(lost), count=len(sheet.lost)))
        self._about.setText(" · ".join(said))
        self._none.setVisible(not sheet.chapters)
        self._show_chapters(sheet)
        rows = [
            Evidence(own(criterion.item.text.say(language())), proof_text(proof, self.loaded.names), "", "",
                     *command_of(proof))
            for criterion, proof in sheet.evidence
        ]  # fmt: skip
        heading = translate("Journey", "Evidence list") + (f"  {len(rows)}" if rows else "")
        self.proofs.show_rows(heading, rows, translate("Journey", "Nothing was named as evidence yet."))
        self._proof_card.setVisible(bool(sheet.chapters))
        self._show_criterion()

    def _show_quarters(self, loaded: Loaded) -> None:
        totals = {total.quarter: total for total in loaded.history}
        quarters = sorted({loaded.now_quarter, *totals}, reverse=True)
        count = len(loaded.sheet.chapters)
        shown = (language(), tuple(quarters), tuple(totals.items()), count)
        if shown != self._shown:
            self._shown = shown
            clear_layout(self._quarters)
            for quarter in quarters:
                card = QuarterCard(quarter, totals.get(quarter), count)
                card.clicked.connect(partial(self.show_quarter, quarter))
                self._quarters.addWidget(card)
        for card in self.quarter_cards():
            card.choose(card.quarter == loaded.sheet.quarter)

    def quarter_cards(self) -> list[QuarterCard]:
        found = [self._quarters.itemAt(at).widget() for at in range(self._quarters.count())]
        return [card for card in found if isinstance(card, QuarterCard)]

    def show_quarter(self, quarter: Quarter, _: bool = False) -> None:
        """Another quarter's sheet."""
        self._quarter = quarter
        self._item = ""
        self.reload()

    def _show_chapters(self, sheet: Sheet) -> None:
        names = [criterion.item.id for criterion in sheet.criteria]
        states = [(chapter.checklist.id, chapter.state, chapter.round) for chapter in sheet.chapters]
        if names != list(self._rows) or states != self._states:
            focused = next((name for name, row in self._rows.items() if row.hasFocus()), "")
            self._states = states
            clear_layout(self._chapters)
            self._rows = {}
            self._points = {}
            for chapter in sheet.chapters:
                self._chapters.addWidget(self._chapter_card(chapter))
            if focused in self._rows:
                self._rows[focused].setFocus()
            self._settling.start()
            QTimer.singleShot(0, self, self._show_row)
        for chapter in sheet.chapters:
            self._points[chapter.checklist.id].setText(points_of(chapter))
            for criterion in chapter.criteria:
                self._rows[criterion.item.id].show_criterion(criterion)
        wanted = next((chapter for chapter in sheet.chapters if chapter.checklist.id == self._wanted), None)
        if wanted is not None and wanted.criteria:
            self._wanted = ""
            self._item = next((c for c in wanted.criteria if not c.verdict), wanted.criteria[0]).item.id
            self._settling.start()
            self._show_row()
        elif self._item not in self._rows:
            left = (c for chapter in sheet.chapters if not chapter.finished for c in chapter.criteria if not c.verdict)
            open_ = next((criterion.item.id for criterion in left), "")
            self._item = open_ or next(iter(self._rows), "")
            self._settling.start()
            self._show_row()

        if self._to_row and self._item in self._rows:
            self._to_row = False
            self._rows[self._item].setFocus()

    def _resettle(self) -> None:
        """While new lines find their places, the chosen one stays in sight."""
        if self._settling.isActive():
            self._show_row()

    def _show_row(self) -> None:
        if self._item in self._rows:
            self._middle_area.ensureWidgetVisible(self._rows[self._item], 0, style.current().px(80))

    def _chapter_card(self, chapter: Chapter) -> Card:
        card = Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(8, 10, 8, 8)
        rows.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 10, 4)
        head.setSpacing(12)
        head.addWidget(Label(own(chapter.checklist.title.say(language())), 16, BOLD), 1)
        points = self._points[chapter.checklist.id] = Label("", 16, BOLD)
        if chapter.finished:
            head.addWidget(Pill("ok", translate("Journey", "finished, {staff}").format(staff=chapter.by)))
        elif chapter.round:
            finish = Button(translate("Journey", "Sign and finish"))
            finish.clicked.connect(lambda _=False: self.finish(chapter.checklist.id))
            head.addWidget(finish)
        elif self.loaded is not None and self.loaded.sheet.quarter == self.loaded.now_quarter:
            begin = Button(translate("Journey", "Begin"))
            begin.clicked.connect(lambda _=False: self.begin(chapter.checklist.id))
            head.addWidget(begin)
        head.addWidget(points)
        rows.addLayout(head)
        for criterion in chapter.criteria:
            row = CriterionRow(criterion)
            row.clicked.connect(partial(self.choose, criterion.item.id))
            rows.addWidget(row)
            self._rows[criterion.item.id] = row
        return card

    def choose(self, item: str, _: bool = False) -> None:
        """Look at one criterion."""
        self._item = item
        self._show_criterion()

    def _chosen(self) -> tuple[Chapter | None, Criterion | None]:
        for chapter in self.loaded.sheet.chapters if self.loaded is not None else ():
            for criterion in chapter.criteria:
                if criterion.item.id == self._item:
                    return chapter, criterion
        return None, None

    def _show_criterion(self) -> None:
        chapter, criterion = self._chosen()
        for name, row in self._rows.items():
            row.choose(name == self._item)
        closed = ""
        if chapter is not None and self.loaded is not None:
            if chapter.finished:
                closed = translate("Journey", "This chapter is signed and closed.")
            elif self.loaded.sheet.quarter != self.loaded.now_quarter:
                closed = translate("Journey", "This quarter is over; this chapter was not finished.")
        self.criterion.show_criterion(criterion, closed, self.loaded.names if self.loaded is not None else {})
        done = chapter is not None and all(one.verdict for one in chapter.criteria)
        self.criterion.show_complete(chapter is not None and bool(chapter.round) and done and not closed)

    # --- doing

    def _do(self, work: Callable[[], Any], then: Callable[[], object] | None = None) -> None:
        def done(_: object) -> None:
            self.said.say("")
            if then is not None:
                then()
            self.reload()

        tasks.run(self, work, done, self._refused)

    def _refused(self, error: BaseException) -> None:
        """In place, in words; a defect is the window's business."""
        message = getattr(error, "message", None)
        if message is None:
            tasks.hub().trouble.emit(error)
        else:
            self.said.say(refusal(message), "watch")
            self._middle_area.verticalScrollBar().setValue(0)

    def begin(self, chapter: str) -> None:
        """Begin a chapter."""
        console, by = self._console(), self._by()
        self._do(lambda: console.work.journey.evaluations.begin(chapter, console.live.clock.now(), by=by))

    def finish(self, chapter: str) -> None:
        """Sign a chapter, with the PIN of who has one, and close it."""
        key = next((ch.round for ch in self._sheet_chapters() if ch.checklist.id == chapter), "")
        console = self._console()

        def sign(number: str, proof: Proof | None) -> None:
            self._do(lambda: console.work.journey.evaluations.finish(key, by=number, proof=proof), signed)

        def signed() -> None:
            self.signing.dismiss()
            self._item, self._to_row = "", True  # on to what is still open

        self._settling.stop()
        self._middle_area.verticalScrollBar().setValue(0)  # where the question stands
        question = translate("Journey", "Staff number of who evaluated this chapter")
        self.signing.who(question, translate("Journey", "Sign and finish"), sign, self._by())

    def _finish_chosen(self) -> None:
        chapter, _ = self._chosen()
        if chapter is not None:
            self.finish(chapter.checklist.id)

    def open_chapter(self, chapter: str) -> None:
        """Go to a chapter of this quarter, at the first criterion that is still open."""
        self._wanted = chapter
        if self.loaded is not None:
            self.show_quarter(self.loaded.now_quarter)

    def _sheet_chapters(self) -> tuple[Chapter, ...]:
        return self.loaded.sheet.chapters if self.loaded is not None else ()

    def _give(self, lost: float, reason: str, proofs: tuple[str, ...], applies: bool) -> None:
        chapter, criterion = self._chosen()
        if chapter is None or criterion is None:
            return
        console, by = self._console(), self._by()
        evidence, photos = divided(proofs)
        fresh, tongue = criterion.verdict == "", language()

        def give() -> None:
            evaluations = console.work.journey.evaluations
            key = chapter.round
            if not key:
                key = evaluations.begin(chapter.checklist.id, console.live.clock.now(), by=by).round
            evaluations.give(
                key, criterion.item.id, lost=lost, reason=reason, evidence=evidence, photos=photos, applies=applies,
                by=by, tongue=tongue,
            )  # fmt: skip

        self._do(give, self._to_next if fresh else None)

    def _open_action(self, action: str) -> None:
        """What was taken off gets its corrective action; who has to do it and until when is as the criterion says."""
        chapter, criterion = self._chosen()
        if chapter is None or criterion is None:
            return
        console, by, key, item = self._console(), self._by(), chapter.round, criterion.item.id
        self._do(lambda: console.work.journey.evaluations.open_action(key, item, action=action, by=by))

    def _to_next(self) -> None:
        """What was open has its points: on to the one below; after the last of a chapter its signature is due."""
        chapter, _ = self._chosen()
        if chapter is not None and all(one.verdict or one.item.id == self._item for one in chapter.criteria):
            self._rows[self._item].setFocus()
            return
        names = list(self._rows)
        if self._item in names and names.index(self._item) + 1 < len(names):
            self._step(1, take_keyboard=True)

    def _add_photo(self, path: str) -> None:
        work = self._console().work

        def failed(error: BaseException) -> None:
            message = getattr(error, "message", None)
            self.said.say(refusal(message) if message is not None else str(error), "watch")

        tasks.run(self, lambda: keep_file(work.attachments, path), self._photo_kept, failed)

    def _photo_kept(self, kept: Kept) -> None:
        self.criterion.add_proof(PHOTO + kept.sha256)

    def _open_proof(self, proof: str) -> None:
        command, argument = command_of(proof)
        if command:
            self.open_wanted.emit(command, argument)

    # --- out

    def ask_export(self) -> None:
        """Ask where, and write the sheet."""
        if self.loaded is None:
            return
        quarter = self.loaded.sheet.quarter
        name = f"self-evaluation-{quarter.year}-Q{quarter.number}.csv"
        path, _ = QFileDialog.getSaveFileName(self, self.save.text(), str(Path.home() / name), "CSV (*.csv)")
        if path:
            self.export(path if Path(path).suffix else path + ".csv")

    def export(self, path: str) -> None:
        """Write the sheet as CSV."""
        if self.loaded is None:
            return
        head, rows = sheet_table(self.loaded.sheet, self.loaded.names)

        def write() -> None:
            from lobbyconsole.services import record_files

            record_files.write_csv(Path(path), head, rows)

        def failed(error: BaseException) -> None:
            reason = getattr(error, "strerror", None) or str(error)
            words = translate("Journey", "The file cannot be written: {reason}")
            self.said.say(words.format(reason=reason), "act")

        done = translate("Journey", "Saved: {path}").format(path=path)
        tasks.run(self, write, lambda _: self.said.say(done, "ok"), failed)

    # --- places and keys

    def _place(self) -> None:
        px = style.current().px
        wide = self.width() >= px(QUARTERS) + px(CRITERION) + px(LEAST)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(across if wide else down)
        for area, size in ((self._left_area, QUARTERS), (self._right_area, CRITERION)):
            area.setMinimumWidth(px(size) if wide else 0)
            area.setMaximumWidth(px(size) if wide else WIDEST)
        if wide != self._wide:
            self._wide = wide
            if wide:
                self._left_area.setWidget(self.left)
            else:  # the history follows the sheet
                self._left_area.takeWidget()
                self._sheet.insertWidget(self._sheet.count() - 1, self.left)
            self.left.show()
        self._left_area.setVisible(wide)
        self.criterion.set_brief(not wide)
        self._right_area.setMaximumHeight(WIDEST if wide else max(px(180), round(self.height() * 0.45)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settling.start()
        self._place()

    def _step(self, by: int, take_keyboard: bool = True) -> None:
        names = list(self._rows)
        if not names:
            return
        at = names.index(self._item) if self._item in names else 0
        self.choose(names[max(0, min(len(names) - 1, at + by))])
        row = self._rows[self._item]
        if take_keyboard:
            row.setFocus()
        self._show_row()

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and Down walk the criteria, [ and ] the quarters; the rest belongs to the criterion on show."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.text() in ("[", "]"):
            quarters = [card.quarter for card in self.quarter_cards()]
            if self.loaded is not None and self.loaded.sheet.quarter in quarters:
                at = quarters.index(self.loaded.sheet.quarter) + (1 if event.text() == "[" else -1)
                if 0 <= at < len(quarters):
                    self.show_quarter(quarters[at])
            return True
        return self.criterion.take_key(event)

    def escape(self) -> bool:
        """From the criterion back to its line; False when there was nothing to leave."""
        focus = QApplication.focusWidget()
        if not (self.ask.isHidden() and self.signing.pin.isHidden()):
            self.signing.dismiss()
            return True
        if focus is not None and self.criterion.isAncestorOf(focus) and self._item in self._rows:
            self._rows[self._item].setFocus()
            return True
        return False

    def retranslate(self) -> None:
        self._history_title.setText(translate("Journey", "Quarters"))
        self.save.setText(translate("Journey", "Save as CSV"))
        self._none.set_texts(
            translate("Journey", "No self-evaluation is in the library"),
            translate("Journey", "A checklist of the kind self-evaluation becomes a chapter here."),
        )
        self.criterion.retranslate()
        self._shown, self._states = (), []
        self._show()
