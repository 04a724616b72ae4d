"""Base of the screens that are a list and a page: what is read when, the keys, one of the two where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget
from shiboken6 import isValid

from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.screen import Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import WIDEST
from lobbyconsole.ui.widgets.asking_page import AskingPage
from lobbyconsole.ui.widgets.basics import EmptyState
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot


def plain(event: QKeyEvent) -> bool:
    """Whether a key is one of a screen's own: nobody types, and no Ctrl or Alt is held."""
    typing = isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))
    return not typing and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class ListAndPage(Screen):
    """Reads on a worker, anew when a subject of WATCHED changes; an answer that came too late is read once more.

    A screen says what it reads (`reading`) and shows it (`show_read`), what is listed, and what its keys mean.
    """

    LIST_WIDE: ClassVar[int] = 360  # px at 100 %
    ALONE: ClassVar[int] = 780  # px at 100 %: with less, the list or the page, not both
    WATCHED: ClassVar[tuple[str, ...]] = ()  # what subjects begin with
    SOON_MS: ClassVar[int] = 150
    TICK_MS: ClassVar[int] = 0  # how often `tick` is called while it is on show; 0: never

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._loading = self._again = self._watching = False
        self._words = ""  # to be said once what was done is on show
        self._on_list = True  # in a narrow window: the list, not the page
        self._centre = tasks.hub()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(self.SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._timer = QTimer(self)
        self._timer.setInterval(self.TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.nothing = EmptyState(icon="check")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def put_beside(self, column: QWidget, pages: Sequence[QWidget], place: QWidget | None = None) -> QStackedWidget:
        """Lay the list's column and the pages out, `nothing` the first of them; the last thing a screen is made with.

        Nothing is shown before that: list and page side by side would ask the window for more.
        """
        self.column, self._right = column, QStackedWidget()
        self._pages = [page for page in pages if isinstance(page, AskingPage) and hasattr(page, "head")]
        for page in (self.nothing, *pages):
            self._right.addWidget(page)
        for asking in self._pages:
            asking.head.closed.connect(self._to_list)
        row = QHBoxLayout(place if place is not None else self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column)
        row.addWidget(self._right, 1)
        return self._right

    # --- what a screen says of itself

    def reading(self) -> Callable[[], Any]:
        """What is to be read now, for a worker."""
        raise NotImplementedError

    def show_read(self, found: Any) -> bool:
        """Show it. False: something else is wanted by now."""
        raise NotImplementedError

    def settled(self) -> None:
        """What is wanted is on show, and nothing more is being read."""

    def asking(self) -> AskingPage:
        """The page on show, which asks in place."""
        raise NotImplementedError

    def listed(self) -> Sequence[str]:
        """The keys of the list on show, from above."""
        raise NotImplementedError

    def here(self) -> str:
        """The one that is on show."""
        raise NotImplementedError

    def open_key(self, key: str) -> None:
        """Show one of the list."""
        raise NotImplementedError

    def list_view(self) -> QWidget:
        """What the keyboard goes to in the list."""
        raise NotImplementedError

    def own_key(self, event: QKeyEvent) -> bool:
        """A plain key of this screen, before the page has it."""
        return False

    def tick(self) -> None:
        """Clocks go on."""

    # --- what the verbs ask

    def by(self) -> str:
        """The staff number on duty."""
        return self.shell.staff.strip() if self.shell is not None else ""

    def now(self) -> datetime:
        """The hall's present."""
        return self.console.live.clock.now()

    def zone(self) -> tzinfo:
        """The hall's clock."""
        return self.console.settings.current.branch.tz

    def said(self) -> Said:
        """Where a sentence is said."""
        return self.asking().said

    def go_to(self, command: str, argument: str) -> None:
        """Another screen's matter."""
        if self.shell is not None:
            self.shell.command(command, argument)

    def screen_of(self, name: str) -> Any:
        """Another screen; None where the window has none of that name."""
        built: Any = getattr(self.shell, "built", None)
        return built(name) if built is not None else None

    def edit_plan(self, plan: str) -> None:
        """The plan in its editor; whoever has changed it comes back for the lesson."""
        self.go_to("content", f"plans/{plan}")
        screen = self.screen_of("content")
        if screen is not None:
            screen.open_key(f"plans/{plan}", "edit", True)

    # --- reading

    def reload(self) -> None:
        """Read anew, or once more after what is being read."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        tasks.run(self, self.reading(), self._show_read, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._loading = False
        tasks.hub().trouble.emit(error)

    def _show_read(self, found: Any) -> None:
        self._loading = False
        if not self._watching:
            self._watching = True
            self.destroyed.connect(self.console.work.subjects.watch(self._saw))
        wanted = self.show_read(found)
        if wanted and self._words:
            self.said().say(self._words)
            self._words = ""
        if self._again or not wanted:
            self._again = False
            self.reload()
        else:
            self.settled()

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(self.WATCHED) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) and self.isVisible() else None)

    def recorded(self, words: str = "") -> None:
        """A verb is done: read it anew, then say so."""
        self._words = words
        self.reload()

    # --- the list, or the page

    def narrow(self) -> bool:
        """Whether there is room for one of them only."""
        return self.width() < style.current().px(self.ALONE)

    def show_side(self, on_list: bool) -> None:
        """In a narrow window: the list, or the page."""
        self._on_list = on_list
        self._arrange()

    def _to_list(self) -> None:
        self.show_side(True)
        self.list_view().setFocus()

    def _arrange(self) -> None:
        narrow, wide = self.narrow(), style.current().px(self.LIST_WIDE)
        self.column.setVisible(not narrow or self._on_list)
        self._right.setVisible(not narrow or not self._on_list)
        for page in self._pages:
            page.head.back.setVisible(narrow)
        self.column.setMinimumWidth(0 if narrow else wide)
        self.column.setMaximumWidth(WIDEST if narrow else wide)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.asking()
        if page.take_form_key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        elif page.form is not None or not plain(event):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif self.own_key(event):
            pass
        elif page.isVisible() and not page.hasFocus():
            page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def back(self) -> None:
        """Esc: from the page to the list, from there to the floor."""
        page = self.asking()
        if self.narrow() and not self._on_list:
            self._to_list()
        elif page.hasFocus() or page.isAncestorOf(QApplication.focusWidget() or self):
            self.list_view().setFocus()
        else:
            self.leave()

    def leave(self) -> None:
        """To the floor."""
        if self.shell is not None:
            self.shell.go("floor")

    def step(self, by: int) -> None:
        """The one above (-1) or below (1)."""
        keys = self.listed()
        if keys:
            at = keys.index(self.here()) + by if self.here() in keys else 0
            self.open_key(keys[max(0, min(len(keys) - 1, at))])

    # --- the window

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """These screens have no figures of the floor."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.TICK_MS:
            self._timer.start()
        self._arrange()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._soon.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._arrange()

    def retranslate(self) -> None:
        for page in self._pages:
            page.head.back.set_name(translate("Shell", "Back to the list"))
