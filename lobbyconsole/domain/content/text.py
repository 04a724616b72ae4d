"""What all content shares: words in both languages, a name, where it applies and what it is based on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Sector = Literal["bank", "telecom"]
Evidence = Literal["none", "text", "photo", "form"]
Comparison = Literal[">", ">=", "<", "<=", "="]
Level = Literal[1, 2, 3, 4]  # 1 is the most serious


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages. Placeholders such as {minutes} are equal in both."""

    en: str
    zh: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.zh.strip():
            raise ValueError("a text needs both languages")

    def __str__(self) -> str:
        """The source language, as in logs."""
        return self.en

    def say(self, language: str) -> str:
        """The words in a language ("zh", "zh_CN", "en" ...)."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What all pieces of the library share: a name unique in its kind, where it applies, and what it is based on."""

    id: str
    sectors: tuple[Sector, ...] = ("bank", "telecom")
    source: tuple[str, ...] = ()


def unique(what: str, names: Iterable[str]) -> None:
    """Raise ValueError when one of the names stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} {name} stands twice")
        seen.add(name)
