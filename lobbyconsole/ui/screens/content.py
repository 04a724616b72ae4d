"""The standards: every checklist, plan, briefing and the rest, read, changed, approved, compared and exchanged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole.domain.words import Refused
from lobbyconsole.ui import tasks
from lobbyconsole.ui.content.arrivals import ArrivalsPage, refusal_words
from lobbyconsole.ui.content.doing import ContentDoing
from lobbyconsole.ui.content.editor import EditPage
from lobbyconsole.ui.content.history import HistoryPage
from lobbyconsole.ui.content.item_head import TABS, ItemHead
from lobbyconsole.ui.content.list_column import ListColumn
from lobbyconsole.ui.content.loader import ContentLoader, Loaded, Opened, open_one
from lobbyconsole.ui.content.porting import ContentPorting
from lobbyconsole.ui.content.preview import Preview
from lobbyconsole.ui.content.stage import ContentStage
from lobbyconsole.ui.content.titles import FAMILY_TITLES
from lobbyconsole.ui.content.update import UpdatePage
from lobbyconsole.ui.content.words import Names, headline
from lobbyconsole.ui.content.wrong_files import WrongFilesPage
from lobbyconsole.ui.plan_graph.bench import PlanBench
from lobbyconsole.ui.plan_graph.trying import TryPage
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.areas import WIDEST, plain_area
from lobbyconsole.ui.widgets.basics import Card, EmptyState
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

WIDE_TABS = ("edit", "try")  # of a plan: they need all the room there is
LIST, NARROW = 340, 900  # px at 100 %: the list, and below what width one thing at a time is shown
LEAST_PAGE = 220  # px at 100 %: less shows nothing of a drawn plan; the item scrolls
GAP = 12


class ContentScreen(ContentStage):
    """List and item; the verbs are in ui/content/doing.py and porting.py."""

    id: ClassVar[str] = "content"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Standards")
    icon: ClassVar[str] = "edit"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑", QT_TRANSLATE_NOOP("Screens", "The standard above; ↓: below; Enter: into it")),
        ("[", QT_TRANSLATE_NOOP("Screens", "The family before; ]: the next one")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Find in all standards")),
        ("1", QT_TRANSLATE_NOOP("Screens", "Preview; 2: edit; 3: history; 4: update; 5: walk a plan")),
        ("L", QT_TRANSLATE_NOOP("Screens", "The preview in the other language")),
        ("O", QT_TRANSLATE_NOOP("Screens", "Writing a plan: its steps; G: drawn; P: numbers; E: the rest; T: walk it")),
        ("Ctrl+S", QT_TRANSLATE_NOOP("Screens", "Keep what was written; Ctrl+M: to what is still wrong")),
        ("N", QT_TRANSLATE_NOOP("Screens", "A new one of this family; C: a copy of this one")),
        ("R", QT_TRANSLATE_NOOP("Screens", "Retire it, or use it again")),
        ("A D W", QT_TRANSLATE_NOOP("Screens", "In the history: approve, do not approve, walk it")),
        ("X", QT_TRANSLATE_NOOP("Screens", "Save standards as a file; I: read some from one")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back to the list; show all again; then back to the floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.loaded: Loaded | None = None
        self.opened: Opened | None = None
        self.key = ""
        self.tab = "preview"
        self.form: Any | None = None
        self._tongue = ""  # of the preview; empty: the reader's
        self._zone: tzinfo = UTC
        self._opening: tasks.Task | None = None
        self._wanted: tuple[str, str, bool] | None = None  # asked for before the list was there
        self._shown_item = False  # narrow: the item is on top of the list
        self._shown: dict[str, object] = {}  # what each page shows, so that nothing is built twice
        self.loader = ContentLoader(self, lambda: self.console)
        self.loader.loaded.connect(self._show_loaded)
        self.loader.failed.connect(self._not_loaded)
        self._build()
        self.doing = ContentDoing(self)
        self.porting = ContentPorting(self)
        self.history.asked.connect(self.doing.versions_verb)
        self.update_page.asked.connect(self.doing.update_verb)
        for button, call in (
            (self.new, lambda: self.doing.new(self._family())), (self.load, self.porting.load),
            (self.save, self.porting.export), (self.copy, self.doing.copy), (self.retire, self.doing.retire),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, call=call: call())
        self.retranslate()

    # --- building

    def _build(self) -> None:
        left = self.left = ListColumn()
        self.listing, self.search, self.family, self.state = left.listing, left.search, left.family, left.state
        self.new, self.load, self.save = left.new, left.load, left.save
        left.wanted.connect(self._filter)
        left.wrong.clicked.connect(lambda: self._show_page(self.wrong_files))
        self.listing.moved.connect(self.open_key)
        self.listing.entered.connect(lambda key: self.open_key(key, self.tab))
        self.listing.entered.connect(lambda _key: self._into())
        self.right = Card()
        self._build_item()
        beside = QHBoxLayout(self)
        beside.setContentsMargins(16, 14, 16, 14)
        beside.setSpacing(GAP)
        beside.addWidget(self.left)
        beside.addWidget(self.right, 1)
        self.setFocusProxy(self.listing)

    def _build_item(self) -> None:
        self.head = ItemHead()
        self.copy, self.retire = self.head.copy, self.head.retire
        self.head.tab_chosen.connect(self._press_tab)
        self.head.tongue_chosen.connect(self._speak)
        self.head.back_wanted.connect(self._to_list)
        self.said = Said()
        self.form_place = QVBoxLayout()
        self.preview, self.edit, self.history = Preview(), EditPage(PlanBench), HistoryPage()
        self.update_page, self.arrivals, self.wrong_files = UpdatePage(), ArrivalsPage(), WrongFilesPage()
        self.try_page = TryPage()
        self.empty = EmptyState(icon="edit")
        self.pages = QStackedWidget()
        for page in (
            self.empty, self.preview, self.edit, self.history, self.update_page, self.arrivals, self.wrong_files,
            self.try_page,
        ):  # fmt: skip
            self.pages.addWidget(page)
        self.edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # hidden it widens no other
        self.edit.wrote.connect(self._mark_draft)
        inner = QWidget()  # large text and a question on a small screen scroll; the window is asked for no more
        self.item_area = plain_area(inner)
        around = QVBoxLayout(self.right)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self.item_area)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(15, 11, 7, 9)
        rows.setSpacing(8)
        rows.addWidget(self.head)
        rows.addWidget(self.said)
        rows.addLayout(self.form_place)
        rows.addWidget(self.pages, 1)

    # --- pictures and time

    @property
    def names(self) -> Names:
        """Names in the language of the preview."""
        assert self.loaded is not None
        return self.loaded.names[self._tongue or language()]

    def staff(self) -> str:
        """Who is at the console, as far as anybody said."""
        return self.shell.staff.strip() if self.shell is not None else ""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._zone = snapshot.branch.tz
        if self.loaded is None and snapshot.live and not self.loader.busy:
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.place()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.loader.stop()
        self.doing.keep_draft()

    # --- the list

    def reload(self) -> None:
        """Bring everything anew."""
        self.loader.load()

    def _not_loaded(self, error: BaseException) -> None:
        self.empty.set_texts(translate("Content", "The standards cannot be read"), str(error))
        tasks.hub().trouble.emit(error)

    def _show_loaded(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.wrong_files.show_files(loaded.refused)
        self._filter()
        if self._wanted is not None:
            key, tab, to_edit = self._wanted
            self._wanted = None
            self.open_key(key, tab, to_edit)
        elif self.key:
            self.open_key(self.key, self.tab)
        elif self.listing.first_key():
            self.open_key(self.listing.first_key())

    def _filter(self) -> None:
        if self.loaded is not None:
            self.left.show_fitting(self.loaded, self.key)

    def _family(self) -> str:
        """The family one is in: of the open item, or as filtered."""
        return self.key.partition("/")[0] or self.family.currentData() or next(iter(FAMILY_TITLES))

    # --- one item

    def open_key(self, key: str, tab: str = "", to_edit: bool = False) -> None:
        """Show an item; what is being written about another one is kept as a draft first."""
        loaded = self.loaded
        if loaded is None or (self.loader.busy and key not in self._known()):
            self._wanted = (key, tab, to_edit)
            return
        if not key:
            return
        if key != self.key:
            self.doing.keep_draft()
            self.close_form()
            self.said.say("")
            self._shown = {}
            self.edit.clear()
            self.key = key
            self.listing.stand_on(key)
        if self._opening is not None:
            self._opening.cancel()

        def show(opened: Opened | None) -> None:
            self._opening = None
            if opened is None or opened.key != self.key:
                return
            self._show_opened(opened, tab)
            if to_edit:
                self._to_item()
                self.edit.finish()
                self.edit.begin()

        self._opening = tasks.run(self, lambda: open_one(loaded, key), show)

    def _known(self) -> set[str]:
        return {line.key for line in self.listing.lines()}

    def _show_opened(self, opened: Opened, tab: str) -> None:
        self.opened = opened
        new = opened.entry is None
        tab = (tab if tab == "try" else "edit") if new else tab or self.tab
        if tab == "try" and not opened.key.startswith("plans/"):
            tab = "preview"
        if tab == "update" and not opened.offered:
            tab = "preview" if self.tab != "update" else tab
        self._show_head()
        busy_elsewhere = self.pages.currentWidget() in (self.arrivals, self.wrong_files) and self._shown
        self.tab = tab if tab in TABS else "preview"
        if not busy_elsewhere:
            self.show_tab(self.tab)
        self.place()

    def _show_head(self) -> None:
        if self.opened is not None:
            self.head.show_opened(self.opened, self._tongue or language())

    def _mark_draft(self) -> None:
        """What is being written has a name by now."""
        if self.opened is not None and self.opened.entry is None and self.edit.sheet is not None:
            title = headline(self.edit.sheet.tree, language())
            if title:
                self.head.name.setText(title)

    def show_tab(self, tab: str) -> None:
        """Preview, edit, history, update."""
        opened = self.opened
        plan = opened is not None and opened.key.startswith("plans/")
        if opened is None or self.loaded is None or (tab == "try" and not plan):
            return
        if opened.entry is None and tab not in WIDE_TABS:
            return
        self.tab = tab
        self.head.show_tab(tab)
        self.place()
        family, names, entry = opened.key.partition("/")[0], self.names, opened.entry
        page: dict[str, QWidget] = {
            "preview": self.preview, "edit": self.edit, "history": self.history, "update": self.update_page,
            "try": self.try_page,
        }  # fmt: skip
        self._show_page(page[tab])
        # The versions say what there is to see; the same ones in the same words are not built again.
        stamp = (opened.key, names.tongue, language(), opened.versions, opened.version, opened.offered)
        if tab == "edit":
            self._show_edit(opened)
        elif tab == "try":
            self._show_try(opened)
        elif self._shown.get(tab) == stamp or entry is None:
            return
        elif tab == "preview":
            self.preview.show_item(family, entry.item, names)
        elif tab == "history":
            self.history.show_versions(family, opened.versions, names, self._zone)
        else:
            changed = entry.origin == "changed"
            self.update_page.show_update(
                family, opened.own, opened.shipped, opened.base, names, opened.offered, changed
            )  # fmt: skip
        self._shown[tab] = stamp

    def _show_edit(self, opened: Opened) -> None:
        sheet = self.edit.sheet
        same = sheet is not None and sheet.key == opened.key
        if same and (self.edit.touched or sheet.base == opened.version):  # type: ignore[union-attr]
            assert self.loaded is not None
            self.edit.rename(self.loaded.names[language()])
            return
        made = self.doing.sheet()
        if made is not None:
            self.edit.show_sheet(*made)
            draft = opened.draft
            old = draft is not None and draft.base != opened.version and opened.entry is not None
            self.edit.kept_draft(
                translate("Content", "This draft began from an older version.")
                if old
                else translate("Content", "Draft kept") if draft is not None else ""
            )  # fmt: skip

    def _show_try(self, opened: Opened) -> None:
        """Walk what is being written, or what waits for approval, or what is in force."""
        if opened.draft is not None:
            self._show_edit(opened)
        tried = self.doing.tried()
        if tried is not None:
            assert self.loaded is not None
            self.try_page.show_plan(tried, self.loaded.names[language()])
            return
        count = len(self.edit.sheet.problems) if self.edit.sheet is not None else 0
        how = translate("Content", "{count} to put right first (2, then Ctrl+M goes there)").format(count=count)
        self.try_page.show_nothing(translate("Content", "The draft cannot be walked yet"), how)

    def _speak(self, tongue: str) -> None:
        self._tongue = tongue
        self.head.tongues.set_value(tongue)
        self._show_head()
        self.show_tab(self.tab)

    # --- questions and sentences

    def ask(self, form: Any) -> None:
        """A question in place; Esc takes it away."""
        self.close_form()
        self.said.say("")
        self.form = form
        form.given_up.connect(self.close_form)
        self.form_place.addWidget(form)
        form.show()
        self._to_item()
        form.begin()
        QTimer.singleShot(0, form, lambda: self.item_area.ensureWidgetVisible(form, 0, GAP))

    def close_form(self) -> None:
        """The question was answered or given up."""
        if self.form is not None:
            form, self.form = self.form, None
            (self.pages.currentWidget() if self._narrow() else self.listing).setFocus()
            self.form_place.removeWidget(form)
            form.hide()
            form.deleteLater()

    def say(self, words: str, level: str = "ok") -> None:
        """A sentence in place; it goes by itself when it is good news."""
        self.said.say(words, level)
        if words and level == "ok":
            QTimer.singleShot(6000, self.said, lambda: self.said.say("") if self.said.text() == words else None)

    def tell_refused(self, error: BaseException) -> None:
        """What was refused, in place; a defect is the window's business."""
        if isinstance(error, Refused):
            words = refusal_words(error.message)
        elif isinstance(error, OSError):
            words = f"{error.strerror or error} {error.filename or ''}".strip()
        else:
            tasks.hub().trouble.emit(error)
            return
        if self.form is not None:
            self.form.say_wrong(words)
        else:
            self.say(words, "watch")

    def show_arrivals(self) -> None:
        """What a file would bring, in the place of the item."""
        self._show_page(self.arrivals)
        self._shown["arrivals"] = True
        self._to_item()

    def leave_arrivals(self) -> None:
        """Back to the item."""
        self._shown.pop("arrivals", None)
        self.head.show()
        self.show_tab(self.tab)
        if self.opened is None:
            self.pages.setCurrentWidget(self.empty)
        self.listing.setFocus()

    # --- places

    def _show_page(self, page: QWidget) -> None:
        alone = page in (self.arrivals, self.wrong_files, self.empty)
        self.head.setVisible(not alone)
        before, focus = self.pages.currentWidget(), QApplication.focusWidget()
        self.pages.setCurrentWidget(page)
        left = before is not page and focus is not None and (before is focus or before.isAncestorOf(focus))
        if left and page in (self.preview, self.history, self.update_page):  # Qt gives it to a box that eats the keys
            (self.setFocus if self.listing.isVisible() else self.preview.area.setFocus)()
        if page is self.wrong_files:
            self._to_item()
        QTimer.singleShot(0, self, self._see_page)

    def _see_page(self) -> None:
        """Where the item scrolls, a plan is written and walked with all the room there is; its head lies above."""
        self.item_area.verticalScrollBar().setValue(self.pages.y() if self._bench() else 0)

    def _narrow(self) -> bool:
        """Whether one thing at a time is shown: with little room, and while a plan is written or walked."""
        return self.width() < self.theme.px(NARROW) or self._bench()

    def _bench(self) -> bool:
        return self.key.startswith("plans/") and self.tab in WIDE_TABS and self._shown_item

    def place(self) -> None:
        """List and item side by side; with little room one at a time."""
        narrow = self._narrow()
        self.pages.setMinimumHeight(self.theme.px(LEAST_PAGE))  # each of them scrolls by itself
        self.head.back.setVisible(narrow)
        self.left.setVisible(not narrow or not self._shown_item)
        self.right.setVisible(not narrow or self._shown_item)
        wide = self.theme.px(LIST)
        self.left.setMinimumWidth(0 if narrow else wide)
        self.left.setMaximumWidth(WIDEST if narrow else wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def _to_item(self) -> None:
        self._shown_item = True
        self.place()

    def _to_list(self) -> None:
        self._shown_item = False
        self.place()
        self.listing.setFocus()

    def _into(self) -> None:
        """Enter on a line: the keyboard goes to the item."""
        self._to_item()
        if self.tab == "edit":
            self.place()
            self.edit.finish()
            self.edit.begin()
        elif self.tab == "try":
            self.try_page.setFocus()
        else:
            self.preview.area.setFocus()

    # --- keys and commands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        focus = QApplication.focusWidget()
        typing = isinstance(focus, (QLineEdit, QPlainTextEdit)) and not focus.isReadOnly()
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif focus is self.search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._to_found()
        elif held or typing or isinstance(focus, QComboBox) or self.form is not None or not self._key(event):
            super().keyPressEvent(event)

    def _to_found(self) -> None:
        """From the words to what they found; what is left out of the list is no longer what keys mean."""
        if self.key not in self._known() and self.listing.first_key():
            self.open_key(self.listing.first_key())
        self.listing.setFocus()

    def _key(self, event: QKeyEvent) -> bool:
        for button in (self.new, self.load, self.save, self.copy, self.retire):
            if not button.isHidden() and button.hit(event):
                button.click()
                return True
        calls: dict[str, Callable[[], object]] = {
            "F": self.search.setFocus, "/": self.search.setFocus, "L": self._other_tongue,
            "[": lambda: self.listing.step_family(-1), "]": lambda: self.listing.step_family(1),
            **{str(at): partial(self._tab_by_key, tab) for at, tab in enumerate(TABS, 1)},
        }  # fmt: skip
        if self.pages.currentWidget() is self.history and self.history.take_key(event):
            return True
        call = calls.get(event.text().upper())
        if call is None and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            call = self.listing.setFocus
        if call is None:
            return False
        call()
        return True

    def _press_tab(self, tab: str) -> None:
        """A plan is written and walked with all the room there is."""
        if tab in WIDE_TABS and self.key.startswith("plans/"):
            self._shown_item = True
        self.show_tab(tab)

    def _tab_by_key(self, tab: str) -> None:
        self._to_item()
        self.show_tab(tab)
        if tab == "edit":
            self.edit.finish()
            self.edit.begin()
        elif tab == "try":
            self.try_page.setFocus()

    def _other_tongue(self) -> None:
        self._speak("en" if (self._tongue or language()) == "zh" else "zh")

    def _escape(self) -> None:
        focus = QApplication.focusWidget()
        if self.form is not None:
            self.close_form()
        elif self.pages.currentWidget() in (self.arrivals, self.wrong_files):
            self.leave_arrivals()
        elif self._narrow() and self._shown_item:
            self._to_list()
        elif (focus is not None and self.right.isAncestorOf(focus)) or self.left.clear() or focus is self.search:
            self.listing.setFocus()
        elif self.shell is not None:
            self.shell.go("floor")

    def command(self, name: str, argument: str = "") -> bool:
        """`content` opens one, "checklists/patrol_hourly" or "plans/fire/edit" (or try), or shows a family: "plans"."""
        family, _, item = argument.partition("/")
        item, _, tab = item.partition("/")
        if name != "content" or family not in FAMILY_TITLES:
            return False
        if item:
            self.open_key(f"{family}/{item}", tab if tab in TABS else "", to_edit=tab == "edit")
            self._to_item()
        else:
            self.family.setCurrentIndex(max(0, self.family.findData(family)))
            self._filter()
        return True

    # --- look and language

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.place()

    def retranslate(self) -> None:
        self.left.retranslate()
        self.empty.set_texts(translate("Content", "Reading the standards…"), "")
        self._tongue = ""
        self.head.retranslate(self.tab)
        self.edit.retranslate()
        self.try_page.retranslate()
        if self.loaded is not None:
            if self.edit.sheet is not None:
                self.doing.keep_draft()
                self.edit.clear()
            self._shown = {}
            self.reload()
