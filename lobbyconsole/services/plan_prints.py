"""The printed set of the emergency plans: made, remembered as printed, and known to be out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.library import Library, for_sector
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.paper import Paper
from lobbyconsole.domain.plan_facts import PlanPrinted
from lobbyconsole.domain.standing import standing_facts
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.library.book import LibraryBook, body_of
from lobbyconsole.services.plan_file import plan_file
from lobbyconsole.services.plan_sheets import PLACE, numbers_on, one_page, phone_sheet, place_on, role_cards
from lobbyconsole.services.subjects import Subjects

Papers = Literal["page", "roles", "phones", "file"]
OF_A_PLAN: tuple[Papers, ...] = ("page", "roles")
OF_ALL: tuple[Papers, ...] = ("phones", "file")
Why = Literal["never_printed", "new_version", "numbers_changed", "plan_added", "not_in_use"]


@dataclass(frozen=True, slots=True)
class Print:
    """When a paper was printed last, and what stood on it."""

    plan: str
    papers: Papers
    at: datetime
    by: str
    language: str
    versions: dict[str, str]
    numbers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outdated:
    """A paper on the wall that no longer says what holds. `names`: plans or contacts it is about."""

    plan: str
    papers: Papers
    why: Why
    printed_at: datetime | None
    names: tuple[str, ...] = ()


class PlanPrints:
    """The printed set of one hall."""

    def __init__(self, subjects: Subjects, library: LibraryBook, branch: Callable[[], Branch]) -> None:
        self._subjects = subjects
        self._library = library
        self._branch = branch

    # --- making ---

    def plans(self) -> dict[str, Plan]:
        """The plans in force that fit the hall."""
        return dict(for_sector(self._library.library().plans, self._branch().sector))

    def papers(self, now: datetime, only: str = "") -> list[tuple[str, Papers, Paper]]:
        """(plan, which, paper) of the whole set, or of one plan. Raises Refused for a plan that is not in use."""
        library, branch, plans = self._library.library(), self._branch(), self.plans()
        if only and only not in plans:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This plan is not in use here.")))
        found: list[tuple[str, Papers, Paper]] = []
        for name, plan in plans.items():
            if only in ("", name):
                found.append((name, "page", one_page(plan, library, branch, now)))
                found.append((name, "roles", role_cards(plan, library, branch, now)))
        if not only:
            found.append(("", "phones", phone_sheet(list(plans.values()), library, branch, now)))
        return found

    def html(self, now: datetime) -> str:
        """The file with all plans, for a phone or another PC."""
        branch = self._branch()
        return plan_file(self._library.library(), branch, now.astimezone(branch.tz).date())

    def note_printed(self, made: Iterable[tuple[str, Papers]], language: str, *, by: str = "") -> None:
        """Remember what was printed just now, in the versions now in force."""
        by_plan: dict[str, list[Papers]] = {}
        for plan, papers in made:
            by_plan.setdefault(plan, []).append(papers)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            plans = self.plans()
            facts = []
            for name, papers in by_plan.items():
                on = {name: plans[name]} if name else plans
                facts.append(
                    PlanPrinted(
                        **self._subjects.envelope(now, by), plan=name, papers=tuple(papers), language=language,
                        versions=_versions(on), numbers=self._numbers_on(on),
                    )
                )  # fmt: skip
            return facts, None

        if by_plan:
            self._subjects.decide(decision)

    # --- looking ---

    def printed(self, plan: str) -> dict[Papers, Print]:
        """The last print of each paper of a plan, or with "" of those of all plans."""
        return last_prints(self._subjects.facts("plan:" + plan))

    def outdated(self, now: datetime) -> list[Outdated]:
        """What on the wall no longer holds at `now`, in the library's order; those never printed last."""
        library, branch = self._library.library(), self._branch()
        return outdated_of(self.plans(), library, branch, self._subjects.facts, self._printed_plans(), now)

    def _numbers_on(self, plans: dict[str, Plan]) -> tuple[tuple[str, str], ...]:
        return _numbers_of(plans, self._library.library(), self._branch())

    def _printed_plans(self) -> list[str]:
        from lobbyconsole.store.lookup import keys_of

        with self._subjects.store.reader() as db:
            kept = keys_of(db, "plan")
        recent = [subject.removeprefix("plan:") for subject in self._subjects.recent("plan")]
        return [name for name in dict.fromkeys([*kept, *recent]) if name]


def last_prints(facts: Iterable[Fact], now: datetime | None = None) -> dict[Papers, Print]:
    """The last print of each paper up to `now`, from the facts in any order."""
    found: dict[Papers, Print] = {}
    for fact in standing_facts(facts):
        if isinstance(fact, PlanPrinted) and (now is None or fact.at <= now):
            for papers in fact.papers:
                if papers in OF_A_PLAN or papers in OF_ALL:
                    found[papers] = Print(
                        fact.plan, papers, fact.at, fact.by, fact.language, dict(fact.versions), dict(fact.numbers)
                    )  # fmt: skip
    return found


def outdated_of(
    plans: dict[str, Plan], library: Library, branch: Branch, told: Callable[[str], Iterable[Fact]],
    printed: Iterable[str], now: datetime,
) -> list[Outdated]:  # fmt: skip
    """What of the printed set no longer holds. `told`: the facts of a subject; `printed`: plans once printed."""
    found = []
    for name in dict.fromkeys([*plans, *printed]):
        plan = plans.get(name)
        numbers = _numbers_of({name: plan}, library, branch) if plan is not None else ()
        found += _of_plan(name, plan, dict(numbers), last_prints(told("plan:" + name), now))
    found += _of_all(plans, dict(_numbers_of(plans, library, branch)), last_prints(told("plan:"), now))
    return sorted(found, key=lambda paper: paper.why == "never_printed")


def _numbers_of(plans: dict[str, Plan], library: Library, branch: Branch) -> tuple[tuple[str, str], ...]:
    """What of the hall's own stands on the papers of these plans."""
    return (*numbers_on(plans.values(), library), *place_on(plans.values(), branch))


def _versions(plans: dict[str, Plan]) -> tuple[tuple[str, str], ...]:
    return tuple((name, version_of(body_of(plan))) for name, plan in plans.items())


def _of_plan(name: str, plan: Plan | None, numbers: dict[str, str], prints: dict[Papers, Print]) -> list[Outdated]:
    if plan is None:
        return [Outdated(name, papers, "not_in_use", print_.at) for papers, print_ in prints.items()]
    version = version_of(body_of(plan))
    found = []
    for papers in OF_A_PLAN:
        last = prints.get(papers)
        if last is None:
            found.append(Outdated(name, papers, "never_printed", None))
        elif last.versions.get(name) != version:
            found.append(Outdated(name, papers, "new_version", last.at, (name,)))
        elif changed := _changed(last.numbers, numbers):
            found.append(Outdated(name, papers, "numbers_changed", last.at, changed))
    return found


def _of_all(plans: dict[str, Plan], numbers: dict[str, str], prints: dict[Papers, Print]) -> list[Outdated]:
    versions = dict(_versions(plans))
    found = []
    for papers in OF_ALL:
        last = prints.get(papers)
        if last is None:
            found.append(Outdated("", papers, "never_printed", None))
        elif changed := tuple(of for of in _changed(last.numbers, numbers) if (papers, of) != ("phones", PLACE)):
            found.append(Outdated("", papers, "numbers_changed", last.at, changed))
        elif papers == "file" and (newer := _changed(last.versions, versions)):
            why: Why = "plan_added" if all(name not in last.versions for name in newer) else "new_version"
            found.append(Outdated("", papers, why, last.at, newer))
    return found


def _changed(was: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in {*was, *now} if was.get(name) != now.get(name)))
