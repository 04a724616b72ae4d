"""Every kind of fact there is. The live floor's stand in facts.py; the others are loaded when one is met."""

from __future__ import annotations

from functools import cache

from lobbyconsole.domain.facts import FACTS, Fact


@cache
def all_facts() -> tuple[type[Fact], ...]:
    """Every class of fact, those of the live floor first."""
    from lobbyconsole.domain.content_facts import CONTENT_FACTS
    from lobbyconsole.domain.drill_facts import DRILL_FACTS
    from lobbyconsole.domain.incident_facts import INCIDENT_FACTS
    from lobbyconsole.domain.meeting_facts import MEETING_FACTS
    from lobbyconsole.domain.plan_facts import PLAN_FACTS
    from lobbyconsole.domain.register_facts import RECORD_FACTS
    from lobbyconsole.domain.review_facts import REVIEW_FACTS
    from lobbyconsole.domain.risk_facts import RISK_FACTS
    from lobbyconsole.domain.round_facts import ROUND_FACTS
    from lobbyconsole.domain.staff_facts import STAFF_FACTS
    from lobbyconsole.domain.walkthrough_facts import WALK_FACTS

    return (
        *FACTS,
        *ROUND_FACTS,
        *RECORD_FACTS,
        *CONTENT_FACTS,
        *MEETING_FACTS,
        *STAFF_FACTS,
        *INCIDENT_FACTS,
        *WALK_FACTS,
        *PLAN_FACTS,
        *DRILL_FACTS,
        *REVIEW_FACTS,
        *RISK_FACTS,
    )


@cache
def all_kinds() -> dict[str, type[Fact]]:
    """Every class of fact by its kind."""
    return {cls.kind: cls for cls in all_facts()}
