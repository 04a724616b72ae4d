"""Lessons (复盘改进): what a drill or an incident taught; closed only by a changed plan or a reasoned refusal."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Clock, Field, Move, Register, State

PLAN_CHANGED = "plan_changed"  # what the move asks to be proven

LESSONS = Register(
    id="lessons",
    title=Text("Lessons", "复盘改进"),
    about=Text("What drills and incidents taught. A lesson is closed by a changed plan, or refused with a reason.",
               "演练和事件复盘得出的改进项。预案改了才能销项，不采纳须写明理由。"),
    prefix="FP",
    summary_field="lesson",
    first="open",
    fields=(
        Field(name="lesson", title=Text("Lesson", "改进项"), kind="long", required=True, listed=True),
        Field(name="plan", title=Text("Plan", "预案"), kind="plan", required=True, listed=True, frozen=True),
        Field(name="owner", title=Text("Owner", "责任岗位"), kind="role", required=True, listed=True),
        Field(name="due", title=Text("Due", "期限"), kind="time", required=True, listed=True),
        Field(name="run", title=Text("From", "来源"), kind="reference", asked=False, frozen=True),
        Field(name="version", title=Text("Plan version", "预案新版本"), asked=False),
    ),
    states=(
        State(id="open", title=Text("To do", "待落实")),
        State(id="changed", title=Text("Plan changed", "已改预案"), open=False, tone="good"),
        State(id="refused", title=Text("Not adopted", "不采纳"), open=False),
    ),
    moves=(
        Move(id="changed", title=Text("Plan was changed", "预案已修改"), sources=("open",), to="changed",
             needs=("version",), proof=PLAN_CHANGED),
        Move(id="refuse", title=Text("Do not adopt", "不采纳"), sources=("open",), to="refused", by="other",
             reason=True),
        Move(id="reopen", title=Text("Reopen", "重新打开"), sources=("changed", "refused"), to="open", reason=True),
    ),
    clocks=(Clock(id="due", title=Text("Due", "落实期限"), stops=("changed", "refused"), due_field="due"),),
)  # fmt: skip
