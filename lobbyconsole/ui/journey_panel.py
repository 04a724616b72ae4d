"""What stands under the path: the blind spots, the chosen touchpoint's score week by week, and its evidence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.journey import Point, blind_spots
from lobbyconsole.services.journey import Journey
from lobbyconsole.ui.journey_words import (
    answers_text,
    days_text,
    direction_text,
    name_of,
    numbers_text,
    rule_text,
    score_text,
    verdict_text,
    waits_text,
)
from lobbyconsole.ui.register_words import told
from lobbyconsole.ui.round_words import due_text, own
from lobbyconsole.ui.translation import headed, language, sentences, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Figure, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.card_press import CardPress
from lobbyconsole.ui.widgets.journey_rows import Evidence, EvidenceList
from lobbyconsole.ui.widgets.journey_series import SeriesChart

MOST = 5  # rows of one kind
PAD = 14


def _sources() -> dict[str, str]:
    from lobbyconsole.domain.registers.outside_checks import SOURCES

    return {choice.id: told(choice.label) for choice in SOURCES}


class SpotCard(CardPress):
    """One blind spot: where, why, and the numbers."""

    def __init__(self, name: str, why: str, numbers: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(sentences(name, why, numbers))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 9, 10, 9)
        rows.setSpacing(1)
        for label in (Label(name, 14, BOLD), Label(why, 14, wrap=True), Label(numbers, 12, role="muted", wrap=True)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            rows.addWidget(label)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint_edged("act")


def _padded(card: Card) -> QVBoxLayout:
    rows = QVBoxLayout(card)
    rows.setContentsMargins(PAD, PAD, PAD, PAD)
    rows.setSpacing(8)
    return rows


class BlindSpots(Card):
    """The list, the rule, and what cannot be judged. `chosen(touchpoint)` when one is pressed."""

    chosen = Signal(str)
    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", 16, BOLD)
        self._none = Label("", 14, role="muted", wrap=True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._unjudged = Label("", 12, role="muted", wrap=True)
        self._voices = Label("", 12, role="muted", wrap=True)
        self._rule = Label("", 12, role="muted", wrap=True)
        self._shown: tuple[object, ...] = ()
        rows = _padded(self)
        for part in (self._title, self._none):
            rows.addWidget(part)
        rows.addLayout(self._cards)
        for part in (self._unjudged, self._voices):
            rows.addWidget(part)
        rows.addStretch(1)
        rows.addWidget(self._rule)

    def show_journey(self, journey: Journey) -> None:
        """Show newer figures."""
        spots = blind_spots(journey.points)
        count = len(spots)
        self._title.setText(translate("Journey", "Blind spots") + (f"  {count}" if count else ""))
        self._none.setVisible(not spots)
        self._none.setText(
            translate("Journey", "None: where both are known, strangers and customers see what our rounds see.")
        )
        said = tuple(
            (point.name, name_of(journey, point.name), verdict_text(point.judgement), numbers_text(point.judgement))
            for point in spots
        )
        if said != self._shown:
            self._shown = said
            clear_layout(self._cards)
            for name, *words in said:
                card = SpotCard(*words)
                card.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
                self._cards.addWidget(card)
        comma = "、" if language() == "zh" else ", "
        few = [point for point in journey.points if point.judgement.verdict in ("few_own", "few_outside")]
        names = comma.join(name_of(journey, point.name) for point in few)
        self._unjudged.setVisible(bool(few))
        self._unjudged.setText(
            translate("Journey", "No verdict, too few answers or outside marks: {points}").format(points=names)
        )
        self._voices.setVisible(not journey.keeps_voices)
        self._voices.setText(
            translate("Journey", "No complaints are kept yet: they are written down in the register Customers' voices.")
        )
        self._rule.setText(rule_text(journey))

    def cards(self) -> list[SpotCard]:
        found = [self._cards.itemAt(at).widget() for at in range(self._cards.count())]
        return [card for card in found if isinstance(card, SpotCard)]


class PointCard(Card):
    """The chosen touchpoint: its standard, its score, its weeks, what follows from outside and inside."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Label("", 20, BOLD, wrap=True)
        self.score = Figure(30, 14)
        self.verdict = Pill("neutral")
        self._about = Label("", 14, wrap=True)
        self._standard = Label("", 12, role="muted", wrap=True)
        self._numbers = Label("", 14, wrap=True)
        self._waits = Label("", 14, role="muted", wrap=True)
        self.chart = SeriesChart()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.name, 1)
        head.addWidget(self.score)
        rows = _padded(self)
        rows.addLayout(head)
        for part in (self._standard, self._about):
            rows.addWidget(part)
        rows.addWidget(self.chart, 1)
        rows.addWidget(self._numbers)
        rows.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._waits)
        for part in (self._standard, self._about, self._numbers, self._waits, self.name):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_point(self, journey: Journey, point: Point) -> None:
        """Show another touchpoint, or newer figures of this one."""
        name = name_of(journey, point.name)
        self.name.setText(name)
        self.score.set_figure(score_text(point.own.percent), "%" if point.own.percent is not None else "", point.level)
        known = journey.library.touchpoints.get(point.name)
        self._standard.setVisible(known is not None)
        if known is not None:
            standard = own(known.standard.say(language()))
            self._standard.setText(translate("Journey", "Standard: {words}").format(words=standard))
        parts = [days_text(journey.first, journey.last), answers_text(point.own.answers)]
        parts += [translate("Journey", "{count} not met").format(count=point.own.failed)] if point.own.failed else []
        parts.append(direction_text(point))
        self._about.setText(" · ".join(parts))
        self.chart.show_weeks(point.series, name)
        compared = days_text(journey.compared_from, journey.last)
        self._numbers.setText(f"{numbers_text(point.judgement)} · {compared}")
        levels = {"blind": "act", "agrees": "ok", "weak": "watch"}
        self.verdict.set_status(levels.get(point.judgement.verdict, "neutral"), verdict_text(point.judgement))
        self._waits.setVisible(point.waits is not None)
        if point.waits is not None:
            self._waits.setText(waits_text(point.waits))


class EvidenceCard(Card):
    """What the figures were made of; every line opens it. `wanted(command, argument)`."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._inside = True
        self._title = Label("", 16, BOLD)
        self.todo, self.weak = EvidenceList(), EvidenceList()
        self.outside, self.voices, self.queue = EvidenceList(), EvidenceList(), EvidenceList()
        self.elsewhere = EvidenceList()
        self._nothing = Label("", 12, role="muted", wrap=True)
        self._nothing.setContentsMargins(8, 0, 8, 0)
        inside = QWidget()
        lists = QVBoxLayout(inside)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(10)
        for part in self.lists():
            part.wanted.connect(self.wanted)
            lists.addWidget(part)
        lists.addWidget(self._nothing)
        lists.addStretch(1)
        self.area = plain_area(inside)
        rows = _padded(self)
        rows.setContentsMargins(6, PAD, 6, PAD)
        self._title.setContentsMargins(8, 0, 8, 0)
        rows.addWidget(self._title)
        rows.addWidget(self.area, 1)

    def scroll_inside(self, inside: bool) -> None:
        """Whether the lines scroll within the card, or the card is as high as they are."""
        self._inside = inside
        self._fit()

    def _fit(self) -> None:
        content = self.area.widget()
        width = max(1, self.area.viewport().width())
        layout = content.layout()
        high = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else 0
        self.area.setMinimumHeight(0 if self._inside else max(high, content.sizeHint().height()))

    def lists(self) -> tuple[EvidenceList, ...]:
        return self.weak, self.todo, self.outside, self.voices, self.queue, self.elsewhere

    def take_keyboard(self) -> None:
        """The first line there is."""
        first = next((row for part in self.lists() if part.isVisible() for row in part.rows()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_point(self, journey: Journey, point: Point) -> None:
        """Show what stands behind a touchpoint."""
        self._title.setText(translate("Journey", "Evidence"))
        failing = [
            Evidence(
                own(journey.items[weak.item].say(language())) if weak.item in journey.items else weak.item,
                "",
                f"{weak.failed}/{weak.answers}",
                "act" if weak.failed * 4 >= weak.answers else "watch", "round", weak.last_round,
            )
            for weak in point.weak[:MOST]
        ]  # fmt: skip
        todo = [self._action(journey, key) for key in point.open_actions[:MOST]]
        heard = [voice for voice in journey.voices if voice.touchpoint == point.name][:MOST]
        kinds = {True: translate("Journey", "praise"), False: translate("Journey", "complaint")}
        voices = [
            Evidence(
                voice.words, f"{voice.day:%m-%d}", kinds[voice.praise], "ok" if voice.praise else "watch",
                "record", f"voices/{voice.key}",
            )
            for voice in heard
        ]  # fmt: skip
        queue = []
        if point.waits is not None:
            day = translate("Journey", "The day in History")
            queue.append(Evidence(waits_text(point.waits), day, "", "", "day", journey.last.isoformat()))
        unseen = translate(
            "Journey",
            "No stranger looked here since {day}: outside checks are typed or imported in the registers, a mystery "
            "shopper's form is a voluntary round.",
        )
        failed_none = translate("Journey", "Nothing failed here in these days.")
        parts = (
            (self.weak, translate("Journey", "Not met most often, of so many answers"), failing,
             failed_none if point.own.answers else translate("Journey", "No round looked here in these days.")),
            (self.todo, translate("Journey", "Open actions"), todo, translate("Journey", "No action is open.")),
            (self.outside, translate("Journey", "Seen from outside"), self._outside(journey, point),
             unseen.format(day=f"{journey.compared_from:%m-%d}")),
            (self.voices, translate("Journey", "Customers' voices"), voices,
             translate("Journey", "No complaint and no praise.") if journey.keeps_voices
             else translate("Journey", "No complaints are kept yet.")),
            (self.queue, translate("Journey", "The queue"), queue, ""),
            (self.elsewhere, translate("Journey", "Open actions that name no touchpoint"),
             [self._action(journey, key) for key in journey.homeless[:MOST]], ""),
        )  # fmt: skip
        nothing = []
        for part, title, rows, none in parts:
            part.show_rows(title, rows, "")
            part.setVisible(bool(rows))
            nothing += [none] if not rows and none else []
        self._nothing.setText("\n".join(nothing))
        self._nothing.setVisible(bool(nothing))
        self._fit()

    def _action(self, journey: Journey, key: str) -> Evidence:
        action = journey.actions[key]
        who = own(journey.library.role_title(action.owner, language()))
        if action.state == "done":
            left, late = translate("Journey", "to be checked"), "watch"
        elif action.due is None:
            left, late = "", ""
        else:
            left, late = due_text(action.due, journey.now, journey.branch.tz)
        return Evidence(action.finding, f"{key} · {who}", left, late, "record", f"actions/{key}")

    def _outside(self, journey: Journey, point: Point) -> list[Evidence]:
        sources = _sources()
        found = [
            (mark.day.isoformat(), Evidence(
                headed(mark.item, mark.remark),
                f"{mark.day:%m-%d} · {sources.get(mark.by, mark.by)}", f"{mark.points:g}/{mark.out_of:g}",
                _level(mark.percent), "record", f"outside_checks/{mark.key}",
            ))
            for mark in journey.marks if mark.touchpoint == point.name
        ]  # fmt: skip
        for visit in journey.visits:
            percent = visit.tally.percent
            if visit.touchpoint == point.name and percent is not None:
                checklist = journey.library.checklists.get(visit.checklist)
                title = own(checklist.title.say(language())) if checklist else visit.checklist
                about = f"{visit.day:%m-%d} · {answers_text(visit.tally.answers)}"
                said = Evidence(title, about, f"{percent:.0f}%", _level(percent), "round", visit.round)
                found.append((visit.day.isoformat(), said))
        found.sort(key=lambda entry: entry[0], reverse=True)
        return [evidence for _, evidence in found[:MOST]]


def _level(percent: float) -> str:
    return "ok" if percent >= 85 else "watch" if percent >= 70 else "act"
