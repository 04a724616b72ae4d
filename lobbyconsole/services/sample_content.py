"""What a sample branch did to the standards: something of its own, something changed, waiting, retired, and an update.

Nothing here changes what the sample hall's rounds and briefings work by. Staff are staff numbers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import ContentApproved, ContentKept, ContentProposed, ContentRetired
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.sample_words import in_words
from lobbyconsole.services.library.book import body_of
from lobbyconsole.services.work import Work


def tell_sample_content(work: Work, now: datetime, lang: str = "zh") -> int:
    """Record it; how many facts. Not for the screen's thread."""
    library, running = work.library.shipped(), iter(range(1, 99))
    found: list[Fact] = []

    def told(kind: type[Any], family: str, name: str, days: float, by: str, **more: Any) -> None:
        seq = next(running)
        at = now - timedelta(days=days)
        found.append(kind(id=f"sample-content-{seq}", at=at, source="console", seq=seq, by=by, family=family, item=name,
                          **more))  # fmt: skip

    def proposed(family: str, item: Any, base: Any, days: float, by: str, why: str, approval: bool = False) -> str:
        body, before = body_of(item), body_of(base) if base is not None else ""
        if before:
            told(ContentKept, family, item.id, days, by, version=version_of(before), body=before)
        told(ContentProposed, family, item.id, days, by, version=version_of(body), body=body,
             base=version_of(before) if before else "", why=why, approval=approval)  # fmt: skip
        return version_of(body)

    patrol = library.checklists.get("patrol_hourly")
    if patrol is not None:
        room = replace(
            patrol, id="patrol_vip_room", title=Text("VIP room patrol", "贵宾室巡检"), when="on_demand", minutes=4,
            items=patrol.items[:5], summary=Text("Before each appointment in the VIP room.", "每次贵宾室接待前巡检。"),
        )  # fmt: skip
        proposed("checklists", room, None, 12, "8001", "新增贵宾室后需要")
    script = library.scripts.get("greet_open")
    if script is not None:
        older = replace(script, avoid=Text("Looking at a screen while greeting", "问候时看屏幕"))
        own = replace(older, do=Text(f"{script.do.en} Stand at the door.", f"{script.do.zh}站在门口。"))
        proposed("scripts", own, older, 9, "8002", "神秘人检查建议")
    role = library.roles.get("lobby_assistant")
    if role is not None:
        duty = Text(f"{role.duty.en} Hands out forms.", f"{role.duty.zh}发放单据。")
        version = proposed("roles", replace(role, duty=duty),
                           role, 20, "8002", "与岗位说明书一致", True)  # fmt: skip
        told(ContentApproved, "roles", role.id, 19.5, "8001", version=version)
    plan = library.plans.get("power_outage") or next(iter(library.plans.values()), None)
    if plan is not None:
        proposed("plans", replace(plan, review_months=max(1, plan.review_months // 2)), plan, 0.4, "8005",
                 "上次演练后决定缩短复核周期", True)  # fmt: skip
    form = library.forms.get("witness_description")
    if form is not None:
        told(ContentRetired, "forms", form.id, 6, "8001", why="改用分行统一表格")
    if found:
        work.subjects.live.record(in_words(found, lang)).result(60)
    return len(found)
