"""All plans as one HTML file for a phone or another PC: it needs no network, no console and no other file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.library import Library, for_sector
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.head_count import placed
from lobbyconsole.domain.initials import initials_of
from lobbyconsole.services.library.book import body_of

PARTS = Path(__file__).resolve().parents[2] / "resources" / "plan_file"


def plan_file(library: Library, branch: Branch, day: date, locale: str = "zh-CN") -> str:
    """The file's text: the plans in force that fit the hall, with its numbers. The same input gives the same text."""
    plans = list(for_sector(library.plans, branch.sector).values())
    data = {
        "branch": {"zh": branch.name("zh"), "en": branch.name("en")},
        "day": day.isoformat(),
        "plans": [_plan(plan, branch) for plan in plans],
        "roles": {name: asdict(role.title) for name, role in library.roles.items()},
        "contacts": {
            name: {"title": asdict(contact.title), "number": contact.defaults.get(locale, "")}
            for name, contact in library.contacts.items()
        },
    }
    # "<" never stands in it as itself: no text of a plan can end the script it stands in.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
    page = (PARTS / "page.html").read_text("utf-8")
    parts = {
        "title": escape(f"{branch.name('zh')} 应急预案 · {branch.name('en')} emergency plans"),
        "style": (PARTS / "style.css").read_text("utf-8"),
        "script": (PARTS / "walk.js").read_text("utf-8"),
        "data": text,
    }
    return _filled(page, parts)


def _filled(page: str, parts: Mapping[str, str]) -> str:
    """In one pass: what was put in is not looked through again."""
    found = page.split("{{")
    return found[0] + "".join(parts[name] + rest for name, _, rest in (piece.partition("}}") for piece in found[1:]))


def _plan(plan: Plan, branch: Branch) -> dict[str, Any]:
    steps = []
    for step in plan.steps:
        steps.append(_said(asdict(step) | {"text": asdict(placed(step, branch.assembly))}))
    return {
        "id": plan.id,
        "version": version_of(body_of(plan)),
        "title": asdict(plan.title),
        "find": f"{plan.id} {_initials(plan.title.zh)}",
        "start": plan.start,
        "steps": steps,
        "reporting": [_said(asdict(report)) for report in plan.reporting],
    }


def _said(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if value not in (None, "", (), [])}


def _initials(text: Iterable[str]) -> str:
    return "".join(initials_of(character)[0] for character in text)
