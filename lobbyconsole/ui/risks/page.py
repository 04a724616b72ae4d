"""One risk in full: its rating and what questions it, causes, controls, plans and drills, incidents, actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import Any, NamedTuple

from lobbyconsole.domain.content.text import Text
from lobbyconsole.services.risks import Board, KnownRisk, Todo
from lobbyconsole.ui.incidents.cards import Part, beside
from lobbyconsole.ui.reviews.words import day_text, moment_text, own, role_text
from lobbyconsole.ui.risks.words import (
    BANDS,
    CONTROLS,
    GAPS,
    LEVELS,
    MENDS,
    category_text,
    gap_level,
    gap_text,
    question_text,
)
from lobbyconsole.ui.translation import listed, translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head
from lobbyconsole.ui.widgets.basics import Button, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow

MOST = 12  # incidents and ratings shown


class ShownRisk(NamedTuple):
    """A risk with what its page needs."""

    risk: KnownRisk
    board: Board
    actions: Sequence[Todo]
    zone: tzinfo
    now: datetime


class Question(Part):
    """Own incidents say another likelihood: the numbers, and two ways to answer."""

    def fill(self, shown: ShownRisk, doing: Any) -> None:
        risk = shown.risk
        self.setVisible(bool(risk.speaks))
        self.set_level("watch")
        if not risk.speaks:
            return
        self.begin(translate("Risks", "Is the likelihood right?"))
        self.rows.addLayout(beside(Pill("watch", translate("Risks", "Own incidents disagree")), None))
        self.rows.addWidget(Label(question_text(risk), 16, wrap=True))
        verbs = Flow()
        again = Button(translate("Risks", "Rate likelihood {level}").format(level=risk.speaks), "primary")
        keep = Button(translate("Risks", "Keep {level}, with a reason").format(level=risk.rating.likelihood))
        again.clicked.connect(lambda: doing.rate(risk.speaks))
        keep.clicked.connect(lambda: doing.rate(risk.rating.likelihood))
        for button in (again, keep):
            verbs.add(button)
        self.rows.addWidget(verbs)


class Gaps(Part):
    """What is missing for this risk, each with the way to where it is mended."""

    def fill(self, shown: ShownRisk, doing: Any) -> None:
        found = [gap for gap in shown.board.gaps_of(shown.risk.id) if gap.kind != "likelihood"]
        self.setVisible(bool(found))
        self.begin(translate("Risks", "Gaps"))
        for gap in found:
            words = gap_text(gap, shown.board, shown.zone, shown.now)
            self.line(words[:1].upper() + words[1:], translate("Risks", GAPS[gap.kind]),
                      press=(translate("Risks", MENDS[gap.kind]), partial(doing.mend, gap)),
                      level=gap_level(gap, shown.board))  # fmt: skip


class Why(Part):
    """Cause and effect."""

    def fill(self, shown: ShownRisk) -> None:
        risk = shown.risk
        cause = own(risk.shipped.cause) if risk.shipped else risk.state.cause
        effect = own(risk.shipped.effect) if risk.shipped else risk.state.effect
        self.setVisible(bool(cause or effect))
        self.begin(translate("Risks", "Cause and effect"))
        for title, words in ((translate("Risks", "Cause"), cause), (translate("Risks", "Effect"), effect)):
            if words:
                self.rows.addWidget(Label(title, 12, role="muted"))
                self.rows.addWidget(Label(words, 14, wrap=True))


class Controls(Part):
    """What is done about it: shipped, and this hall's own."""

    def __init__(self) -> None:
        super().__init__()
        self.add = Button("", icon="plus")
        self.head.addWidget(self.add)

    def fill(self, shown: ShownRisk) -> None:
        self.begin(translate("Risks", "Controls"))
        self.add.setText(translate("Risks", "Add a control"))
        count = 0
        for control in shown.risk.shipped.controls if shown.risk.shipped else ():
            self.line(own(control.text), translate("Risks", CONTROLS[control.kind]))
            count += 1
        for noted in shown.risk.state.controls:
            at = day_text(noted.at, shown.zone, shown.now)
            about = " · ".join((translate("Risks", CONTROLS[noted.kind]), translate("Risks", "this hall's own"),
                                noted.by or "–", at))  # fmt: skip
            self.line(noted.words, about)
            count += 1
        if not count:
            self.nothing(translate("Risks", "Nothing is written down yet that prevents, notices or repairs it."))


class Plans(Part):
    """Linked plans: when they were practised, when the next drill is."""

    def fill(self, shown: ShownRisk, doing: Any) -> None:
        self.begin(translate("Risks", "Plans and drills"))
        board = shown.board
        for name in shown.risk.plans:
            plan = board.plans.get(name)
            if plan is None:
                continue
            last, planned = board.practised.get(name), board.planned.get(name)
            said = translate("Risks", "never practised here")
            if last is not None:
                said = translate("Risks", "practised {day}").format(day=day_text(last, shown.zone, shown.now))
            if planned is not None and planned.due_at is not None:
                text = translate("Risks", "next drill {day}")
                said = f"{said} · {text.format(day=moment_text(planned.due_at, shown.zone, shown.now))}"
            self.line(own(plan.title), said, press=(translate("Risks", "Open it"), partial(doing.open_plan, name)))
        if not any(name in board.plans for name in shown.risk.plans):
            self.nothing(translate("Risks", "No plan in force covers it."))


class Incidents(Part):
    """Own incidents of the last twelve months."""

    def fill(self, shown: ShownRisk, doing: Any) -> None:
        events = shown.risk.incidents
        self.begin(translate("Risks", "Incidents in 12 months: {count}").format(count=len(events)))
        for event in events[:MOST]:
            state = translate("Risks", "reviewed") if event.reviewed else translate("Risks", "not reviewed") if \
                event.ended_at is not None else translate("Risks", "open")  # fmt: skip
            about = f"{event.incident} · {day_text(event.at, shown.zone, shown.now)} · {state}"
            self.line(event.what or event.incident, about,
                      press=(translate("Risks", "Open it"), partial(doing.open_incident, event.incident)))  # fmt: skip
        if not events:
            self.nothing(translate("Risks", "None. One counts when a plan of this risk is walked for it, or when it is "
                                            "linked to it."))  # fmt: skip


class Actions(Part):
    """Corrective actions that came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.add = Button("", icon="plus")
        self.head.addWidget(self.add)

    def fill(self, shown: ShownRisk, doing: Any) -> None:
        self.begin(translate("Risks", "Actions"))
        self.add.setText(translate("Risks", "Add an action"))
        for row in shown.actions:
            state = translate("Risks", "open") if row.open else translate("Risks", "closed")
            about = f"{row.record} · {role_text(shown.board.library, row.owner)} · {state}"
            open_it = partial(doing.open_record, f"actions/{row.record}")
            self.line(row.summary, about, press=(translate("Risks", "Open it"), open_it))
        if not shown.actions:
            self.nothing(translate("Risks", "None yet."))


class Past(Part):
    """How it was rated before, by whom and why; and the figures that show it growing."""

    def fill(self, shown: ShownRisk) -> None:
        self.begin(translate("Risks", "Ratings"))
        risk = shown.risk
        for told in list(reversed(risk.state.history))[:MOST]:
            at = day_text(told.at, shown.zone, shown.now)
            self.line(f"{told.likelihood} × {told.impact} = {told.likelihood * told.impact}",
                      " · ".join(part for part in (at, told.by, told.why) if part))  # fmt: skip
        if risk.shipped is not None:
            score = risk.shipped.likelihood * risk.shipped.impact
            self.line(f"{risk.shipped.likelihood} × {risk.shipped.impact} = {score}",
                      translate("Risks", "as shipped: a starting judgement"))  # fmt: skip
        kpis = [kpi for name in risk.shipped.kri if (kpi := shown.board.library.kpi(name)) is not None] if \
            risk.shipped is not None else []  # fmt: skip
        if kpis:
            names = listed(own(kpi.title) for kpi in kpis if isinstance(kpi.title, Text))
            self.rows.addWidget(Label(translate("Risks", "Figures that show it growing"), 12, role="muted"))
            self.rows.addWidget(Label(names, 14, wrap=True))


class RiskPage(AskingPage):
    """`head.verb(name)`: rate, control, action, aside."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: ShownRisk | None = None
        self.head = Head((("rate", "R"), ("control", "K"), ("action", "C"), ("plan", "P"), ("aside", "X")), 4)
        self.question, self.gaps, self.why = Question(), Gaps(), Why()
        self.controls, self.plans, self.incidents = Controls(), Plans(), Incidents()
        self.todo, self.past = Actions(), Past()
        self.controls.add.clicked.connect(lambda: self.head.verb.emit("control"))
        self.todo.add.clicked.connect(lambda: self.head.verb.emit("action"))
        self.lay_out(
            (self.question, self.gaps, self.why, self.controls), (self.plans, self.incidents, self.todo, self.past)
        )

    def show_risk(self, shown: ShownRisk, doing: Any) -> None:
        """Everything anew."""
        risk = shown.risk
        same = self.shown is not None and self.shown.risk.id == risk.id
        if not self.may_fill(same):
            return
        self.shown = shown
        rating = risk.rating
        owner = role_text(shown.board.library, risk.owner)
        by = translate("Risks", "rated by {by} on {day}")
        rated = by.format(by=risk.state.rated_by or "–", day=day_text(risk.state.rated_at, shown.zone, shown.now)) \
            if risk.rated else translate("Risks", "as shipped, not rated here yet")  # fmt: skip
        watched = translate("Risks", "watched by {role}").format(role=owner) if owner else ""
        about = " · ".join(part for part in (watched, rated) if part)
        self.head.show_words(category_text(shown.board, risk), own(risk.title), about)
        text = translate("Risks", "{likelihood} × {impact} = {score}, {band}")
        words = text.format(likelihood=rating.likelihood, impact=rating.impact, score=rating.score,
                            band=translate("Risks", BANDS[rating.band]))  # fmt: skip
        look = risk.look_at
        late = look is not None and look < shown.now
        self.head.show_pills(
            (LEVELS[rating.band], words),
            ("act" if late else "neutral", _look_text(look, shown)),
            ("watch", translate("Risks", "likelihood in question") if risk.speaks else ""),
            ("neutral", translate("Risks", "does not apply here: {why}").format(why=risk.state.aside)
             if risk.state.aside else ""),
        )  # fmt: skip
        verbs = {"rate": translate("Risks", "Rate"), "control": translate("Risks", "Add a control"),
                 "action": translate("Risks", "Add an action")}  # fmt: skip
        if any(name in shown.board.plans for name in risk.plans):
            verbs["plan"] = translate("Risks", "The plan")
        if not risk.state.aside:
            verbs["aside"] = translate("Risks", "Does not apply here")
        self.head.show_verbs(verbs, "" if risk.speaks else "rate" if not risk.rated or late else "")
        self.question.fill(shown, doing)
        self.gaps.fill(shown, doing)
        self.why.fill(shown)
        self.controls.fill(shown)
        self.plans.fill(shown, doing)
        self.incidents.fill(shown, doing)
        self.todo.fill(shown, doing)
        self.past.fill(shown)
        self.filled()


def _look_text(look: datetime | None, shown: ShownRisk) -> str:
    """When it is to be looked at again."""
    if look is None:
        return ""
    if look < shown.now:
        days = max(1, (shown.now - look).days)
        return translate("Risks", "to be looked at again: overdue for {days} d").format(days=days)
    day = day_text(look, shown.zone, shown.now)
    return translate("Risks", "to be looked at again by {day}").format(day=day)
