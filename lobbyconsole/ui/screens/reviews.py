"""Reviews: what was done against the plan, what is learned of it, and plans that are due to be looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget
from shiboken6 import isValid

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.plan_facts import PlanLookedThrough
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.review_desk import ListedLesson, ListedPlan, ListedReview, ReviewDesk
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.reviews.cards import Shown
from lobbyconsole.ui.reviews.doing import ReviewDoing
from lobbyconsole.ui.reviews.lesson_page import LessonPage, ShownLesson
from lobbyconsole.ui.reviews.listing import TABS, ReviewList
from lobbyconsole.ui.reviews.page import ReviewPage
from lobbyconsole.ui.reviews.parts import AskingPage
from lobbyconsole.ui.reviews.plan_page import PlanPage, ShownPlan
from lobbyconsole.ui.reviews.stage import AskingStage
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.areas import EdgeColumn
from lobbyconsole.ui.widgets.basics import EmptyState
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

SOON_MS = 150
LIST_WIDE = 360  # px at 100 %
WIDEST = 16_777_215  # Qt's own limit
ALONE = 780  # px at 100 %: with less, the list or the page, not both
WATCHED = ("review:", "walk:", "drill:", "incident:", "record:lessons/", "plan:", "content:plans/")


class Loaded(NamedTuple):
    """What is listed under each tab, and what is open under the one on show (None: nothing)."""

    tab: str
    key: str
    reviews: list[ListedReview]
    lessons: list[ListedLesson]
    plans: list[ListedPlan]
    library: Library
    shown: Shown | ShownLesson | ShownPlan | None
    refused: Refused | None = None


class ReviewsScreen(AskingStage):
    """What was learned, and what is still to be."""

    id: ClassVar[str] = "reviews"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Reviews")
    icon: ClassVar[str] = "review"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑", QT_TRANSLATE_NOOP("Screens", "The line above; ↓: below; Enter goes into it")),
        ("T", QT_TRANSLATE_NOOP("Screens", "Reviews, lessons, plans in turn")),
        ("1 2 3 4", QT_TRANSLATE_NOOP("Screens", "Rate the row one is on; N: to the next that is not rated")),
        ("L", QT_TRANSLATE_NOOP("Screens", "Add a lesson")),
        ("S", QT_TRANSLATE_NOOP("Screens", "Sign the review; the plan is right as it is")),
        ("C P I", QT_TRANSLATE_NOOP("Screens", "Correct what was signed, save a PDF, to the incident")),
        ("E K X O", QT_TRANSLATE_NOOP("Screens", "Lesson: change the plan, close it, do not adopt it, reopen it")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back: form, list, floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.tab = TABS[0]
        self.wanted = dict.fromkeys(TABS, "")  # what is open under each
        self._loaded: Loaded | None = None
        self._loading = self._again = False
        self._words = ""
        self.list = ReviewList()
        self.review, self.lesson, self.plan = ReviewPage(), LessonPage(), PlanPage()
        self.doing = ReviewDoing(self, self)
        self.nothing = EmptyState(icon="check")
        self.list.turned.connect(self.turn)
        self.list.chosen.connect(self.open_key)
        self.list.entered.connect(self._enter)
        for page, verb in (
            (self.review, self.doing.verb), (self.lesson, self.doing.lesson_verb), (self.plan, self.doing.plan_verb),
        ):  # fmt: skip
            page.head.verb.connect(verb)
            page.head.closed.connect(self._to_list)
        self.column = EdgeColumn(self.list, "right")
        self.pages = QStackedWidget()
        for shown in (self.nothing, self.review, self.lesson, self.plan):
            self.pages.addWidget(shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        row.addWidget(self.pages, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._watching = False
        self._centre = tasks.hub()
        self._on_list = True  # in a narrow window: the list, not the page
        self._arrange()  # before anything is shown: list and page side by side would ask the window for more
        self.retranslate()

    def asking(self) -> AskingPage:
        return {"reviews": self.review, "lessons": self.lesson, "plans": self.plan}[self.tab]

    def said(self) -> Said:
        return {"reviews": self.review.said, "lessons": self.lesson.said, "plans": self.plan.said}[self.tab]

    # --- loading

    def reload(self) -> None:
        """Read the lists and what is open."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        tab, key = self.tab, self.wanted[self.tab]
        tasks.run(self, lambda: self._load(tab, key), self._show_loaded, self._failed)

    def _load(self, tab: str, key: str) -> Loaded:
        desk, now, zone = ReviewDesk(self.console.work), self.now(), self.zone()
        library = desk.library()
        reviews, lessons, plans = desk.reviews(now), desk.lessons(now), desk.plans(now)
        firsts = {
            "reviews": next((row.run for row in reviews), ""),
            "lessons": next((row.record.key for row in lessons), ""),
            "plans": next((row.plan.id for row in plans), ""),
        }
        key = key or firsts[tab]
        shown: Shown | ShownLesson | ShownPlan | None = None
        refused = None
        try:
            if not key:
                pass
            elif tab == "reviews":
                form = self.console.work.reviews.open(key, now)
                records = [self.console.work.records.record("lessons", row.record) for row in form.lessons]
                shown = Shown(form, tuple(record for record in records if record is not None), library, zone, now)
            elif tab == "lessons":
                names = Names.of(library, self.console.settings.current.branch.sector, language())
                shown = ShownLesson(desk.lesson(key), library, names, zone, now)
            else:
                plan = next((row for row in plans if row.plan.id == key), None)
                if plan is not None:
                    own = tuple(row for row in lessons if row.record.text("plan") == key)
                    looks = tuple(fact for fact in desk.last_looks(key) if isinstance(fact, PlanLookedThrough))
                    shown = ShownPlan(plan, own, looks, zone, now)
        except Refused as error:
            refused = error
        return Loaded(tab, key, reviews, lessons, plans, library, shown, refused)

    def _failed(self, error: BaseException) -> None:
        self._loading = False
        tasks.hub().trouble.emit(error)

    def _show_loaded(self, found: Loaded) -> None:
        self._loading = False
        if not self._watching:
            self._watching = True
            self.destroyed.connect(self.console.work.subjects.watch(self._saw))
        self._loaded = found
        if found.tab == self.tab and (not self.wanted[self.tab] or self.wanted[self.tab] == found.key):
            self._show(found)
        if found.refused is not None:
            self.wanted[found.tab] = ""
            if self.shell is not None:
                self.shell.say(found.refused.message)
            self._again = True
        if self._again or found.tab != self.tab or self.wanted[self.tab] not in ("", found.key, self._key_of(found)):
            self._again = False
            self.reload()

    def _key_of(self, found: Loaded) -> str:
        """A drill that was walked is listed under its walkthrough, an incident under its plan."""
        return found.shown.form.run if isinstance(found.shown, Shown) else found.key

    def _show(self, found: Loaded) -> None:
        self.wanted[self.tab] = self._key_of(found) if found.shown is not None else ""
        self._show_list(found)
        match found.shown:
            case Shown():
                self.review.show_review(found.shown, self.doing)
                self.pages.setCurrentWidget(self.review)
            case ShownLesson():
                self.lesson.show_lesson(found.shown, self.doing)
                self.pages.setCurrentWidget(self.lesson)
            case ShownPlan():
                self.plan.show_plan(found.shown, self.doing)
                self.pages.setCurrentWidget(self.plan)
            case None:
                self.pages.setCurrentWidget(self.nothing)
        if self._words:
            self.said().say(self._words)
            self._words = ""
        self._arrange()

    def _show_list(self, found: Loaded) -> None:
        key, zone, now = self.wanted[self.tab], self.zone(), self.now()
        if self.tab == "reviews":
            self.list.show_reviews(found.reviews, key, zone, now)
        elif self.tab == "lessons":
            self.list.show_lessons(found.lessons, key, found.library, zone, now)
        else:
            self.list.show_plans(found.plans, key, zone, now)

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(WATCHED) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) and self.isVisible() else None)

    def recorded(self, words: str = "") -> None:
        """A verb is done: read it anew, then say so."""
        self._words = words
        self.reload()

    # --- showing

    def turn(self, tab: str) -> None:
        """Another list."""
        if tab not in TABS:
            return
        self.asking().close_form()
        self.tab = tab
        self.list.retranslate(tab)
        self._on_list = True
        if self._loaded is not None:
            self._show_list(self._loaded)
        self._arrange()
        self.reload()

    def open_key(self, key: str) -> None:
        """Show one of the list on show."""
        if key != self.wanted[self.tab]:
            self.asking().close_form()
            self.wanted[self.tab] = key
            self.list.view.select(key)
        self.reload()

    def _enter(self, key: str) -> None:
        self.open_key(key)
        self._on_list = False
        self._arrange()
        if self.pages.currentWidget() is not self.nothing:
            self.asking().setFocus()

    def _to_list(self) -> None:
        self._on_list = True
        self._arrange()
        self.list.view.setFocus()

    def _arrange(self) -> None:
        px = style.current().px
        narrow = self.width() < px(ALONE)
        self.column.setVisible(not narrow or self._on_list)
        self.pages.setVisible(not narrow or not self._on_list)
        for page in (self.review, self.lesson, self.plan):
            page.head.back.setVisible(narrow)
        self.column.setMinimumWidth(0 if narrow else px(LIST_WIDE))
        self.column.setMaximumWidth(WIDEST if narrow else px(LIST_WIDE))

    # --- the window

    def command(self, name: str, argument: str = "") -> bool:
        """`review` opens one by its run, "lesson:KEY", "plan:ID"; "lessons", "plans" or "" a list."""
        if name != "review":
            return False
        kind, _, key = argument.partition(":")
        tab = {"lesson": "lessons", "lessons": "lessons", "plan": "plans", "plans": "plans"}.get(kind, "reviews")
        if tab != self.tab:
            self.asking().close_form()
            self.tab = tab
            self.list.retranslate(tab)
        wanted = argument if tab == "reviews" and key else key
        if wanted:
            self.wanted[tab] = wanted
            self._on_list = False
        self._arrange()
        self.reload()
        return True

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Reviews have no figures of the floor."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))
        page = self.asking()
        plain = not typing and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if page.form is not None and page.take_form_key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            if self.width() < style.current().px(ALONE) and not self._on_list:
                self._to_list()
            elif page.isAncestorOf(QApplication.focusWidget() or self) or page.hasFocus():
                self.list.view.setFocus()
            elif self.shell is not None:
                self.shell.go("floor")
        elif page.form is not None or not plain:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.text().upper() == "T":
            self.turn(TABS[(TABS.index(self.tab) + 1) % len(TABS)])
        elif page.isVisible() and not page.hasFocus():
            page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        keys = self.list.view.keys()
        here = self.wanted[self.tab]
        if keys:
            at = keys.index(here) + by if here in keys else 0
            self.open_key(keys[max(0, min(len(keys) - 1, at))])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._arrange()

    def retranslate(self) -> None:
        self.nothing.set_texts(
            translate("Reviews", "Nothing is open here"),
            translate("Reviews", "Choose a line on the left; T goes from reviews to lessons and plans."),
        )
        self.list.retranslate(self.tab)
        for page in (self.review, self.lesson, self.plan):
            page.close_form()
            page.head.back.set_name(translate("Reviews", "Back to the list"))
        if self._loaded is not None:
            self._show_list(self._loaded)
            self.reload()
