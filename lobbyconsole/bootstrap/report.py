"""`lobbyconsole report`: one report of a hall as a file, and the list of those there are."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lobbyconsole.bootstrap.hall import OpenHall
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.files import save_as

FORMS = (".csv", ".xlsx", ".json", ".pdf")


def list_reports() -> list[dict[str, Any]]:
    """What can be asked for; needs no hall."""
    from lobbyconsole.services.reports.book import RACK

    return [
        {
            "report": shelf.kind.id,
            "en": shelf.kind.title.en,
            "zh": shelf.kind.title.zh,
            "periods": list(shelf.kind.periods),
        }
        for shelf in RACK
    ]


def form_of(path: Path) -> str:
    """The file's ending. Raises Refused for one that is not written."""
    ending = path.suffix.lower()
    if ending not in FORMS:
        raise Refused(Message("{path}: the ending must be one of {known}", {"path": path, "known": ", ".join(FORMS)}))
    return ending


def write_report(
    hall: OpenHall, kind: str, period: str, day: date | None, at: datetime | None, path: Path, language: str
) -> dict[str, Any]:
    """Make it and write it; without a day for the last one with customers. Raises Refused and OSError."""
    ending = form_of(path)
    if day is None:
        days = hall.console.history.days()
        if not days:
            raise Refused(Message("No day has had customers yet. Give the day with --day YYYY-MM-DD."))
        day = days[-1]
    reports = hall.console.work.reports
    paper = reports.make(kind, period, day, at)
    if ending == ".json":
        save_as(path, f"{paper.to_json()}\n".encode())
    else:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from lobbyconsole.ui.written import Writer

        writer = Writer(hall.console.settings.current.branch, language)
        if ending == ".pdf":
            writer.pdf(paper, path)
        elif ending == ".xlsx":
            reports.write_xlsx(paper, path, language, writer.say)
        else:
            reports.write_csv(paper, path, language, writer.say)
    return {"file": str(path), "report": kind, "period": period, "from": paper.first, "to": paper.last}
