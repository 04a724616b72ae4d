"""How a section stands on the wall: what there is to show, in rows, in as many pages as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.paper import Bars, Figure, Missing, Note, Table
from lobbyconsole.services.briefing.minutes import MinutesSection
from lobbyconsole.ui.briefings.stage_tiles import CardTile, ChartTile, FigureTile, TableTile, Tile, text_height
from lobbyconsole.ui.briefings.words import LEVEL_OF, task_line, value_text, words_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.basics import BOLD

SIDE, GAP = 56, 18  # px of the wall: the margin, and between tiles
FIGURES, CARDS = 4, 3  # most side by side
LARGER = (1.35, 1.2, 1.1)
HEAD, SMALL_HEAD, MOST_HEAD = 40, 30, 0.18  # px of the headline, and which part of the wall it may take
LEAST_FIGURE, LEAST_CARD = 290, 380  # px of the wall


@dataclass(frozen=True, slots=True)
class Place:
    """A tile and where it stands."""

    tile: Tile
    box: QRectF


@dataclass(frozen=True, slots=True)
class Page:
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The sentence on top, and the smaller one below it."""

    headline: str
    about: str


def head_of(section: MinutesSection, library: Library) -> Head:
    """The paper's own headline; a section without one is told by its title."""
    title = own(section.title.say(language()))
    lead = own(library.role_title(section.lead, language()))
    led = translate("Meetings", "led by {role}").format(role=lead) if lead else ""
    headline = words_text(section.headline)
    if not headline:
        return Head(title, led)
    return Head(headline, " · ".join(part for part in (title, led) if part))


def head_size(head: Head, theme: Theme, width: float, high: float) -> float:
    """Large; less where it would take the room from what it stands above."""
    return HEAD if text_height(head.headline, theme.font(HEAD, BOLD), width) <= high * MOST_HEAD else SMALL_HEAD


def head_height(head: Head, theme: Theme, width: float, size: float) -> float:
    """How much room it takes, the space below it included."""
    tall = text_height(head.headline, theme.font(size, BOLD), width)
    tall += text_height(head.about, theme.font(21), width) + theme.px(6) if head.about else 0
    return tall + theme.px(24)


def rows_of(section: MinutesSection, theme: Theme, library: Library, width: float) -> list[list[Tile]]:
    """The tiles in rows: figures, charts, tables, then what is said, asked, noted, taken and not known."""
    figures: list[Tile] = [FigureTile(theme, block) for block in section.blocks if isinstance(block, Figure)]
    rows = _side_by_side(figures, width, theme.px(LEAST_FIGURE), FIGURES)
    rows += [[ChartTile(theme, block)] for block in section.blocks if isinstance(block, Bars)]
    rows += [[TableTile(theme, block)] for block in section.blocks if isinstance(block, Table)]
    cards = _cards(section, theme, library)
    if not rows and len(cards) <= 2:
        for tile in cards:
            tile.size = 26  # nothing else is there: what is asked stands large
        return [[tile] for tile in cards]
    return rows + _side_by_side(list(cards), width, theme.px(LEAST_CARD), CARDS)


def _cards(section: MinutesSection, theme: Theme, library: Library) -> list[CardTile]:
    cards = []
    if section.written:
        cards.append(CardTile(theme, translate("Meetings", "Noted"), section.written.split("\n")))
    if section.tasks:
        lines = [task_line(task, library) for task in section.tasks]
        cards.append(CardTile(theme, translate("Meetings", "Tasks taken"), lines, bullets=True))
    for block in section.blocks:
        if isinstance(block, Note):
            cards.append(CardTile(theme, "", [words_text(block.words)], LEVEL_OF[block.verdict], block.link))
    if section.prompts:
        lines = [own(prompt.say(language())) for prompt in section.prompts]
        cards.append(CardTile(theme, translate("Meetings", "To be asked"), lines, bullets=True))
    missing = [block for block in section.blocks if isinstance(block, Missing)]
    if missing:
        told = translate("Meetings", "{what}: {why}")
        lines = [told.format(what=value_text(block.what), why=words_text(block.reason)) for block in missing]
        cards.append(CardTile(theme, translate("Meetings", "Not known"), lines))
    return cards


def _side_by_side(tiles: Sequence[Tile], width: float, least: float, most: int) -> list[list[Tile]]:
    columns = max(1, min(most, int((width + GAP) // (least + GAP))))
    lines = -(-len(tiles) // columns) if tiles else 0
    columns = -(-len(tiles) // lines) if lines else columns  # 5 figures: 3 and 2, not 4 and 1
    return [list(tiles[at : at + columns]) for at in range(0, len(tiles), columns)]


def spread(section: MinutesSection, theme: Theme, library: Library, room: QRectF) -> list[Page]:
    """The section's pages; where there is little to show it stands larger, as long as that takes no more pages."""
    found = pages_of(rows_of(section, theme, library, room.width()), theme, room)
    for larger in LARGER:
        grown = theme.scaled(round(100 * theme.scale * larger))
        tried = pages_of(rows_of(section, grown, library, room.width()), grown, room)
        if len(tried) <= len(found) and not _cuts(tried):
            return tried
    return found


def _cuts(pages: Sequence[Page]) -> bool:
    """Whether a tile is higher than its place: what could not be taken apart."""
    return any(place.tile.height(place.box.width()) > place.box.height() + 1 for page in pages for place in page.places)


def pages_of(rows: Sequence[Sequence[Tile]], theme: Theme, room: QRectF) -> list[Page]:
    """The rows on pages no higher than the room. In order, but a later row may fill what a page has left."""
    gap = theme.px(GAP)
    left: list[tuple[Sequence[Tile], float, float]] = []
    for row in _fitting(rows, room, gap):
        wide = _wide(row, room, gap)
        left.append((row, wide, min(max(tile.height(wide) for tile in row), room.height())))
    pages: list[list[tuple[Sequence[Tile], float, float]]] = []
    while left:
        page, used = [left[0]], left[0][2]
        for row, wide, tall in left[1:]:
            if used + gap + tall <= room.height():
                page.append((row, wide, tall))
                used += gap + tall
        left = [entry for entry in left if entry not in page]
        pages.append(page)
    return [_placed(page, room, gap, theme) for page in pages or [[]]]


def _wide(row: Sequence[Tile], room: QRectF, gap: float) -> float:
    return (room.width() - gap * (len(row) - 1)) / len(row)


def _fitting(rows: Sequence[Sequence[Tile]], room: QRectF, gap: float) -> Iterator[Sequence[Tile]]:
    """A row that is higher than the room: each of its tiles over the whole width, and in parts if it must be."""
    for row in rows:
        wide = _wide(row, room, gap)
        if max(tile.height(wide) for tile in row) <= room.height():
            yield row
        else:
            yield from ([part] for tile in row for part in tile.parts(room.width(), room.height()))


def _placed(page: Sequence[tuple[Sequence[Tile], float, float]], room: QRectF, gap: float, theme: Theme) -> Page:
    spare = room.height() - sum(tall for _, _, tall in page) - gap * (len(page) - 1)
    stretching = sum(any(tile.flexible for tile in row) for row, _, _ in page)
    more = min(max(0.0, spare) / stretching, theme.px(190)) if stretching else 0.0
    places = []
    top = room.top()
    for row, wide, tall in page:
        high = tall + (more if any(tile.flexible for tile in row) else 0.0)
        for at, tile in enumerate(row):
            places.append(Place(tile, QRectF(room.left() + at * (wide + gap), top, wide, high)))
        top += high + gap
    return Page(tuple(places))
