"""Corrective actions (整改): finding -> owner -> due -> evidence -> re-check by another person."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Clock, Field, Move, Register, State

SYSTEMIC_WITHIN_DAYS = 30  # the same item in the same zone again within so long is systemic and asks for a cause

ACTIONS = Register(
    id="actions",
    title=Text("Corrective actions", "整改"),
    about=Text("What was found wrong, who puts it right until when, and who saw that it is right.",
               "发现的问题、谁在何时前整改、由谁复查确认。"),
    prefix="ZG",
    summary_field="finding",
    first="open",
    fields=(
        Field(name="finding", title=Text("Finding", "发现的问题"), kind="long", required=True, listed=True),
        Field(name="action", title=Text("Action", "整改措施"), kind="long", listed=True),
        Field(name="owner", title=Text("Owner", "责任岗位"), kind="role", required=True, listed=True),
        Field(name="due", title=Text("Due", "期限"), kind="time", listed=True),
        Field(name="zone", title=Text("Zone", "区域"), kind="zone", listed=True),
        Field(name="touchpoint", title=Text("Touchpoint", "接触点"), kind="touchpoint"),
        Field(name="item", title=Text("Checklist item", "检查项"), kind="reference", asked=False),
        Field(name="evidence", title=Text("What was done", "整改情况"), kind="long", asked=False, longest=2000),
        Field(name="systemic", title=Text("Systemic", "系统性问题"), kind="yes_no", asked=False),
        Field(name="cause", title=Text("Cause", "原因分析"), kind="long", asked=False, longest=2000),
    ),
    states=(
        State(id="open", title=Text("To do", "待整改")),
        State(id="done", title=Text("To be checked", "待复查"), tone="watch"),
        State(id="verified", title=Text("Verified", "已销号"), open=False, tone="good"),
        State(id="dropped", title=Text("Dropped", "已撤销"), open=False),
    ),
    moves=(
        Move(id="report", title=Text("Report done", "整改完成"), sources=("open",), to="done", needs=("evidence",)),
        Move(id="verify", title=Text("Verify", "复查通过"), sources=("done",), to="verified", by="other"),
        Move(id="return", title=Text("Send back", "退回重改"), sources=("done",), to="open", by="other", reason=True),
        Move(id="drop", title=Text("Drop", "撤销"), sources=("open", "done"), to="dropped", reason=True),
        Move(id="reopen", title=Text("Reopen", "重新打开"), sources=("verified", "dropped"), to="open", reason=True),
    ),
    clocks=(
        Clock(id="due", title=Text("Due", "整改期限"), stops=("done", "verified", "dropped"), due_field="due"),
    ),
)  # fmt: skip
