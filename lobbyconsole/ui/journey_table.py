"""A self-evaluation's sheet as the page shows it and as a file: gathered on a worker, named in the reader's words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from lobbyconsole.domain.evaluation import Chapter, Quarter, Sheet, Total
from lobbyconsole.domain.rounds import FINISHED
from lobbyconsole.ui.journey_criterion import proof_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.journey_sheet import points_text, quarter_text

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console

PROOF_DAYS = timedelta(days=92)
MOST_PROOFS = 60


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a worker brought: the sheet, the history, and what may prove something by its subject."""

    sheet: Sheet
    now_quarter: Quarter
    history: tuple[Total, ...]
    names: Mapping[str, str]


def load(console: Console, quarter: Quarter | None, tongue: str) -> Loaded:
    """Read all of it. On a worker thread."""
    work, now = console.work, console.live.clock.now()
    evaluations = work.journey.evaluations
    here, day = evaluations.quarter(now), work.rounds.day_of(now)
    sheet = evaluations.sheet(quarter or here)
    checklists = work.library.library().checklists
    names: dict[str, str] = {}

    def name_round(key: str, checklist: str, on: str) -> None:
        known = checklists.get(checklist)
        names[f"round:{key}"] = f"{own(known.title.say(tongue)) if known else checklist} {on}"

    finished = (row for row in work.rounds.past(day - PROOF_DAYS, day) if row.state == FINISHED)
    for row in itertools.islice(finished, MOST_PROOFS):
        name_round(row.round, row.checklist, row.business_day[5:])
    for register in ("actions", "outside_checks"):
        for record in work.records.rows(register)[:MOST_PROOFS]:
            names[f"record:{register}/{record.record}"] = f"{record.record} {record.summary}"
    for _, proof in sheet.evidence:  # what was named long ago has a name too
        kind, _, key = proof.partition(":")
        if proof not in names and kind == "round" and (opened := work.rounds.get(key)) is not None:
            name_round(key, opened.checklist.id, f"{opened.round.begun_at:%m-%d}" if opened.round.begun_at else "")
    return Loaded(sheet, here, tuple(evaluations.history(now)), names)


def points_of(chapter: Chapter) -> str:
    """What a chapter came to, of what it can come to."""
    possible = chapter.score.possible if chapter.finished else chapter.full
    return f"{points_text(chapter.score.points)} / {points_text(possible)}"


def command_of(proof: str) -> tuple[str, str]:
    """The window's command that opens a piece of evidence; empty for a photo."""
    kind, _, rest = proof.partition(":")
    return (kind, rest) if kind in ("round", "record") else ("", "")


def sheet_table(sheet: Sheet, names: Mapping[str, str]) -> tuple[list[str], list[list[object]]]:
    """The sheet as a table: a line per criterion, chapter sums, the whole at the end."""
    head = [
        translate("Journey", "Chapter"), translate("Journey", "Criterion"), translate("Journey", "Standard"),
        translate("Journey", "Full points"), translate("Journey", "Points"), translate("Journey", "Taken off"),
        translate("Journey", "Reason"), translate("Journey", "Evidence"), translate("Journey", "Evaluated by"),
    ]  # fmt: skip
    rows: list[list[object]] = []
    stop = "；" if language() == "zh" else "; "
    for chapter in sheet.chapters:
        title = own(chapter.checklist.title.say(language()))
        for criterion in chapter.criteria:
            proofs = (*criterion.evidence, *("photo:" + name for name in criterion.photos))
            given: object = "" if criterion.given is None else criterion.given
            rows.append([
                title, own(criterion.item.text.say(language())), own(criterion.item.standard.say(language())),
                criterion.full, given, criterion.lost or "", criterion.reason,
                stop.join(proof_text(proof, names) for proof in proofs),
                criterion.answer.by if criterion.answer is not None else "",
            ])  # fmt: skip
        total = translate("Journey", "Sum of the chapter")
        lost = sum(c.lost for c in chapter.criteria)
        rows.append([title, total, "", chapter.score.possible, chapter.score.points, lost, "", "", chapter.by])
    rows.append([
        quarter_text(sheet.quarter), translate("Journey", "Sum in all"), "", sheet.possible, sheet.points,
        sum(criterion.lost for criterion in sheet.lost), "", "", "",
    ])  # fmt: skip
    return head, rows
