"""Above an item: what it is called, where it stands, what it waits for; its tabs, the preview's language, its verbs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.ui.content.loader import Opened
from lobbyconsole.ui.content.words import family_title, headline, standings
from lobbyconsole.ui.translation import in_sector, language, translate
from lobbyconsole.ui.widgets.basics import BOLD, IconButton, Label, Pill
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

TABS = ("preview", "edit", "history", "update", "try")  # the last one for plans only


class ItemHead(QWidget):
    """`tab_chosen`, `tongue_chosen`, `back_wanted`; the verbs are buttons of their own."""

    tab_chosen = Signal(str)
    tongue_chosen = Signal(str)
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = IconButton("chevron-left")
        self.back.clicked.connect(self.back_wanted)
        self.name = Label("", 20, BOLD, wrap=True)
        self.about = Label("", 12, role="muted", wrap=True)
        self.pills = Flow()
        self.notice = Said()
        self.tabs, self.tongues = SegmentedChoice(), SegmentedChoice()
        self._plan = False
        self._may: dict[KeyButton, bool] = {}
        self.tabs.chosen.connect(lambda tab: self.tab_chosen.emit(str(tab)))
        self.tongues.chosen.connect(lambda tongue: self.tongue_chosen.emit(str(tongue)))
        self.copy, self.retire = KeyButton("", "C"), KeyButton("", "R")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.about)
        top.addLayout(words, 1)
        top.addWidget(self.pills, 0, Qt.AlignmentFlag.AlignTop)
        self.bar = Flow()
        for part in (self.tabs, self.tongues, self.copy, self.retire):
            self.bar.add(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(8)
        rows.addLayout(top)
        rows.addWidget(self.notice)
        rows.addWidget(self.bar)

    def show_opened(self, opened: Opened, tongue: str) -> None:
        """Another item, or it stands elsewhere by now."""
        family, _, name = opened.key.partition("/")
        entry, kind = opened.entry, family_title(family, one=True)
        if entry is not None:
            title = in_sector(entry.title.say(tongue)) if tongue == "zh" else entry.title.say(tongue)
            about, levels = [kind, name], standings(entry)
            if [level for level, _ in levels] == ["neutral"] and not entry.retired:
                about.append(levels.pop()[1])  # as shipped: nothing to point at
        else:
            title = headline(opened.draft.value, tongue) if opened.draft is not None else ""
            title = title or translate("Content", "New: {kind}").format(kind=kind)
            about, levels = [kind], []
        if opened.draft is not None:
            levels = [("watch", translate("Content", "Draft")), *levels]
        if opened.two:
            about.append(translate("Content", "a change needs a second person"))
        self.name.setText(title)
        self.about.setText(" · ".join(about))
        self.pills.clear()
        for level, words in levels:
            self.pills.add(Pill(level, words))
        self.pills.setVisible(bool(levels))
        self._notice(opened)
        if self._plan != (family == "plans"):
            self._plan = family == "plans"
            self._name_tabs(str(self.tabs.value() or TABS[0]))
        self.tabs.setVisible(entry is not None or self._plan)
        self._may = {self.copy: entry is not None, self.retire: entry is not None and entry.origin != "proposed"}
        for button, may in self._may.items():
            button.setVisible(may)
        self.retire.set_words(
            translate("Content", "Use again") if entry is not None and entry.retired else translate("Content", "Retire")
        )
        self.bar.updateGeometry()

    def _notice(self, opened: Opened) -> None:
        waiting = [version for version in opened.versions if version.standing == "proposed"]
        if waiting:
            text = translate("Content", "{staff} proposes a change: {why} (3: look at it)")
            self.notice.say(text.format(staff=waiting[0].by, why=waiting[0].why), "watch")
        elif opened.offered:
            self.notice.say(translate("Content", "The program ships a newer version of this (4: look at it)."), "watch")
        else:
            self.notice.say("")

    def show_tab(self, tab: str) -> None:
        """Which page is below."""
        self.tabs.set_value(tab)
        self.tongues.setVisible(tab not in ("edit", "try"))
        at_work = self._plan and tab in ("edit", "try")  # writing and walking a plan needs the room
        self.about.setVisible(not at_work)
        for button in (self.copy, self.retire):
            button.setVisible(not at_work and self._may.get(button, False))
        self.bar.updateGeometry()

    def retranslate(self, tab: str) -> None:
        self.copy.set_words(translate("Content", "Copy"))
        self.back.set_name(translate("Content", "Back to the list (Esc)"))
        self._name_tabs(tab)
        self.tabs.setAccessibleName(translate("Content", "What to see of it"))
        self.tongues.set_options([("zh", "中文"), ("en", "English")], language())
        self.tongues.setAccessibleName(translate("Content", "Language of the preview"))
        self.bar.updateGeometry()

    def _name_tabs(self, tab: str) -> None:
        words = (
            translate("Content", "Preview"), translate("Content", "Edit"), translate("Content", "History"),
            translate("Content", "Update"), translate("Content", "Walk it"),
        )  # fmt: skip
        options = list(zip(TABS, words, strict=True))
        self.tabs.set_options(options if self._plan else options[:-1], tab)
        self.bar.updateGeometry()
