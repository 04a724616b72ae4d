"""The column on the left: reviews, lessons or plans, those that are late first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.services.review_desk import ListedLesson, ListedPlan, ListedReview
from lobbyconsole.ui.reviews.cards import LESSON_TONES, state_text
from lobbyconsole.ui.reviews.lines import Line, Lines
from lobbyconsole.ui.reviews.words import (
    LEVELS,
    LOOK_LEVELS,
    LOOKS,
    STATES,
    TONES,
    day_text,
    due_text,
    own,
    rating_text,
    role_text,
)
from lobbyconsole.ui.translation import counted, translate
from lobbyconsole.ui.widgets.basics import EmptyState, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice

TABS = ("reviews", "lessons", "plans")


class ReviewList(QWidget):
    """`chosen(key)`, `entered(key)`, `turned(tab)`."""

    chosen = Signal(str)
    entered = Signal(str)
    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tabs = SegmentedChoice()
        self.tabs.chosen.connect(lambda value: self.turned.emit(str(value)))
        self.count = Label("", 12, role="muted", wrap=True)
        self.view = Lines()
        self.view.chosen.connect(self.chosen)
        self.view.entered.connect(self.entered)
        self.nothing = EmptyState(icon="check")
        self.nothing.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 12, 8, 8)
        rows.setSpacing(8)
        rows.addWidget(self.tabs)
        rows.addWidget(self.count)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.nothing, 1)
        self.retranslate("reviews")

    def show_reviews(self, rows: Sequence[ListedReview], key: str, zone: tzinfo, now: datetime) -> None:
        """Reviews to be held, then those signed."""
        lines, before = [], ""
        for row in rows:
            group = translate("Reviews", "Signed") if row.state == "signed" else translate("Reviews", "To be held")
            drill = translate("Reviews", "Drill: {title}").format(title=own(row.title)) if row.drill else own(row.title)
            level = TONES.get(row.rating, "") if row.state == "signed" else LEVELS[row.state]
            badge = rating_text(row.rating) if row.state == "signed" else translate("Reviews", STATES[row.state])
            about = " · ".join(part for part in (day_text(row.over_at, zone, now), row.about) if part)
            lines.append(Line(row.run, level, drill, about, badge, row.state != "signed",
                              group if group != before else "", badge))  # fmt: skip
            before = group
        late = sum(row.state == "late" for row in rows)
        waiting = sum(row.state != "signed" for row in rows)
        text = translate("Reviews", "{waiting} to be held, {late} of them for more than a week")
        self._put(lines, key, text.format(waiting=waiting, late=late))

    def show_lessons(
        self, rows: Sequence[ListedLesson], key: str, library: Library, zone: tzinfo, now: datetime
    ) -> None:
        """Lessons to be seen to, then those closed."""
        lines, before = [], ""
        for row in rows:
            group = translate("Reviews", "To do") if row.open else translate("Reviews", "Closed")
            late = row.late(now)
            badge = due_text(row.due, now, zone) if row.open else state_text(row.record.state)
            if row.ready and not late:
                badge = translate("Reviews", "can be closed")
            level = "act" if late else "ok" if row.ready else LESSON_TONES.get(row.record.state, "")
            about = f"{own(row.plan)} · {role_text(library, row.record.text('owner'))}"
            lines.append(Line(row.record.key, level if level != "neutral" else "", row.record.text("lesson"), about,
                              badge, row.open, group if group != before else "", badge))  # fmt: skip
            before = group
        late_ones = sum(row.late(now) for row in rows)
        still = sum(row.open for row in rows)
        text = translate("Reviews", "{still} to do, {late} overdue")
        self._put(lines, key, text.format(still=still, late=late_ones))

    def show_plans(self, rows: Sequence[ListedPlan], key: str, zone: tzinfo, now: datetime) -> None:
        """Plans, those overdue to be looked through first."""
        lines, before = [], ""
        for row in rows:
            standing = row.due.standing
            group = translate("Reviews", LOOKS[standing])
            until = datetime.combine(row.due.due_on, time(18), zone) if row.due.due_on is not None else None
            badge = due_text(until, now, zone) if until is not None else translate("Reviews", "never")
            about = []
            if row.lessons:
                about.append(translate("Reviews", "lessons to do: {count}").format(count=row.lessons))
            if row.waiting:
                about.append(translate("Reviews", "a change waits"))
            if not about:
                text = counted(
                    translate("Reviews", "every month"),
                    translate("Reviews", "every {months} months"),
                    row.plan.review_months,
                )
                about.append(text.format(months=row.plan.review_months))
            lines.append(Line(row.plan.id, LOOK_LEVELS[standing], own(row.plan.title), " · ".join(about), badge,
                              standing == "overdue", group if group != before else "", badge))  # fmt: skip
            before = group
        never = sum(row.due.standing == "never" for row in rows)
        overdue = sum(row.due.standing == "overdue" for row in rows)
        text = translate("Reviews", "{overdue} overdue, {never} never looked through here")
        self._put(lines, key, text.format(overdue=overdue, never=never))

    def _put(self, lines: Sequence[Line], key: str, words: str) -> None:
        self.count.setText(words)
        self.count.setVisible(bool(lines))
        self.view.show_lines(lines, key)
        self.view.setVisible(bool(lines))
        self.nothing.setVisible(not lines)

    def retranslate(self, tab: str) -> None:
        self.tabs.setAccessibleName(translate("Reviews", "What is listed"))
        self.tabs.set_options(
            [("reviews", translate("Reviews", "Reviews")), ("lessons", translate("Reviews", "Lessons")),
             ("plans", translate("Reviews", "Plans"))],
            tab,
        )  # fmt: skip
        title, how = {
            "reviews": (translate("Reviews", "No review is due"),
                        translate("Reviews", "When a walkthrough, a drill or an incident is over, its review stands "
                                             "here.")),
            "lessons": (translate("Reviews", "No lesson yet"),
                        translate("Reviews", "Lessons are noted in a review, with L.")),
            "plans": (translate("Reviews", "No plan is in use"),
                      translate("Reviews", "Standards has the plans; those in use stand here.")),
        }[tab]  # fmt: skip
        self.nothing.set_texts(title, how)
