"""The head count on paper: who was in the hall, with a box to tick; what is known already is filled in."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.entities import OPEN_STATES
from lobbyconsole.domain.head_count import STAFF, TICKET, HeadCount
from lobbyconsole.domain.paper import Amount, Block, Link, Note, Paper, PaperSection, Row, Table, Value, words
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.walkthroughs import OpenWalk

COLUMNS = 4  # people side by side: a full hall on one page
BLANK = 6  # lines to write on, for whom nobody knew of
BOX, TICKED = "□", "✓"


def in_the_hall(
    picture: Picture, also: Sequence[str] = (), away: Container[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(staff numbers on duty, ticket numbers of customers who are in the hall): one number for each stay.

    Nobody looks for who is marked `away`; who signed on after the mark is not among them (`Staff.away`).
    """
    staff = [tile.staff for tile in picture.tiles if tile.staff and tile.activity != "closed"]
    stays: dict[str, str] = {}
    for ticket in picture.tickets.values():
        if ticket.state in OPEN_STATES and ticket.number:
            stays.setdefault(ticket.visit or ticket.key, ticket.number)
    here = {name for name in (*staff, *also) if name and name not in away}
    return tuple(sorted(here)), tuple(sorted(set(stays.values())))


def head_paper(state: OpenWalk, heads: HeadCount, branch: Branch, now: datetime) -> Paper:
    """An A4 page to take along: large boxes, the place, and how many are missing at this moment."""
    local = now.astimezone(branch.tz)
    link = Link("incident", state.walk.incident)
    about: list[tuple[Text, Value]] = [
        (Text("Incident", "事件"), f"{state.walk.incident}"),
        (Text("Plan", "预案"), state.plan.title),
        (Text("Assembly point", "集合点"), heads.place or "________________"),
        (Text("Count begun", "开始清点"), f"{heads.begun_at.astimezone(branch.tz):%Y-%m-%d %H:%M:%S}"),
        (Text("Staff", "员工"), f"{heads.here(STAFF)} / {len(heads.of(STAFF))}"),
        (Text("Customers", "客户"), f"{heads.here(TICKET)} / {len(heads.of(TICKET))}"),
        (Text("Missing", "未到"), Amount(heads.all_missing)),
    ]
    rows = tuple(Row(pair) for pair in about)
    sections = [
        _section("about", _SITUATION, [Table("incident", _SITUATION, (_WHAT, _SAID), rows, link)]),
        _section("staff", _STAFF, [_people(heads, STAFF, _STAFF, branch, link)]),
        _section("people", _PEOPLE, [_people(heads, TICKET, _PEOPLE, branch, link)]),
        _section("sign", Text("Signatures", "签字"), [Note("incident", _SIGN)]),
    ]
    return Paper(
        agenda=f"heads:{state.walk.key}",
        title=Text("Roll call after evacuation", "疏散点名表"),
        branch=Text(branch.name("en"), branch.name("zh")),
        day=local.date().isoformat(),
        made_at=local.isoformat(timespec="seconds"),
        sections=tuple(sections),
    )


_SITUATION = Text("Situation", "概况")
_STAFF, _PEOPLE = Text("Staff on duty", "在岗员工"), Text("Customers in the hall", "厅内客户")
_WHAT, _SAID = words(QT_TRANSLATE_NOOP("Briefing", "What")), words(QT_TRANSLATE_NOOP("Briefing", "Now"))
_NUMBER, _HERE = words(QT_TRANSLATE_NOOP("Briefing", "Number")), words(QT_TRANSLATE_NOOP("Briefing", "There"))
_SIGN = words(
    QT_TRANSLATE_NOOP("Briefing", "Counted by: ____________   Handed to rescuers: ____________   Time: ________")
)


def _section(name: str, title: Text, blocks: Sequence[Block]) -> PaperSection:
    return PaperSection(name, title, 0, None, tuple(blocks))


def _people(heads: HeadCount, kind: str, title: Text, branch: Branch, link: Link) -> Table:
    cells: list[tuple[str, str]] = []
    for who in sorted(heads.of(kind), key=lambda who: (who in heads.seen, who)):
        at = heads.seen.get(who)
        cells.append(
            (who.removeprefix(kind), BOX if at is None else f"{TICKED} {at.astimezone(branch.tz):%H:%M}")
        )  # fmt: skip
    cells += [("________", BOX)] * BLANK
    lines = -(-len(cells) // COLUMNS)
    rows = []
    for line in range(lines):
        row: list[Value] = []
        for column in range(COLUMNS):
            at_cell = column * lines + line
            row += cells[at_cell] if at_cell < len(cells) else ("", "")
        rows.append(Row(tuple(row)))
    return Table("incident", title, (_NUMBER, _HERE) * COLUMNS, tuple(rows), link)
