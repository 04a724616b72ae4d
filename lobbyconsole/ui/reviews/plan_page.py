"""One plan and its review: when it was looked through last, when again, what was learned of it."""

from __future__ import annotations

from datetime import datetime, time, tzinfo
from functools import partial
from typing import Any, NamedTuple

from lobbyconsole.domain.plan_facts import PlanLookedThrough
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.review_desk import ListedLesson, ListedPlan
from lobbyconsole.ui.incidents.cards import Part
from lobbyconsole.ui.reviews.cards import LESSON_TONES, state_text
from lobbyconsole.ui.reviews.words import LOOK_LEVELS, LOOKS, due_text, moment_text, own
from lobbyconsole.ui.translation import date_text, translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head

_MONTHS = QT_TRANSLATE_NOOP("Reviews", "to be looked through every {months} months")
_MONTHLY = QT_TRANSLATE_NOOP("Reviews", "to be looked through every month")


class ShownPlan(NamedTuple):
    """A plan with what its page needs."""

    plan: ListedPlan
    lessons: tuple[ListedLesson, ...]
    looks: tuple[PlanLookedThrough, ...]
    zone: tzinfo
    now: datetime


class PlanPage(AskingPage):
    """`head.verb(name)`: looked, edit, risks."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: ShownPlan | None = None
        self.head = Head((("looked", "S"), ("edit", "E")), 3)
        self.lessons, self.looks = Part(), Part()
        for part in (self.head, self.lessons, self.looks):
            self.rows.addWidget(part)
        self.rows.addStretch(1)

    def show_plan(self, shown: ShownPlan, doing: Any) -> None:
        """Everything anew."""
        plan, due = shown.plan.plan, shown.plan.due
        same = self.shown is not None and self.shown.plan.plan.id == plan.id
        if not self.may_fill(same):
            return
        self.shown = shown
        often = translate("Reviews", _MONTHLY if plan.review_months == 1 else _MONTHS).format(months=plan.review_months)
        self.head.show_words(often, own(plan.title), own(plan.summary))
        until = datetime.combine(due.due_on, time(18), shown.zone) if due.due_on is not None else None
        overdue = due_text(until, shown.now, shown.zone) if due.standing == "overdue" else ""
        waiting = translate("Reviews", "A change waits for a second person")
        self.head.show_pills(
            (LOOK_LEVELS[due.standing], overdue or translate("Reviews", LOOKS[due.standing])),
            ("neutral", due_text(until, shown.now, shown.zone) if until and due.standing != "overdue" else ""),
            ("watch", waiting if shown.plan.waiting else ""),
        )
        verbs = {"looked": translate("Reviews", "Looked through: right as it is"),
                 "edit": translate("Reviews", "Change the plan")}  # fmt: skip
        self.head.show_verbs(verbs, "looked" if due.standing in ("never", "overdue") else "")
        self.lessons.begin(translate("Reviews", "Lessons of this plan"))
        for entry in shown.lessons:
            late = entry.late(shown.now)
            words = due_text(entry.due, shown.now, shown.zone) if entry.open else state_text(entry.record.state)
            self.lessons.line(
                entry.record.text("lesson"), words, level="act" if late else LESSON_TONES.get(entry.record.state, ""),
                press=(translate("Reviews", "Open it"), partial(doing.open_lesson, entry.record.key)),
            )  # fmt: skip
        if not shown.lessons:
            self.lessons.nothing(translate("Reviews", "None yet. Lessons come from drills and incidents."))
        self.looks.begin(translate("Reviews", "Looked through"))
        for look in shown.looks:
            at = moment_text(look.at, shown.zone, shown.now)
            self.looks.line(look.words or translate("Reviews", "right as it is"), f"{look.by} · {at}")
        if due.last is not None and not shown.looks:
            text = translate("Reviews", "A new version was approved on {day}; that counts as a look.")
            self.looks.nothing(text.format(day=date_text(due.last, year=True)))
        elif not shown.looks:
            self.looks.nothing(translate("Reviews", "Nobody here has. An approved new version counts as a look too."))
        self.filled()
