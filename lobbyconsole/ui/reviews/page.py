"""One review in full: what it is about and its verbs, then its cards in two columns, or one where room is little."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from lobbyconsole.ui.reviews import cards
from lobbyconsole.ui.reviews.cards import Shown
from lobbyconsole.ui.reviews.parts import RatedRow
from lobbyconsole.ui.reviews.words import OUTCOMES, TONES, moment_text, own, rating_text, spent_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head


class ReviewPage(AskingPage):
    """The form of a run; see cards."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Shown | None = None
        self.head = Head(
            (("sign", "S"), ("next", "N"), ("lesson", "L"), ("correct", "C"), ("incident", "I"), ("pdf", "P")), 4
        )
        self.steps, self.abilities, self.told = cards.Steps(), cards.Abilities(), cards.Told()
        self.score, self.questions = cards.Score(), cards.Questions()
        self.lessons, self.signature = cards.Lessons(), cards.Signature()
        self.lessons.add.clicked.connect(lambda: self.head.verb.emit("lesson"))
        self.lay_out(
            (self.abilities, self.steps, self.questions), (self.signature, self.lessons, self.score, self.told), (3, 2)
        )
        self._focus = ""  # the row that was acted on last

    def show_review(self, shown: Shown, doing: Any) -> None:
        """Everything anew; `doing` has what the cards' buttons do."""
        same = self.shown is not None and self.shown.form.run == shown.form.run
        had = self._row_with_focus()
        if not self.may_fill(same):
            return
        self.shown = shown
        form = shown.form
        title = own(form.plan.title) if form.plan is not None else (_what(shown) or "–")
        self.head.show_words(_number(shown), title, _about(shown))
        self._show_signs(shown)
        self.steps.fill(shown, doing.rate)
        self.abilities.fill(shown, doing.rate)
        self.told.fill(shown)
        self.score.fill(shown)
        self.questions.fill(shown, doing.answer)
        self.lessons.fill(shown, doing.open_lesson)
        self.signature.fill(shown)
        self.filled()
        if same and (had or self._focus):
            self.go_on(self._focus or had)
        self._focus = ""

    def _show_signs(self, shown: Shown) -> None:
        form, review = shown.form, shown.form.review
        drill = translate("Reviews", "DRILL") if form.drill is not None else ""
        outcome = form.record.outcome if form.record is not None else ""
        ended = "ok" if outcome == "resolved" else "act" if outcome == "broken_off" else "neutral"
        rating = review.rating if review.signed_at is not None else ""
        if rating:
            state = (TONES.get(rating, "neutral"), rating_text(rating))
        elif not form.ended:
            state = ("watch", translate("Reviews", "Not over yet"))
        else:
            left = len(form.objectives) - len(review.ratings)
            text = translate("Reviews", "To be rated: {left} of {of}").format(left=left, of=len(form.objectives))
            state = ("watch", text if left else translate("Reviews", "Ready to be signed"))
        signed = translate("Reviews", "Signed by {by}").format(by=review.signed_by) if rating else ""
        self.head.show_pills(
            ("watch", drill), (ended, translate("Reviews", OUTCOMES[outcome]) if outcome in OUTCOMES else ""), state,
            ("neutral", signed),
        )  # fmt: skip
        verbs = {"lesson": translate("Reviews", "Add a lesson"), "pdf": translate("Reviews", "Save as PDF")}
        if shown.closed:
            verbs["correct"] = translate("Reviews", "Correct")
        else:
            if len(review.ratings) < len(form.objectives):
                verbs["next"] = translate("Reviews", "Next to be rated")
            verbs["sign"] = translate("Reviews", "Sign")
        if form.incident is not None and not form.incident.drill:
            verbs["incident"] = translate("Reviews", "The incident")
        ready = not shown.closed and form.ended and len(review.ratings) >= len(form.objectives)
        self.head.show_verbs(verbs, "sign" if ready else "" if shown.closed else "next")

    def _row_with_focus(self) -> str:
        focus = QApplication.focusWidget()
        return next((name for name, row in self.rated().items() if row is focus), "")

    def rated(self) -> dict[str, RatedRow]:
        """Every row that can be rated, by its name."""
        return cards.names_of((self.abilities, self.steps))

    def acted_on(self, name: str) -> None:
        """After the next reading the keyboard stands behind this row."""
        self._focus = name

    def go_on(self, name: str = "") -> None:
        """To the next ability nobody has rated; where all are, to the row of that name."""
        rows = self.rated()
        unrated = [row for row in self.abilities.rated.values() if not row.rating]
        target = (unrated[0] if unrated and not name.startswith("step:") else None) or rows.get(name)
        if target is not None:
            target.setFocus()
            self.area.ensureWidgetVisible(target, 0, 40)


def _what(shown: Shown) -> str:
    return shown.form.incident.value("what") if shown.form.incident is not None else ""


def _number(shown: Shown) -> str:
    form = shown.form
    if form.incident is not None and not form.incident.drill:
        return form.incident.key
    return form.drill.key if form.drill is not None else form.run.partition(":")[2]


def _about(shown: Shown) -> str:
    form, now = shown.form, shown.now
    begun = ended = None
    if form.walk is not None:
        begun, ended = form.walk.begun_at, form.walk.ended_at
    elif form.drill is not None:
        begun, ended = form.drill.begun_at, form.drill.ended_at
    elif form.incident is not None:
        begun, ended = form.incident.began_at, form.incident.ended_at
    parts = [_what(shown) if form.plan is not None and form.drill is None else ""]
    if begun is not None:
        parts.append(moment_text(begun, shown.zone, now))
    if begun is not None and ended is not None:
        spent = spent_text((ended - begun).total_seconds())
        parts.append(translate("Reviews", "took {spent}").format(spent=spent))
    if form.walk is not None and form.walk.lead:
        parts.append(translate("Reviews", "led by {lead}").format(lead=form.walk.lead))
    return " · ".join(part for part in parts if part)
