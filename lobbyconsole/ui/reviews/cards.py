"""The cards of a review: steps against the plan, abilities, calls and reports, questions, lessons, signature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.register import Record
from lobbyconsole.domain.reviews import StepRow
from lobbyconsole.services.review_desk import due_of
from lobbyconsole.services.review_papers import about_text, calls_of, decisions_of, step_text
from lobbyconsole.services.reviews import OpenReview
from lobbyconsole.ui.incidents.cards import Part, beside
from lobbyconsole.ui.reviews.parts import RatedRow
from lobbyconsole.ui.reviews.words import TONES, due_text, moment_text, own, rating_text, role_text, spent_text
from lobbyconsole.ui.translation import translate, with_aside
from lobbyconsole.ui.widgets.basics import Button, Label, Pill

Rate = Callable[[str, str], object]  # what ("objective:0", "step:check:1"), the rating ("" asks)
LESSON_TONES = {"open": "watch", "changed": "ok", "refused": "neutral"}


class Shown(NamedTuple):
    """A review with what its cards need."""

    form: OpenReview
    lessons: tuple[Record, ...]
    library: Library
    zone: tzinfo
    now: datetime

    @property
    def closed(self) -> bool:
        """Nothing can be changed any more."""
        return self.form.review.signed_at is not None


class Rated(Part):
    """A card whose rows can be rated; `rows_of` finds them again after the card was drawn anew."""

    def __init__(self) -> None:
        super().__init__()
        self.rated: dict[str, RatedRow] = {}
        self.rows.setSpacing(2)

    def start(self, title: str, hint: str) -> None:
        self.rated = {}
        self.begin(title)
        if hint:
            self.rows.addWidget(Label(hint, 12, role="muted", wrap=True))

    def put(self, name: str, row: RatedRow, rate: Rate) -> None:
        self.rated[name] = row
        row.wanted.connect(lambda rating: rate(name, rating))
        self.rows.addWidget(row)


class Steps(Rated):
    """Each visit of a step: target, what it took, why it was skipped. The run suggests, people may say otherwise."""

    def fill(self, shown: Shown, rate: Rate) -> None:
        form = shown.form
        self.setVisible(form.record is not None)
        if form.record is None or form.plan is None:
            return
        hint = translate("Reviews", "A broken edge is what the times say; a press or 1 to 4 says otherwise.")
        self.start(translate("Reviews", "Plan against what was done"), "" if shown.closed else hint)
        for step in form.record.steps:
            rating, given = form.step_rating(step)
            name = f"step:{step.step}:{step.turn}"
            word = form.review.steps.get((step.step, step.turn))
            row = RatedRow(own(step_text(form.plan, step)), _step_about(shown, step, word.words if word else ""),
                           rating, given, _step_level(step), shown.closed)  # fmt: skip
            self.put(name, row, rate)
        if not form.record.steps:
            self.nothing(translate("Reviews", "No step of the plan was done."))
        for line in form.record.added:
            added = translate("Reviews", "Not in the plan: {words}").format(words=line.words)
            self.rows.addWidget(Label(added, 14, wrap=True))


def _step_level(step: StepRow) -> str:
    return "act" if step.how == "skipped" else "watch" if step.late_s else "ok"


def _step_about(shown: Shown, step: StepRow, words: str) -> str:
    parts = [role_text(shown.library, step.role), step.by]
    if step.how == "skipped":
        parts.append(translate("Reviews", "skipped: {reason}").format(reason=step.reason or "–"))
    elif step.ahead:
        parts.append(translate("Reviews", "done before its turn"))
    elif step.target_s is None:
        parts.append(translate("Reviews", "took {spent}").format(spent=spent_text(step.spent_s)))
    else:
        text = translate("Reviews", "target {target}, took {spent}")
        said = text.format(target=spent_text(step.target_s), spent=spent_text(step.spent_s))
        parts.append(with_aside(said, f"+{spent_text(step.late_s)}") if step.late_s else said)
    parts.append(words)
    return " · ".join(part for part in parts if part)


class Abilities(Rated):
    """What the plan's drill wants to be able to do, each rated by people."""

    def fill(self, shown: Shown, rate: Rate) -> None:
        form = shown.form
        left = len(form.objectives) - len(form.review.ratings)
        hint = translate("Reviews", "1 performed, 2 some challenges, 3 major challenges, 4 unable. {left} left.")
        self.start(translate("Reviews", "How it went"), "" if shown.closed or not left else hint.format(left=left))
        for place, objective in enumerate(form.objectives):
            rated = form.review.ratings.get(place)
            about = " · ".join(part for part in ((rated.words, rated.by) if rated is not None else ()) if part)
            row = RatedRow(own(objective), about, rated.rating if rated else "", rated is not None,
                           TONES.get(rated.rating, "") if rated else "", shown.closed)  # fmt: skip
            self.put(f"objective:{place}", row, rate)


class Told(Part):
    """Reports owed: on time or late; calls: reached or not; decisions: which way was taken."""

    def fill(self, shown: Shown) -> None:
        form = shown.form
        self.begin(translate("Reviews", "Reports, calls, decisions"))
        count = 0
        for report in form.record.reports if form.record is not None else ():
            if report.made_at is None:
                pill = Pill("act", translate("Reviews", "Not made"))
            elif report.late_s > 0:
                pill = Pill("watch", translate("Reviews", "{span} late").format(span=spent_text(report.late_s)))
            else:
                pill = Pill("ok", translate("Reviews", "In time"))
            due = translate("Reviews", "due {at}").format(at=moment_text(report.due_at, shown.zone, shown.now))
            self._line(translate("Reviews", "Report to {to}").format(to=role_text(shown.library, report.to)), due, pill)
            count += 1
        if form.record is None and form.incident is not None:
            for sent in form.incident.reports:
                words = translate("Reviews", "Report to {to}").format(to=role_text(shown.library, sent.to))
                self._line(words, moment_text(sent.at, shown.zone, shown.now), None)
                count += 1
        for line in calls_of(form):
            text = translate("Reviews", "Call to {to}").format(to=role_text(shown.library, line.to))
            pill = Pill("ok", translate("Reviews", "Reached")) if line.reached else \
                Pill("watch", translate("Reviews", "No answer"))  # fmt: skip
            self._line(text, f"{line.at.astimezone(shown.zone):%H:%M}", pill)
            count += 1
        for question, way in decisions_of(form):
            self._line(own(question), f"→ {own(way)}", None)
            count += 1
        for late in form.record.told_late if form.record is not None else ():
            self._line(late.words or late.step, translate("Reviews", "told late"), None)
            count += 1
        if not count:
            self.nothing(translate("Reviews", "Nobody was called, nothing was reported, nothing decided."))

    def _line(self, words: str, about: str, pill: Pill | None) -> None:
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(Label(words, 14, wrap=True))
        if about:
            text.addWidget(Label(about, 12, role="muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(text, 1)
        if pill is not None:
            row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(row)


class Score(Part):
    """What a drill reached."""

    def fill(self, shown: Shown) -> None:
        score = shown.form.score
        self.setVisible(score is not None)
        if score is None:
            return
        self.begin(translate("Reviews", "Drill score"))
        percent = "–" if score.percent is None else f"{score.percent:.0f} %"
        passed = translate("Reviews", "Passed") if score.passed else translate("Reviews", "Not passed")
        self.rows.addLayout(beside(Pill("ok" if score.passed else "act", f"{percent} · {passed}"), None))
        for words, part in (
            (translate("Reviews", "Injects met"), score.injects),
            (translate("Reviews", "Steps in time"), score.steps),
            (translate("Reviews", "Pass criteria met"), score.criteria),
        ):
            if part.of:
                self.line(words, translate("Reviews", "{met} of {of}").format(met=part.met, of=part.of))


class Questions(Part):
    """The plan's questions for afterwards, with what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[Button] = []

    def fill(self, shown: Shown, answer: Callable[[int], object]) -> None:
        self.setVisible(bool(shown.form.questions))
        self.begin(translate("Reviews", "Questions"))
        self.buttons = []
        for place, question in enumerate(shown.form.questions):
            said = shown.form.review.answers.get(place, "")
            text = QVBoxLayout()
            text.setSpacing(2)
            text.addWidget(Label(own(question), 12, role="muted", wrap=True))
            missing = translate("Reviews", "not answered yet")
            words = Label(said or missing, 14, role="text" if said else "muted", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.addWidget(words)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addLayout(text, 1)
            if not shown.closed:
                verb = translate("Reviews", "Change") if said else translate("Reviews", "Answer")
                button = Button(verb, "quiet")
                button.setAccessibleName(f"{verb}: {own(question)}")
                button.clicked.connect(partial(_call, answer, place))
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
                self.buttons.append(button)
            self.rows.addLayout(row)


def _call(answer: Callable[[int], object], place: int, _pressed: bool = False) -> None:
    answer(place)


class Lessons(Part):
    """What is to be learned: whose it is, until when, and how it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.add = Button("", icon="plus")
        self.head.addWidget(self.add)

    def fill(self, shown: Shown, open_it: Callable[[str], object]) -> None:
        self.begin(translate("Reviews", "Lessons"))
        self.add.setText(translate("Reviews", "Add a lesson"))
        for record in shown.lessons:
            due = due_of(record)
            open_still = record.state == "open"
            late = open_still and due is not None and due < shown.now
            words = due_text(due, shown.now, shown.zone) if open_still else state_text(record.state)
            about = f"{role_text(shown.library, record.text('owner'))} · {words}"
            self.line(record.text("lesson"), about, level="act" if late else LESSON_TONES.get(record.state, "neutral"),
                      press=(translate("Reviews", "Open it"), partial(open_it, record.key)))  # fmt: skip
        if not shown.lessons:
            self.nothing(translate("Reviews", "None noted. A lesson is closed by a changed plan, or refused with a "
                                              "reason."))  # fmt: skip


def state_text(state: str) -> str:
    """The state of a lesson."""
    return {
        "open": translate("Reviews", "To do"),
        "changed": translate("Reviews", "Plan changed"),
        "refused": translate("Reviews", "Not adopted"),
    }.get(state, state)


class Signature(Part):
    """Who signed, how they were known, and what was corrected since."""

    def fill(self, shown: Shown) -> None:
        review = shown.form.review
        self.setVisible(review.signed_at is not None)
        if review.signed_at is None:
            return
        self.begin(translate("Reviews", "Signature"))
        self.rows.addLayout(beside(Pill(TONES.get(review.rating, "neutral"), rating_text(review.rating)), None))
        if review.words:
            self.rows.addWidget(Label(review.words, 14, wrap=True))
        how = translate("Reviews", "with PIN") if review.proof == "pin" else translate("Reviews", "by staff number")
        at = moment_text(review.signed_at, shown.zone, shown.now)
        self.rows.addWidget(Label(f"{review.signed_by} · {how} · {at}", 12, role="muted", wrap=True))
        for said in review.corrections:
            about = own(about_text(shown.form, said.about))
            text = translate("Reviews", "Corrected: {words}").format(words=said.words)
            self.line(text, f"{about} · {said.by} · {moment_text(said.at, shown.zone, shown.now)}")


def names_of(cards: Sequence[Rated]) -> dict[str, RatedRow]:
    """Every row that can be rated, by its name."""
    return {name: row for card in cards for name, row in card.rated.items()}
