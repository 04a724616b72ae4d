"""The six figures on top of the floor, painted by one widget."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.picture import OK, Figures, Picture
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import minutes_between, mss, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.floor_paint import Painted, draw_card, draw_level

NOTHING = "—"
VALUE_SIZES = (30, 26, 22, 19, 16)  # the first that fits the card


class Card(msgspec.Struct, frozen=True):
    """One figure as shown. `level` empty: it has no good or bad. The short words serve where the card is narrow."""

    label: str
    value: str
    unit: str = ""
    detail: str = ""
    level: str = ""
    short_label: str = ""
    short_detail: str = ""

    def __str__(self) -> str:
        """As a screen reader says it."""
        words = [self.label + ":", self.value, self.unit]
        if self.level and self.level != OK:
            words.append(f"({labels.level(self.level)})")
        text = " ".join(word for word in words if word)
        return f"{text}, {self.detail}" if self.detail else text


def cards_of(figures: Figures, branch: Branch, drift: float = 0.0) -> tuple[Card, ...]:
    """The six cards; `drift` are seconds passed since the figures were taken."""
    return (
        _waiting(figures),
        _longest(figures, drift),
        _newcomer(figures),
        _within(figures, branch),
        _counters(figures),
        _lost(figures),
    )


def _waiting(figures: Figures) -> Card:
    detail = translate("Floor", "{issued} today · {served} served").format(
        issued=figures.counts.issued, served=figures.counts.finished
    )
    short = translate("Floor", "{issued} today").format(issued=figures.counts.issued)
    people = translate("Floor", "people")
    return Card(translate("Floor", "Waiting"), str(figures.waiting), people, detail, short_detail=short)


def _longest(figures: Figures, drift: float) -> Card:
    label = translate("Floor", "Longest wait")
    if figures.longest_s is None:
        return Card(label, NOTHING, "", translate("Floor", "nobody waits"))
    waited = figures.longest_s + drift
    over = waited >= figures.longest_target_s
    text = translate("Floor", "over the {minutes} min target") if over else translate("Floor", "target {minutes} min")
    level = "act" if over else figures.longest_level
    minutes = round(figures.longest_target_s / 60)
    short = translate("Floor", "over {minutes} min") if over else text
    return Card(
        label,
        mss(waited),
        figures.longest_number,
        text.format(minutes=minutes),
        level,
        short_detail=short.format(minutes=minutes),
    )


def _newcomer(figures: Figures) -> Card:
    label = translate("Floor", "Newcomers wait")
    if figures.newcomer is None:
        return Card(label, NOTHING, "", translate("Floor", "no counter open"))
    value = minutes_between(figures.newcomer.p10, figures.newcomer.p90)
    detail = translate("Floor", "80 % sure") if figures.newcomer.learned else translate("Floor", "rough so far")
    short = translate("Floor", "Newcomers")
    return Card(label, value, translate("Floor", "min"), detail, figures.newcomer_level, short_label=short)


def _within(figures: Figures, branch: Branch) -> Card:
    same = len({service.target_s for service in branch.services}) == 1
    label = translate("Floor", "Within {minutes} min") if same else translate("Floor", "Within target")
    label = label.format(minutes=round(figures.target_s / 60))
    if figures.share_within is None:
        return Card(label, NOTHING, "", translate("Floor", "nobody called yet"))
    short = ""
    if figures.p90_s is not None:
        minutes = -int(-figures.p90_s // 60)
        detail = translate("Floor", "9 in 10 within {minutes} min").format(minutes=minutes)
        short = translate("Floor", "9 in 10: {minutes} min").format(minutes=minutes)
    else:
        detail = translate("Floor", "{count} judged today").format(count=figures.judged)
    return Card(label, str(round(figures.share_within * 100)), "%", detail, short_detail=short)


def _counters(figures: Figures) -> Card:
    detail = translate("Floor", "{idle} idle · {paused} paused").format(
        idle=figures.counters_idle, paused=figures.counters_paused
    )
    value = f"{figures.counters_open}/{figures.counters_total}"
    return Card(translate("Floor", "Counters"), value, translate("Floor", "open"), detail)


def _lost(figures: Figures) -> Card:
    counts = figures.counts
    lost = counts.no_show + counts.left
    share = f"{100 * lost / counts.issued:.1f}" if lost and counts.issued else "0"
    detail = translate("Floor", "{share} % today").format(share=share)
    return Card(translate("Floor", "No-show / left"), str(lost), translate("Floor", "people"), detail)


class KpiStrip(Painted):
    """Six cards in one line, or in as many as the text size asks for."""

    GAP = 10

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._columns = 6
        self._figures: tuple[Figures, Branch] | None = None
        self.setAccessibleName(translate("Floor", "Figures"))

    def show_picture(self, picture: Picture, branch: Branch) -> None:
        """Show the figures of a newer picture."""
        self._figures = (picture.figures, branch)
        self.set_cells(cards_of(picture.figures, branch))
        self.refresh_summary()

    def tick(self, drift: float) -> None:
        """`drift` seconds have passed since the picture, and nothing else is known."""
        if self._figures is not None:
            self.set_cells(cards_of(*self._figures, drift))

    def retranslate(self) -> None:
        self.setAccessibleName(translate("Floor", "Figures"))
        if self._figures is not None:
            self.set_cells(cards_of(*self._figures))
        self.refresh_summary()

    def summary(self) -> str:
        return "\n".join(str(card) for card in self.cells)

    def heights(self, width: int) -> tuple[int, int]:
        """Least and comfortable height at this width."""
        lines = -(-6 // self._fitting(width))
        gaps = (lines - 1) * self.GAP
        return lines * self.theme.px(82) + gaps, lines * self.theme.px(101) + gaps

    def _fitting(self, width: int) -> int:
        most = max(1, min(6, (width + self.GAP) // (self.theme.px(128) + self.GAP)))
        lines = -(-6 // most)
        return -(-6 // lines)  # evenly filled lines

    def laid_out(self) -> None:
        self._columns = self._fitting(self.width())

    def cell_rect(self, at: int) -> QRect:
        columns, lines = self._columns, -(-6 // self._columns)
        column, line = at % columns, at // columns
        wide = (self.width() + self.GAP) / columns
        high = (self.height() + self.GAP) / lines
        left, top = round(column * wide), round(line * high)
        return QRect(left, top, round((column + 1) * wide) - self.GAP - left, round((line + 1) * high) - self.GAP - top)

    def paint_cell(self, painter: QPainter, at: int) -> None:
        ground = self.ink.color("background")
        self.stamped(painter, at, self.cells[at], self.cell_rect(at), partial(self._draw_card, at=at), ground)

    def _draw_card(self, painter: QPainter, at: int) -> None:
        card: Card = self.cells[at]
        ink, px = self.ink, self.theme.px
        rect = QRectF(self.cell_rect(at))
        draw_card(painter, rect, ink)
        pad = self._pad(rect.width())
        left, wide = rect.left() + pad, rect.width() - 2 * pad
        height = rect.height()
        marked = card.level not in ("", OK)
        color = ink.level(card.level) if marked else ink.color("text")

        room = wide - (px(16) if marked else 0)
        line = rect.top() + height * 0.205 + ink.cap(13) / 2
        label = self._wording(card.label, card.short_label, room, 13)
        ink.draw(painter, ink.fit(label, room, 13), left, line, 13, ink.color("muted"))
        if marked:
            center = QPointF(rect.right() - px(17), rect.top() + height * 0.205)
            draw_level(painter, card.level, center, px(10), ink.color(card.level))

        size = self._value_size(card, wide)
        line = rect.top() + height * 0.49 + ink.cap(size, True) / 2
        used = ink.draw(painter, card.value, left, line, size, color, True) + px(4)
        if card.unit:
            ink.draw(painter, ink.fit(card.unit, wide - used, 13), left + used, line, 13, ink.color("muted"))

        line = rect.top() + height * 0.805 + ink.cap(12) / 2
        detail = self._wording(card.detail, card.short_detail, wide, 12)
        ink.draw(painter, ink.fit(detail, wide, 12), left, line, 12, ink.color("muted"))

    def _pad(self, width: float) -> int:
        return self.theme.px(13 if width >= self.theme.px(150) else 11)

    def _wording(self, text: str, short: str, room: float, size: float) -> str:
        return short if short and self.ink.width(text, size) > room else text

    def _value_size(self, card: Card, wide: float) -> float:
        unit = self.ink.width(card.unit, 13) + self.theme.px(4) if card.unit else 0
        for size in VALUE_SIZES:
            if self.ink.width(card.value, size, True) + unit <= wide:
                return size
        return VALUE_SIZES[-1]

    def cut_texts(self) -> list[str]:
        """Texts that do not fit and are shown with an ellipsis; tests want none."""
        found = []
        for at, card in enumerate(self.cells):
            wide = self.cell_rect(at).width() - 2 * self._pad(self.cell_rect(at).width())
            size = self._value_size(card, wide)
            used = self.ink.width(card.value, size, True) + self.theme.px(4)
            room = wide - (self.theme.px(16) if card.level not in ("", OK) else 0)
            label = self._wording(card.label, card.short_label, room, 13)
            detail = self._wording(card.detail, card.short_detail, wide, 12)
            for text, width, scale in ((label, room, 13), (detail, wide, 12), (card.unit, wide - used, 13)):
                if text and self.ink.width(text, scale) > width:
                    found.append(text)
        return found
