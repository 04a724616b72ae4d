"""One review in full: what it is about and its verbs, then its cards in two columns, or one where room is little."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.incidents.cards import spread
from lobbyconsole.ui.reviews import cards
from lobbyconsole.ui.reviews.cards import Shown
from lobbyconsole.ui.reviews.parts import AskingPage, RatedRow
from lobbyconsole.ui.reviews.words import OUTCOMES, TONES, moment_text, own, rating_text, spent_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Card, IconButton, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

NARROW = 760  # px at 100 %: below, one column


class Head(Card):
    """Number, title, what it is about, signs, verbs with their keys, and what was said last. `verb(name)`."""

    verb = Signal(str)
    closed = Signal()

    def __init__(self, verbs: tuple[tuple[str, str], ...], pills: int) -> None:
        super().__init__()
        self.number = Label("", 14, role="muted")
        self.title = Label("", 20, BOLD, wrap=True)
        self.about = Label("", 14, role="muted", wrap=True)
        self.back = IconButton("chevron-left")
        self.back.clicked.connect(self.closed)
        self.pills = [Pill() for _ in range(pills)]
        self.verbs, signs = Flow(), Flow()
        self.buttons = {name: KeyButton("", key) for name, key in verbs}
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.verb.emit(name))
            self.verbs.add(button)
        for pill in self.pills:
            signs.add(pill)
        self.said = Said()
        words = QVBoxLayout()
        words.setSpacing(3)
        for part in (self.number, self.title, self.about):
            words.addWidget(part)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(10)
        inside.addLayout(top)
        inside.addWidget(signs)
        inside.addWidget(self.verbs)
        inside.addWidget(self.said)

    def show_pills(self, *pills: tuple[str, str]) -> None:
        """(level, words) of each sign; "" words: none."""
        for pill, (level, words) in zip(self.pills, [*pills, *[("", "")] * len(self.pills)], strict=False):
            pill.setVisible(bool(words))
            pill.set_status(level or "neutral", words)

    def show_verbs(self, shown: dict[str, str], primary: str = "") -> None:
        """Which verbs there are, with their words; one of them is what is next."""
        for name, button in self.buttons.items():
            button.setVisible(name in shown)
            button.set_kind("primary" if name == primary else "secondary")
            if name in shown:
                button.set_words(shown[name])
        self.verbs.updateGeometry()

    def hit(self, event: QKeyEvent) -> str:
        """The verb of a pressed key; "" for none."""
        if event.modifiers():
            return ""
        return next((name for name, button in self.buttons.items() if button.isVisible() and button.hit(event)), "")


class ReviewPage(AskingPage):
    """The form of a run; see cards."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Shown | None = None
        self.head = Head(
            (("sign", "S"), ("next", "N"), ("lesson", "L"), ("correct", "C"), ("incident", "I"), ("pdf", "P")), 4
        )
        self.said = self.head.said
        self.steps, self.abilities, self.told = cards.Steps(), cards.Abilities(), cards.Told()
        self.score, self.questions = cards.Score(), cards.Questions()
        self.lessons, self.signature = cards.Lessons(), cards.Signature()
        self.lessons.add.clicked.connect(lambda: self.head.verb.emit("lesson"))
        left, right = QWidget(), QWidget()
        cards_left = (self.abilities, self.steps, self.questions)
        spread(left, *cards_left)
        spread(right, self.signature, self.lessons, self.score, self.told)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        self._columns.addWidget(left, 3)
        self._columns.addWidget(right, 2)
        self.rows.addWidget(self.head)
        self.rows.addLayout(self._columns)
        self.rows.addStretch(1)
        self._focus = ""  # the row that was acted on last

    def show_review(self, shown: Shown, doing: Any) -> None:
        """Everything anew; `doing` has what the cards' buttons do."""
        same = self.shown is not None and self.shown.form.run == shown.form.run
        if same and self.form is not None:
            return  # a question stands in the middle of it; its answer reads anew
        had = self._row_with_focus()
        if not same:
            self.close_form()
            self.said.say("")
            self.area.verticalScrollBar().setValue(0)
        self.shown = shown
        form = shown.form
        self.head.number.setText(_number(shown))
        about = form.plan.title if form.plan is not None else None
        self.head.title.setText(own(about) if about is not None else (_what(shown) or "–"))
        self.head.about.setText(_about(shown))
        self._show_signs(shown)
        self.steps.fill(shown, doing.rate)
        self.abilities.fill(shown, doing.rate)
        self.told.fill(shown)
        self.score.fill(shown)
        self.questions.fill(shown, doing.answer)
        self.lessons.fill(shown, doing.open_lesson)
        self.signature.fill(shown)
        self._arrange()
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.take_form_key(event):
            return
        name = self.head.hit(event) if self.form is None else ""
        if name:
            self.head.verb.emit(name)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < style.current().px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)


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
