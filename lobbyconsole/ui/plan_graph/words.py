"""A step in a few words, from the plain values of a draft: who, how long, whom it calls, where it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lobbyconsole.domain.content.plans import Step
from lobbyconsole.domain.plan_graph import NEXT, Graph, numbers
from lobbyconsole.services.library.plan_draft import graph_of_values
from lobbyconsole.ui.content.specs import specs_of
from lobbyconsole.ui.content.words import Names, headline, option_words
from lobbyconsole.ui.translation import translate

TONGUES = ("zh", "en")


def seconds_words(seconds: int) -> str:
    """A span as a plan gives it: 90 s, 2 min, 1 h 30."""
    if seconds % 60 and seconds < 600:
        return translate("PlanGraph", "{n} s").format(n=seconds)
    minutes = round(seconds / 60)
    if minutes < 100:
        return translate("PlanGraph", "{n} min").format(n=minutes)
    return translate("PlanGraph", "{h} h {m} min").format(h=minutes // 60, m=minutes % 60)


def allowed_words(step: Mapping[str, Any]) -> str:
    """within 2 min; wait 5 min; empty where nothing is said."""
    seconds = step.get("timer_s") if step.get("kind") == "timer" else step.get("target_s")
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return ""
    text = translate("PlanGraph", "wait {span}") if step.get("kind") == "timer" else translate(
        "PlanGraph", "within {span}"
    )  # fmt: skip
    return text.format(span=seconds_words(seconds))


def kind_words(step: Mapping[str, Any], names: Names) -> str:
    """Do, Decide, Call ..."""
    return _option("kind", step.get("kind"), names)


def role_words(step: Mapping[str, Any], names: Names) -> str:
    return names.name("roles", str(step.get("role") or "")) or translate("PlanGraph", "nobody yet")


def _option(field: str, value: Any, names: Names) -> str:
    spec = next(spec for spec in specs_of(Step) if spec.name == field)
    return option_words(spec, value, names)


def missing_numbers(step: Mapping[str, Any], names: Names) -> list[str]:
    """Those the step calls whose number the hall has not filled in."""
    known = names.groups.get("numbers", {})
    return [str(name) for name in step.get("contacts") or () if not known.get(str(name))]


def extras(step: Mapping[str, Any], names: Names) -> Iterator[str]:
    """What else a step brings with it."""
    calls = len(step.get("contacts") or ())
    if calls:
        yield translate("PlanGraph", "calls {n}").format(n=calls)
    if step.get("outcome"):
        yield _option("outcome", step["outcome"], names)
    if step.get("floor"):
        yield _option("floor", step["floor"], names)
    if step.get("opens_plan"):
        yield translate("PlanGraph", "offers: {plan}").format(plan=names.name("plans", str(step["opens_plan"])))
    if step.get("form"):
        yield names.name("forms", str(step["form"]))


def tongue_missing(step: Mapping[str, Any]) -> list[str]:
    """The languages in which some text of the step is missing."""
    texts = [step.get("text"), *([step["say"]] if step.get("say") else [])]
    texts += [branch.get("when") for branch in step.get("branches") or () if isinstance(branch, dict)]
    return [
        tongue for tongue in TONGUES if any(isinstance(text, dict) and not text.get(tongue) for text in texts)
    ]  # fmt: skip


def title_words(step: Mapping[str, Any], names: Names) -> str:
    """What is done, or that nobody has said it yet."""
    return headline({"text": step.get("text")}, names.tongue) or translate("PlanGraph", "(nothing written yet)")


def branch_words(branch: Mapping[str, Any], names: Names) -> str:
    """When this branch is taken."""
    return headline({"text": branch.get("when")}, names.tongue) or translate("PlanGraph", "(no condition yet)")


class Reading:
    """A draft read once: its graph, its steps and their numbers."""

    def __init__(self, tree: Mapping[str, Any], names: Names) -> None:
        self.tree, self.names = tree, names
        self.graph: Graph = graph_of_values(tree)
        self.steps: list[Mapping[str, Any]] = [
            step if isinstance(step, dict) else {} for step in tree.get("steps") or ()
        ]  # fmt: skip
        self.numbers = numbers(self.graph)

    def called(self) -> dict[str, str]:
        """Step id to number."""
        return {node.id: str(number) for node, number in zip(self.graph.nodes, self.numbers, strict=True)}

    def place(self, name: str) -> int:
        """Where a step of an id is; -1 when there is none."""
        return self.graph.at.get(name, -1)

    def branch(self, step: int, branch: int) -> Mapping[str, Any]:
        branches = self.steps[step].get("branches") or ()
        found = branches[branch] if branch != NEXT and branch < len(branches) else {}
        return found if isinstance(found, dict) else {}
