"""Reviews: what was done against the plan, what is learned of it, and plans that are due to be looked through."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.plan_facts import PlanLookedThrough
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.review_desk import ListedLesson, ListedPlan, ListedReview, ReviewDesk
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.list_and_page import ListAndPage
from lobbyconsole.ui.reviews.cards import Shown
from lobbyconsole.ui.reviews.doing import ReviewDoing
from lobbyconsole.ui.reviews.lesson_page import LessonPage, ShownLesson
from lobbyconsole.ui.reviews.listing import TABS, ReviewList
from lobbyconsole.ui.reviews.page import ReviewPage
from lobbyconsole.ui.reviews.plan_page import PlanPage, ShownPlan
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.areas import EdgeColumn
from lobbyconsole.ui.widgets.asking_page import AskingPage

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console


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


class ReviewsScreen(ListAndPage):
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
        ("R", QT_TRANSLATE_NOOP("Screens", "Lesson: where it came from")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back: form, list, floor")),
    )
    WATCHED = ("review:", "walk:", "drill:", "incident:", "record:lessons/", "plan:", "content:plans/")

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.tab = TABS[0]
        self.wanted = dict.fromkeys(TABS, "")  # what is open under each
        self._loaded: Loaded | None = None
        self.list = ReviewList()
        self.review, self.lesson, self.plan = ReviewPage(), LessonPage(), PlanPage()
        self.doing = ReviewDoing(self, self)
        self.list.turned.connect(self.turn)
        self.list.chosen.connect(self.open_key)
        self.list.entered.connect(self._enter)
        for page, verb in (
            (self.review, self.doing.verb), (self.lesson, self.doing.lesson_verb), (self.plan, self.doing.plan_verb),
        ):  # fmt: skip
            page.head.verb.connect(verb)
        self.pages = self.put_beside(EdgeColumn(self.list, "right"), (self.review, self.lesson, self.plan))
        self._arrange()
        self.retranslate()

    def asking(self) -> AskingPage:
        return {"reviews": self.review, "lessons": self.lesson, "plans": self.plan}[self.tab]

    # --- loading

    def reading(self) -> Callable[[], Loaded]:
        tab, key = self.tab, self.wanted[self.tab]
        return lambda: self._load(tab, key)

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

    def show_read(self, found: Loaded) -> bool:
        self._loaded, asked = found, self.wanted[found.tab]
        if found.tab == self.tab and (not self.wanted[self.tab] or self.wanted[self.tab] == found.key):
            self._show(found)
        if found.refused is not None:
            self.wanted[found.tab] = ""
            if self.shell is not None:
                self.shell.say(found.refused.message)
            return not asked and found.tab == self.tab  # nor can the first of the list be shown: it is not tried again
        return found.tab == self.tab and self.wanted[self.tab] in ("", found.key, self._key_of(found))

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
        self._arrange()

    def _show_list(self, found: Loaded) -> None:
        key, zone, now = self.wanted[self.tab], self.zone(), self.now()
        if self.tab == "reviews":
            self.list.show_reviews(found.reviews, key, zone, now)
        elif self.tab == "lessons":
            self.list.show_lessons(found.lessons, key, found.library, zone, now)
        else:
            self.list.show_plans(found.plans, key, zone, now)

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
        self.show_side(on_list=False)
        if self.pages.currentWidget() is not self.nothing:
            self.asking().setFocus()

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

    def own_key(self, event: QKeyEvent) -> bool:
        if event.text().upper() != "T":
            return False
        self.turn(TABS[(TABS.index(self.tab) + 1) % len(TABS)])
        return True

    def listed(self) -> list[str]:
        return self.list.view.keys()

    def here(self) -> str:
        return self.wanted[self.tab]

    def list_view(self) -> QWidget:
        return self.list.view

    def retranslate(self) -> None:
        super().retranslate()
        self.nothing.set_texts(
            translate("Reviews", "Nothing is open here"),
            translate("Reviews", "Choose a line on the left; T goes from reviews to lessons and plans."),
        )
        self.list.retranslate(self.tab)
        for page in (self.review, self.lesson, self.plan):
            page.close_form()
        if self._loaded is not None:
            self._show_list(self._loaded)
            self.reload()
