"""How a hall gets better: training, improvement plans, feedback, cases, recognition, and what it all rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lobbyconsole.domain.content.text import Item, Text, unique

# --- training ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence(Item):
    when: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled(Item):
    """A named thing: a level of competence, a skill, an incentive's group."""

    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLevel:
    level: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Item):
    """A course: `hours` it takes, by which methods."""

    level: str
    hours: float
    method: tuple[str, ...]
    title: Text
    outline: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest(Item):
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldExam(Item):
    """A practical exam in the hall. `passed` ("pass" in the files): what counts as passed."""

    role: str
    minutes: int
    title: Text
    passed: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    id: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Item):
    """An exam question. `answer`: a letter, several, T or F; a scenario has marking `points` instead."""

    topic: str
    type: Literal["single", "multi", "judge", "scenario"]
    text: Text
    explanation: Text
    options: tuple[Choice, ...] = ()
    answer: str | tuple[str, ...] = ""
    points: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        names = [option.id for option in self.options]
        unique("option", names)
        match self.type:
            case "single":
                right = self.answer in names
            case "multi":
                right = isinstance(self.answer, tuple) and len(self.answer) > 1 and set(self.answer) <= set(names)
            case "judge":
                right = self.answer in ("T", "F")
            case "scenario":
                right = len(self.points) > 1
        if not right:
            raise ValueError(f"the answer of question {self.id} does not fit its type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    cadence: tuple[Cadence, ...]
    levels: tuple[Titled, ...]
    skill_scale: tuple[SkillLevel, ...]
    skills: tuple[Titled, ...]
    topics: tuple[Topic, ...]
    contests: tuple[Contest, ...]
    field_exam: tuple[FieldExam, ...]
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        for name in ("cadence", "levels", "skills", "topics", "contests", "field_exam", "questions"):
            unique(name, (item.id for item in getattr(self, name)))


# --- improvement ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementStep:
    """What is done by `day` after the start, by which role, and how one sees that it is done."""

    id: str
    owner: str
    day: int
    text: Text
    measure: Text
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement(Item):
    """A template of a project, a pilot or a yearly plan of so many `days`."""

    title: Text
    kind: Literal["project", "pilot", "annual_plan"]
    priority: str
    days: int
    kpis: tuple[str, ...]
    problem: Text
    target: Text
    steps: tuple[ImprovementStep, ...]
    risk: Text
    close_when: Text

    def __post_init__(self) -> None:
        unique("step", (step.id for step in self.steps))
        if any(step.day > self.days for step in self.steps):
            raise ValueError("a step lies after the end of the plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvements:
    hand_in_by: str  # MM-DD
    hand_in_note: Text
    priorities: dict[str, Text]
    items: tuple[Improvement, ...]
    priority_source: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unique("template", (item.id for item in self.items))


# --- feedback, cases, recognition -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Item):
    review_days: int
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause(Item):
    title: Text
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTime(Item):
    value: float
    unit: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion(Item):
    type: Literal["rating", "boolean", "text"]
    required: bool
    text: Text
    touchpoint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    channels: tuple[Channel, ...]
    causes: tuple[Cause, ...]
    sla: tuple[ReplyTime, ...]
    survey: tuple[SurveyQuestion, ...]

    def __post_init__(self) -> None:
        for name in ("channels", "causes", "sla", "survey"):
            unique(name, (item.id for item in getattr(self, name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Item):
    cluster: str
    title: Text
    question: Text
    answer: Text
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    clusters: dict[str, Text]
    items: tuple[Case, ...]

    def __post_init__(self) -> None:
        unique("case", (item.id for item in self.items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    id: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PraiseGroup:
    title: Text
    items: tuple[Praise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incentive(Item):
    title: Text
    rule: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    title: Text
    categories: tuple[PraiseGroup, ...]
    incentives: tuple[Incentive, ...]
    source: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unique("item", (item.id for group in self.categories for item in group.items))
        unique("incentive", (item.id for item in self.incentives))


# --- what it rests on -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Item):
    """A public standard. `checked`: how far it was verified."""

    title: Text
    use: Text
    checked: Literal["page", "index", "general"]
