"""What a paper calls things and how it judges them: vocabulary, services, roles, targets of key figures."""

from __future__ import annotations

from datetime import date

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.lists import Kpi
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Day, Link, Value, Verdict, judge, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP


class Naming:
    """Mixed into whatever has a branch and a library."""

    branch: Branch
    library: Library

    def kpi(self, name: str) -> Kpi | None:
        """The definition of a key figure."""
        return self.library.kpi(name)

    def judged(self, name: str, value: float | None, scale: float = 1) -> tuple[float | None, Verdict]:
        """(target, verdict) of a key figure; `scale` turns the library's unit into the value's, e.g. 60."""
        kpi = self.kpi(name)
        if kpi is None or kpi.target is None:
            return None, "none"
        warn = None if kpi.warn is None else kpi.warn * scale
        return kpi.target * scale, judge(value, kpi.target * scale, warn, kpi.direction)

    def title(self, source: str) -> Text:
        """What the vocabulary calls a data source."""
        term = self.library.vocab.get("data_sources", {}).get(source)
        return Text(term.en, term.zh) if term else Text(source, source)

    def term(self, group: str, name: str) -> Value:
        """An entry of the vocabulary; the bare id when there is none."""
        term = self.library.vocab.get(group, {}).get(name)
        return Text(term.en, term.zh) if term else name

    def service(self, name: str) -> Value:
        """What a service is called."""
        service = self.branch.service(name)
        if service is None or not (service.title_en or service.title_zh):
            return name
        return Text(service.title_en or service.title_zh, service.title_zh or service.title_en)

    def role(self, name: str) -> Value:
        """What a role is called."""
        role = self.library.roles.get(name)
        return role.title if role else name


def span(first: date, last: date) -> Value:
    """One day, or from one to another."""
    if first == last:
        return Day(first.isoformat())
    text = QT_TRANSLATE_NOOP("Briefing", "{first} to {last}")
    return words(text, first=Day(first.isoformat()), last=Day(last.isoformat()))


def days_link(kind: str, key: str, first: date, last: date) -> Link:
    """A link to what happened on these business days."""
    return Link(kind, key, first.isoformat(), last.isoformat())
