"""In which groups the blocks of a section stand: figures together, charts together, what is missing at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from lobbyconsole.domain.paper import Bars, Block, Figure, Missing

Group: TypeAlias = Sequence[Block]


def arranged(blocks: Iterable[Block]) -> list[Group]:
    """Groups of one kind each. Figures and charts that alternate are told apart; tables and notes keep their place."""
    groups: list[Group] = []
    figures: list[Block] = []
    charts: list[Block] = []
    missing: list[Block] = []

    def close() -> None:
        groups.extend(group[:] for group in (figures, charts) if group)
        figures.clear()
        charts.clear()

    for block in blocks:
        if isinstance(block, Figure):
            figures.append(block)
        elif isinstance(block, Bars):
            charts.append(block)
        elif isinstance(block, Missing):
            missing.append(block)
        else:
            close()
            groups.append([block])
    close()
    return [*groups, missing] if missing else groups
