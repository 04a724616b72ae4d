"""Reading in a file without code: which column is what, tried out on the file itself before anything is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.mapping import without_persons
from lobbyconsole.feeds.profile import EVENTS, PERSONAL_COLUMN, STATES, TIME_FORMATS, Profile, TimeColumn
from lobbyconsole.services import mapping
from lobbyconsole.ui import tasks
from lobbyconsole.ui.feed_trial import TrialCard
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.mapping_words import FIELD_WORDS, FIELDS, FINISH, FORMATS, MODES, TIMES
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, clear_layout
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.feeds.folder import PreviewRow, QualityReport
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.mapping import FileShape
    from lobbyconsole.ui.theme import Theme

WAIT_MS = 250  # after the last change, before the file is tried again
NARROW = 940  # px at 100 %
ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "UTC",
         "Europe/Warsaw", "Europe/Berlin", "America/New_York")  # fmt: skip


def fill(box: Choice, options: Sequence[tuple[str, str]], value: str) -> None:
    """(value, words) into a combo box without telling anybody; a value that is not among them is added as it is."""
    box.blockSignals(True)
    box.clear()
    for option, words in options:
        box.addItem(words, option)
    if value not in [option for option, _ in options]:
        box.addItem(value, value)
    box.setCurrentIndex(box.findData(value))
    box.blockSignals(False)


class MappingWizard(QWidget):
    """From a file to a queue source. Nothing is recorded, and no setting changed, before "use it" is pressed."""

    left = Signal()
    used = Signal(object)  # Message: what was done

    def __init__(self, console: Console, theme: Theme, by: Callable[[], str]) -> None:
        super().__init__()
        self.console, self.theme, self._by = console, theme, by
        self.path: Path | None = None
        self.profile: Profile | None = None
        self.shape: FileShape | None = None
        self.rows: list[PreviewRow] = []
        self.report: QualityReport | None = None
        self._boxes: dict[str, Choice] = {}
        self._turn = 0  # of tries: an answer to an older one is not shown
        self._trying = self._judging = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._try)
        self._build()
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.back, self.choose, self.own = Button(""), Button("", "primary"), Button("")
        for button, told in ((self.back, self.left.emit), (self.choose, self._ask_file), (self.own, self._ask_profile)):
            button.clicked.connect(told)
        self.profiles = Choice()
        self.profiles.activated.connect(self._profile_chosen)
        self.title, self.file = Label("", 16, BOLD), Label("", 14, role="muted", wrap=True)
        self.said = Said()
        head = Card()
        line = Flow()
        line.GAP = 10
        for part in (self.back, self.choose, self.profiles, self.own):
            line.add(part)
        rows = QVBoxLayout(head)
        rows.setContentsMargins(16, 10, 14, 12)
        rows.setSpacing(6)
        for shown in (self.title, self.file, line, self.said):
            rows.addWidget(shown)
        self._places = QGridLayout()
        self._places.setSpacing(12)
        self._places.addWidget(self._mapping(), 0, 0)
        self.trial = TrialCard(self.theme)
        self._places.addWidget(self.trial, 0, 1)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(head)
        whole.addLayout(self._places, 1)
        whole.addWidget(self._foot())
        area = plain_area(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _mapping(self) -> QWidget:
        self.map_card = Card()
        inner = QWidget()
        self._map_rows = QVBoxLayout(inner)
        self._map_rows.setContentsMargins(0, 0, 8, 0)
        self._map_rows.setSpacing(8)
        self._map_area = plain_area(inner)
        rows = QVBoxLayout(self.map_card)
        rows.setContentsMargins(16, 12, 6, 12)
        rows.addWidget(self._map_area)
        return self.map_card

    def _foot(self) -> QWidget:
        card = Card()
        self.name_label, self.name = Label("", 14, role="muted"), QLineEdit()
        self.name.setMaxLength(40)
        self.name.textEdited.connect(lambda _: self._show_buttons())
        self.folder, self.warning = Label("", 13, role="muted", wrap=True), Label("", 13, role="watch_text", wrap=True)
        self.save, self.use = Button(""), Button("", "primary")
        self.save.clicked.connect(lambda: self.save_profile())
        self.use.clicked.connect(self.use_it)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.name_label)
        line.addWidget(self.name, 1)
        line.addWidget(self.save)
        line.addWidget(self.use)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(16, 12, 14, 12)
        rows.setSpacing(6)
        rows.addLayout(line)
        rows.addWidget(self.folder)
        rows.addWidget(self.warning)
        self.foot = card
        return card

    # --- the file

    def begin(self) -> None:
        """Shown: take the keyboard, and list the profiles there are now."""
        self._list_profiles()
        self.choose.setFocus()

    def _list_profiles(self) -> None:
        folder = mapping.profiles_folder(self.console)
        options = [("", translate("Wizard", "Proposed from the file"))]
        for path in mapping.known_profiles(self.console):
            words = translate("Wizard", "Shipped: {name}")
            if path.parent == folder:
                words = translate("Wizard", "Saved here: {name}")
            options.append((str(path), words.format(name=path.stem)))
        now = str(self.profiles.currentData() or "")
        fill(self.profiles, options, now)

    def _ask_file(self) -> None:
        words = translate("Wizard", "Tables and JSON lines (*.csv *.txt *.jsonl *.json *.gz *.xz);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, translate("Wizard", "Choose a file"), "", words)
        if name:
            self.open_file(Path(name))

    def _ask_profile(self) -> None:
        words = translate("Wizard", "Profiles (*.toml)")
        name, _ = QFileDialog.getOpenFileName(self, translate("Wizard", "Choose a profile"), "", words)
        if name:
            self.open_profile(Path(name))

    def _profile_chosen(self) -> None:
        name = str(self.profiles.currentData() or "")
        if name:
            self.open_profile(Path(name))
        elif self.path is not None:
            self.open_file(self.path)

    def open_file(self, path: Path) -> None:
        """Look at a file and propose a profile for it."""
        self.path = path
        chosen = str(self.profiles.currentData() or "")
        self._load(lambda: mapping.read_profile(Path(chosen)) if chosen else mapping.propose(path))

    def open_profile(self, path: Path) -> None:
        """Use a profile that is there, shipped or from a file of one's own."""
        if self.profiles.findData(str(path)) < 0:
            self.profiles.addItem(path.name, str(path))
        self.profiles.setCurrentIndex(self.profiles.findData(str(path)))
        self._load(lambda: mapping.read_profile(path))

    def _load(self, get: Callable[[], Profile]) -> None:
        path = self.path
        self._turn += 1
        turn = self._turn
        self.said.say("")
        self.trial.state.setText(translate("Wizard", "Looking at the file …"))

        def work() -> tuple[Profile, FileShape | None]:
            profile = get()
            return profile, mapping.shape_of(path, profile.folder) if path is not None and profile.folder else None

        tasks.run(self, work, lambda found: self._loaded(turn, *found), self._refused)

    def _loaded(self, turn: int, profile: Profile, shape: FileShape | None) -> None:
        if turn != self._turn:
            return
        self.profile, self.shape = profile, shape
        self.rows, self.report = [], None
        self.name.setText(profile.name)
        self._show()
        self._timer.start(0)

    def _refused(self, error: BaseException) -> None:
        """A file or profile that cannot be used is told here: which, where and why."""
        self._trying = False
        if isinstance(error, mapping.MappingTrouble):
            self.said.say(say(error.message), "act")
            self.trial.state.setText("")
            self._show_buttons()
        else:
            tasks.hub().trouble.emit(error)

    # --- the mapping

    def _change(self, **parts: Any) -> None:
        """Another mapping: tried out a moment after the last change."""
        assert self.profile is not None
        self.profile = msgspec.structs.replace(self.profile, **parts)
        self._turn += 1
        self._timer.start(WAIT_MS)

    def set_column(self, field: str, column: str) -> None:
        """Which column holds a field; empty: none."""
        assert self.profile is not None
        self._change(columns=msgspec.structs.replace(self.profile.columns, **{field: column}))
        if field in ("status", "event", "service"):
            self._show_mapping()

    def set_time(self, field: str, **parts: Any) -> None:
        """The column, format or date column of a time; an empty column: none."""
        assert self.profile is not None
        old = getattr(self.profile.times, field)
        made = None if parts.get("column") == "" else msgspec.structs.replace(old or TimeColumn(column="-"), **parts)
        self._change(times=msgspec.structs.replace(self.profile.times, **{field: made}))
        self._show_mapping()

    def set_value(self, table: str, native: str, ours: str) -> None:
        """What a value of the file means; empty: it is not known."""
        assert self.profile is not None
        values = {key: value for key, value in getattr(self.profile, table).items() if key != native}
        self._change(**{table: {**values, native: ours} if ours else values})

    def _columns(self, samples: bool = False) -> list[tuple[str, str]]:
        found = [("", "—")]
        for name in self.shape.columns if self.shape is not None else ():
            sample = next((value for value, _ in self.shape.values[name] if value), "") if self.shape else ""
            sample = without_persons(sample)[:14] if samples and not PERSONAL_COLUMN.search(name) else ""
            found.append((name, f"{name}  ({sample})" if sample else name))
        return [*found, ("@line", translate("Wizard", "line number"))]

    def _box(self, name: str, options: Sequence[tuple[str, str]], value: str, told: Callable[[str], object]) -> Choice:
        box = Choice()
        box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(9)
        fill(box, options, value)
        box.setAccessibleName(name)
        box.activated.connect(lambda _: told(str(box.currentData() or "")))
        return box

    def _show_mapping(self) -> None:
        focus = next((key for key, box in self._boxes.items() if box.hasFocus()), "")
        clear_layout(self._map_rows)
        self._boxes = {}
        profile = self.profile
        if profile is None:
            words = translate(
                "Wizard",
                "Choose a file that a queue system has written (CSV or JSON lines). Its columns are proposed here;"
                " on the right you see what each of its last 50 rows would give.",
            )
            self._map_rows.addWidget(Label(words, 14, role="muted", wrap=True))
            self._map_rows.addStretch(1)
            return
        options = [(mode, translate("Wizard", words)) for mode, words in MODES.items()]
        modes = SegmentedChoice(options, profile.mode, translate("Wizard", "What a row is"))
        modes.chosen.connect(lambda mode: self._change(mode=mode))
        modes.chosen.connect(lambda _: self._show_mapping())
        self._map_rows.addWidget(modes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for row, field in enumerate(FIELDS[profile.mode]):
            words, value = translate("Wizard", FIELD_WORDS[field]), getattr(profile.columns, field)
            box = self._box(words, self._columns(samples=True), value, partial(self.set_column, field))
            self._boxes[field] = box
            grid.addWidget(Label(words, 14), row, 0)
            grid.addWidget(box, row, 1, 1, 2)
        for field in TIMES[profile.mode]:
            self._time_row(grid, field, getattr(profile.times, field))
        self._map_rows.addLayout(grid)
        zone = self._box("", [(name, name) for name in ZONES], profile.zone, lambda value: self._change(zone=value))
        finish = [(key, translate("Wizard", words)) for key, words in FINISH.items()]
        proof = self._box("", finish, profile.finish[0], lambda value: self._change(finish=(value,)))
        self._boxes |= {"zone": zone, "finish": proof}
        self._line(translate("Wizard", "Time zone of the file"), zone)
        if profile.mode == "snapshot":
            self._line(translate("Wizard", "Served is proved by"), proof)
        self._value_rows(profile)
        self._map_rows.addStretch(1)
        self._place()
        if focus in self._boxes:
            self._boxes[focus].setFocus()

    def _line(self, words: str, box: Choice) -> None:
        box.setAccessibleName(words)
        line = QHBoxLayout()
        line.addWidget(Label(words, 14), 1)
        line.addWidget(box, 1)
        self._map_rows.addLayout(line)

    def _time_row(self, grid: QGridLayout, field: str, spec: TimeColumn | None) -> None:
        row, words = grid.rowCount(), translate("Wizard", FIELD_WORDS[field])
        column = spec.columns[0] if spec is not None else ""
        box = self._box(words, self._columns(), column, lambda value: self.set_time(field, column=value))
        self._boxes[field] = box
        grid.addWidget(Label(words, 14), row, 0)
        grid.addWidget(box, row, 1, 1, 1 if spec is not None else 2)
        if spec is None:
            return
        formats = [(name, translate("Wizard", FORMATS[name])) for name in FORMATS if name in TIME_FORMATS]
        name = translate("Wizard", "{field}: how it is written").format(field=words)
        form = self._box(name, formats, spec.format, lambda value: self.set_time(field, format=value))
        self._boxes[f"{field}.format"] = form
        grid.addWidget(form, row, 2)
        if spec.format in ("time", "seconds_of_day"):
            name = translate("Wizard", "its date is in")
            date = self._box(name, self._columns(), spec.date, lambda value: self.set_time(field, date=value))
            self._boxes[f"{field}.date"] = date
            grid.addWidget(Label(name, 13, role="muted"), row + 1, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(date, row + 1, 2)

    def _value_rows(self, profile: Profile) -> None:
        """What the values of status (or event) and service mean."""
        tables = []
        if profile.mode == "snapshot":
            states = [(state, labels.ticket_state(state)) for state in STATES]
            tables.append(("status", profile.columns.status, states))
        elif profile.mode == "events":
            tables.append(("events", profile.columns.event, [(event, event) for event in EVENTS]))
        branch = self.console.settings.current.branch
        services = [(service.id, service.title(language())) for service in branch.services]
        tables.append(("services", profile.columns.service, services))
        titles = {
            "status": translate("Wizard", "What the status means"),
            "events": translate("Wizard", "What the events mean"),
            "services": translate("Wizard", "Which service it is"),
        }
        for table, column, options in tables:
            seen = [value for value, _ in self.shape.values.get(column, ()) if value] if self.shape is not None else []
            known: Mapping[str, str] = getattr(profile, table)
            values = list(dict.fromkeys([*seen[: mapping.MOST_VALUES], *known]))
            if not column or not values:
                continue
            self._map_rows.addWidget(Label(titles[table], 14, BOLD, "muted"))
            none = translate("Wizard", "as it is") if table == "services" else translate("Wizard", "not known")
            choices = [("", none), *options]
            if table != "services":
                choices.append(("ignore", translate("Wizard", "leave the row out")))
            grid = QGridLayout()
            grid.setColumnStretch(1, 1)
            for row, native in enumerate(values[:30]):
                told = partial(self.set_value, table, native)
                box = self._box(native, choices, known.get(native, ""), told)
                self._boxes[f"{table}:{native}"] = box
                grid.addWidget(Label(native, 14, wrap=True), row, 0)
                grid.addWidget(box, row, 1)
            self._map_rows.addLayout(grid)

    # --- trying it out

    def _try(self) -> None:
        """The last rows first, at once; then, when nothing is changed any more, the whole file."""
        if self.profile is None or self.path is None or self._trying:
            return
        self._trying, self.report = True, None
        turn, path, profile = self._turn, self.path, msgspec.structs.replace(self.profile, name=self._name())
        if not self.rows:
            self.trial.state.setText(translate("Wizard", "Trying it out …"))
        tasks.run(
            self,
            lambda: mapping.try_out(path, mapping.checked(profile)),
            lambda rows: self._tried(turn, rows),
            lambda error: self._failed(turn, error),
        )
        self._show_buttons()

    def _failed(self, turn: int, error: BaseException) -> None:
        self._trying = False
        if turn != self._turn:
            self._timer.start(0)
        else:
            self._refused(error)

    def _tried(self, turn: int, rows: list[PreviewRow]) -> None:
        self._trying = False
        if turn != self._turn:  # something was changed meanwhile: once more
            self._timer.start(0)
            return
        self.rows = rows
        self.said.say("")
        self.trial.show_trial(self.rows, None, self.console.settings.current.branch)
        self.trial.state.setText(translate("Wizard", "Reading the whole file …"))
        self._judge()

    def _judge(self) -> None:
        """Never two at once: a long file may take a minute, and a reading under way cannot be broken off."""
        if self._judging or self.profile is None or self.path is None:
            return
        self._judging = True
        turn, path, profile = self._turn, self.path, self.profile
        tasks.run(
            self, lambda: mapping.judge(path, profile), lambda report: self._judged(turn, report), self._not_judged
        )

    def _judged(self, turn: int, report: QualityReport) -> None:
        self._judging = False
        if turn == self._turn:
            self.report = report
            self.trial.show_trial(self.rows, report, self.console.settings.current.branch)
            self._show_buttons()
        elif not self._trying and not self._timer.isActive():
            self._judge()

    def _not_judged(self, error: BaseException) -> None:
        self._judging = False
        self._refused(error)

    # --- saving and using

    def _name(self) -> str:
        return self.name.text().strip() or (self.profile.name if self.profile is not None else "file")

    def _show_buttons(self) -> None:
        ready = self.profile is not None and self.path is not None and self.report is not None and not self.said.text()
        self.use.setEnabled(ready)
        self.save.setEnabled(self.profile is not None and not self.said.text())
        self.foot.setVisible(self.profile is not None)
        folder = str(self.path.parent) if self.path is not None else "—"
        pattern = self.profile.folder.pattern if self.profile is not None and self.profile.folder else ""
        words = translate("Wizard", "“Use it” watches the folder {folder} and reads all files {pattern} in it.")
        self.folder.setText(words.format(folder=folder, pattern=pattern))
        name = mapping.feed_name(self._name())
        there = any(feed.name == name for feed in self.console.settings.current.feeds)
        self.warning.setText(translate("Wizard", "▲ It takes the place of the source {name}.").format(name=name))
        self.warning.setVisible(there)

    def save_profile(self) -> Path | None:
        """Write the profile into the data folder; None when that was refused, which is then said."""
        assert self.profile is not None
        folder = mapping.profiles_folder(self.console)
        try:
            path = mapping.save_profile(folder, msgspec.structs.replace(self.profile, name=self._name()))
        except mapping.MappingTrouble as trouble:
            self.said.say(say(trouble.message), "act")
            return None
        except OSError as error:
            words = translate("Wizard", "The profile cannot be written to {folder}: {reason}")
            self.said.say(words.format(folder=folder, reason=error.strerror or error), "act")
            return None
        self.said.say(translate("Wizard", "Saved as {file}").format(file=path), "ok")
        self._list_profiles()
        return path

    def use_it(self) -> None:
        """Save the profile and make the file's folder a queue source: only now anything is read into the journal."""
        if self.path is None or self.profile is None or not self.use.isEnabled():
            return
        if (path := self.save_profile()) is None:
            return
        settings = self.console.settings
        name = mapping.feed_name(self._name())
        new = mapping.with_folder_feed(settings.current, name, path, self.path.parent, self.profile.lost_after_s)
        done = Message(QT_TRANSLATE_NOOP("Messages", "The folder of {file} is a queue source now: {name}"),
                       {"file": self.path.name, "name": name})  # fmt: skip
        tasks.run(self, lambda: settings.change(new, by=self._by()), lambda _: self.used.emit(done))

    # --- look, language, Qt

    def _show(self) -> None:
        self.file.setText(str(self.path) if self.path is not None else translate("Wizard", "No file chosen yet."))
        self._show_mapping()
        self.trial.show_trial(self.rows, self.report, self.console.settings.current.branch)
        if self.report is None and self.path is None:
            words = translate("Wizard", "Here the last 50 rows of the file stand beside the facts they give.")
            self.trial.state.setText(words)
        self._show_buttons()

    def set_theme(self, theme: Theme) -> None:
        self.theme = self.trial.theme = theme
        self._place()
        self.trial.show_trial(self.rows, self.report, self.console.settings.current.branch)

    def retranslate(self) -> None:
        self.title.setText(translate("Wizard", "Read in a file"))
        self.back.setText(translate("Wizard", "Back (Esc)"))
        self.choose.setText(translate("Wizard", "Choose a file …"))
        self.own.setText(translate("Wizard", "Profile file …"))
        self.profiles.setAccessibleName(translate("Wizard", "Profile"))
        self.name_label.setText(translate("Wizard", "Name of the source"))
        self.name.setAccessibleName(self.name_label.text())
        self.save.setText(translate("Wizard", "Save the profile"))
        self.use.setText(translate("Wizard", "Use it"))
        self.trial.retranslate()
        self._list_profiles()
        self._show()

    def _place(self) -> None:
        narrow = self.width() < self.theme.px(NARROW)
        self._places.addWidget(self.trial, *((1, 0) if narrow else (0, 1)))
        self._places.setColumnStretch(0, 1 if narrow else 9)
        self._places.setColumnStretch(1, 0 if narrow else 11)
        self.trial.setMinimumHeight(self.theme.px(240))
        # Side by side the mapping scrolls by itself and the buttons below stay in sight; else the page scrolls.
        self._map_area.setMinimumHeight(self._map_rows.sizeHint().height() if narrow else self.theme.px(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
