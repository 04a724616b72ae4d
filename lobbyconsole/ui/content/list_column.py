"""The left column: what to look for, which family, where it stands; the list, and the verbs that need no item."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from lobbyconsole.ui.content.listing import Line, Listing
from lobbyconsole.ui.content.loader import Loaded
from lobbyconsole.ui.content.titles import FAMILY_TITLES
from lobbyconsole.ui.content.words import family_title
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.translation import spoken_sector, translate
from lobbyconsole.ui.widgets.basics import Button, Card, EmptyState
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton

STATES = ("", "own", "waiting", "update", "retired", "draft")


class ListColumn(Card):
    """`wanted` when a person looks for something else."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(60)
        self.search.textChanged.connect(lambda _text: self.wanted.emit())
        self.family, self.state = Choice(), Choice()
        for choice in (self.family, self.state):
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(5)
            choice.activated.connect(lambda _at: self.wanted.emit())
        self.wrong = Button("", "quiet", "warning")
        self.wrong.hide()
        self.listing = Listing()
        self.nothing = EmptyState(icon="search")
        self.nothing.hide()
        self.new, self.load, self.save = KeyButton("", "N"), KeyButton("", "I"), KeyButton("", "X")
        verbs = Flow(even=True)
        for verb in (self.new, self.load, self.save):
            verbs.add(verb)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 12, 10, 10)
        rows.setSpacing(8)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.family, 1)
        choices.addWidget(self.state, 1)
        rows.addWidget(self.search)
        rows.addLayout(choices)
        rows.addWidget(self.wrong, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.listing, 1)
        rows.addWidget(self.nothing, 1)
        rows.addWidget(verbs)

    def show_fitting(self, loaded: Loaded, key: str) -> None:
        """The items that are looked for; `key` is the one on show."""
        count = len(loaded.refused)
        self.wrong.setVisible(count > 0)
        self.wrong.setText(translate("Content", "Content files left out: {count}").format(count=count))
        words = self.search.text().casefold().split()
        family, state = self.family.currentData() or "", self.state.currentData() or ""
        groups: list[tuple[int, list[Line]]] = []
        for name in FAMILY_TITLES:
            if family not in ("", name):
                continue
            drafts = loaded.open_drafts.items()
            found = [Line(name, draft=draft) for known, draft in drafts if known.startswith(f"{name}/+")]
            found += [Line(name, entry) for entry in loaded.entries if entry.family == name]
            found = [line for line in found if _wants(loaded, line, words, state)]
            if found:
                found.sort(key=lambda line: _place(line, words))
                groups.append((_place(found[0], words), [Line(name, count=len(found)), *found]))
        lines = [line for _, group in sorted(groups, key=lambda group: group[0]) for line in group]
        self.listing.put_lines(lines)
        self.listing.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        if key:
            self.listing.stand_on(key, scroll=False)

    def clear(self) -> bool:
        """Look for everything again; False when one did already."""
        if not self.search.text() and self.family.currentIndex() <= 0 and self.state.currentIndex() <= 0:
            return False
        self.family.setCurrentIndex(0)
        self.state.setCurrentIndex(0)
        self.search.clear()
        self.wanted.emit()
        return True

    def retranslate(self) -> None:
        self.search.setPlaceholderText(translate("Content", "Find (F): title, id, any words"))
        self.search.setAccessibleName(translate("Content", "Find in all standards"))
        families = [("", translate("Content", "All families")), *((name, family_title(name)) for name in FAMILY_TITLES)]
        _fill(self.family, families)
        words = {
            "": translate("Content", "Any standing"), "own": translate("Content", "Our own and changed"),
            "waiting": translate("Content", "Waiting for approval"), "update": translate("Content", "Update offered"),
            "retired": translate("Content", "Retired"), "draft": translate("Content", "With a draft"),
        }  # fmt: skip
        _fill(self.state, [(state, words[state]) for state in STATES])
        self.family.setAccessibleName(translate("Content", "Family"))
        self.state.setAccessibleName(translate("Content", "Standing"))
        self.listing.setAccessibleName(translate("Content", "All standards"))
        self.nothing.set_texts(
            translate("Content", "Nothing here is like that"), translate("Content", "Esc shows all standards again.")
        )
        self.new.set_words(translate("Content", "New"))
        self.load.set_words(translate("Content", "Import"))
        self.save.set_words(translate("Content", "Export"))


def _place(line: Line, words: list[str]) -> int:
    """What is called so comes first (0), then what begins so, then whose title has all the words, then the rest."""
    if line.entry is None or not words:
        return 0
    said = " ".join(words)
    titles = (line.entry.title.en.casefold(), line.entry.title.zh.casefold(), line.entry.id.casefold())
    if said in titles:
        return 0
    if any(title.startswith(said) for title in titles):
        return 1
    return 2 if any(all(word in title for word in words) for title in titles) else 3


def _wants(loaded: Loaded, line: Line, words: list[str], state: str) -> bool:
    entry = line.entry
    if entry is None:
        return state in ("", "draft") and not words
    fits = entry.origin != "shipped" or spoken_sector() in entry.item.sectors
    if not fits or any(word not in entry.searched for word in words):
        return False  # what was made for another kind of hall is of no use here
    return {
        "": True, "own": entry.origin in ("changed", "added"), "waiting": entry.waiting > 0,
        "update": entry.update, "retired": entry.retired, "draft": line.key in loaded.open_drafts,
    }[state]  # fmt: skip


def _fill(choice: Choice, options: list[tuple[str, str]]) -> None:
    value = choice.currentData()
    choice.blockSignals(True)
    choice.clear()
    for option, words in options:
        choice.addItem(words, option)
    choice.setCurrentIndex(max(0, choice.findData(value)))
    choice.blockSignals(False)
