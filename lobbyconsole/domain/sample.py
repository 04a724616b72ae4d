"""The sample branch, and believable days of any branch: one, or a history of many."""

from __future__ import annotations

from datetime import date, datetime, time

from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, OpeningHours, Service
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Lobby
from lobbyconsole.domain.picture import ACT, paint
from lobbyconsole.domain.sample_day import SampleDay

SEEDS_TRIED = 24


def sample_branch(sector: str = "bank") -> Branch:
    """The branch of the demo and of the pictures ("bank" or "telecom"): five services, eight counters."""

    def services(*rows: tuple[str, str, str, str, int, int]) -> tuple[Service, ...]:
        return tuple(
            Service(
                id=key, title_zh=zh, title_en=en, numbers=NumberRule(prefix=prefix), target_s=target, typical_s=typical
            )
            for key, prefix, zh, en, target, typical in rows
        )

    def counters(*takes: tuple[str, ...]) -> tuple[CounterPlace, ...]:
        return tuple(CounterPlace(id=str(at), services=services) for at, services in enumerate(takes, 1))

    if sector == "telecom":
        return Branch(
            name_zh="城东营业厅",
            name_en="East Gate store",
            code="0102",
            sector=sector,
            hours=OpeningHours(week=((time(9), time(18)),) * 7),
            services=services(
                ("fast", "A", "业务快办", "Fast lane", 600, 210),
                ("personal", "B", "个人业务", "Personal business", 600, 480),
                ("home", "F", "宽带与家庭", "Broadband and family", 900, 600),
                ("priority", "V", "贵宾客户", "Priority customers", 300, 540),
                ("enterprise", "E", "政企客户", "Enterprise customers", 900, 660),
            ),
            counters=counters(
                ("fast",),
                ("fast",),
                ("fast", "personal"),
                ("personal",),
                ("fast", "personal"),
                ("home",),
                ("priority",),
                ("enterprise",),
            ),
        )
    return Branch(
        name_zh="城东支行",
        name_en="East Gate branch",
        code="0101",
        sector=sector,
        hours=OpeningHours(week=((time(9), time(17)),) * 5 + ((time(9), time(16, 30)),) * 2),
        services=services(
            ("cash", "A", "个人现金", "Personal cash", 600, 200),
            ("personal", "B", "个人非现金", "Personal, no cash", 600, 270),
            ("corporate", "C", "对公业务", "Corporate business", 900, 420),
            ("wealth", "V", "贵宾理财", "Priority and wealth", 300, 540),
            ("ebank", "E", "开卡/电子银行", "Cards and e-banking", 600, 360),
        ),
        counters=counters(
            ("cash",),
            ("cash",),
            ("cash", "personal"),
            ("personal",),
            ("cash", "personal"),
            ("corporate",),
            ("wealth",),
            ("ebank",),
        ),
    )


def simulate_day(branch: Branch, day: date, seed: int = 0, *, until: datetime | None = None) -> list[Fact]:
    """All facts of a day, oldest first; with `until` those before that instant. The same arguments, the same facts."""
    return SampleDay(branch, day, seed).run(until)


def lively_seed(branch: Branch, day: date, at: datetime) -> int:
    """The first seed whose floor at that instant is worth a look: all three levels, and no wait beyond 18 minutes."""
    best, found = (False, False, -1e9), 0
    for seed in range(SEEDS_TRIED):
        played = SampleDay(branch, day, seed)
        played.run(at)
        picture = paint(branch, Lobby(tickets=played.tickets, counters=played.counters), at)
        if not picture.rows:
            return seed
        all_levels = len({block.level for row in picture.rows for block in row.blocks}) == 3
        fullest = max(picture.rows, key=lambda row: len(row.blocks))
        pressing = any(block.level == ACT for block in fullest.blocks)
        longest = (picture.figures.longest_s or 0.0) / 60
        if all_levels and pressing and 12 <= longest <= 18 and 14 <= picture.figures.waiting <= 32:
            return seed
        if (worth := (all_levels, pressing, -abs(longest - 15))) > best:
            best, found = worth, seed
    return found
