"""`lobbyconsole plans`: the printed set of the emergency plans as PDF files, and all plans as one HTML file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lobbyconsole.bootstrap.hall import OpenHall
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.files import save_as
from lobbyconsole.services.plan_prints import Papers, PlanPrints


def write_plans(
    hall: OpenHall, html: Path | None, folder: Path | None, only: str, language: str, *, note: bool = True
) -> dict[str, Any]:
    """Write what was asked for and remember it as printed; without either only say what is out of date.

    Raises Refused and OSError. `note` False: of a hall whose journal may not be written.
    """
    work, branch = hall.console.work, hall.console.settings.current.branch
    prints, now = PlanPrints(work.subjects, work.library, lambda: branch), hall.console.live.clock.now()
    made: list[tuple[str, Papers]] = []
    answer: dict[str, Any] = {}
    if html is not None:
        if html.suffix.lower() not in (".html", ".htm"):
            raise Refused(Message("{path}: the ending must be one of {known}", {"path": html, "known": ".html"}))
        save_as(html, prints.html(now).encode())
        made.append(("", "file"))
        answer["html"] = str(html)
    if folder is not None:
        papers = prints.papers(now, only)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from lobbyconsole.ui.paper.plan_sheet import plan_pdf
        from lobbyconsole.ui.written import Writer

        Writer(branch, language)  # the words of the language, the fonts
        pages = 0
        for plan, which, paper in papers:
            name = f"{plan}-{which}.pdf" if plan else f"{which}.pdf"
            pages += plan_pdf(which, paper, folder / name, language, branch.tz)
            made.append((plan, which))
        answer |= {"folder": str(folder), "files": len(papers), "pages": pages}
    if note:
        prints.note_printed(made, language)
    answer["outdated"] = [
        {"plan": entry.plan, "papers": entry.papers, "why": entry.why, "printed_at": entry.printed_at,
         "names": list(entry.names)}
        for entry in prints.outdated(hall.console.live.clock.now())
    ]  # fmt: skip
    return answer
