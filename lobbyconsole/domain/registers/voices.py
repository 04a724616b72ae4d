"""Customers' voices (客户声音): a complaint or praise in a few words and its touchpoint; never who said it."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Choice, Field, Move, Register, State

KINDS = (
    Choice(id="complaint", label=Text("Complaint", "投诉")),
    Choice(id="suggestion", label=Text("Suggestion", "建议")),
    Choice(id="praise", label=Text("Praise", "表扬")),
)
# feedback.yaml: channels
CHANNELS = (
    Choice(id="hall", label=Text("Said in the hall", "厅内口头")),
    Choice(id="box", label=Text("Feedback box", "意见箱")),
    Choice(id="code", label=Text("Code on screens and slips", "评价码")),
    Choice(id="phone", label=Text("Hotline and callback", "热线与回访")),
    Choice(id="social", label=Text("Public comment", "公开评价")),
    Choice(id="other", label=Text("Other", "其他")),
)

VOICES = Register(
    id="voices",
    title=Text("Customers' voices", "客户声音"),
    about=Text("Complaints and praise by touchpoint, in a few words. No names, telephone or card numbers: who it was"
               " belongs to the complaint case, not here.",
               "按接触点简记投诉、建议与表扬。不写姓名、电话、卡号：客户身份属于投诉案件，不在此登记。"),
    prefix="SY",
    summary_field="words",
    owner_field="owner",
    first="heard",
    fields=(
        Field(name="date", title=Text("Date", "日期"), kind="date", required=True, listed=True),
        Field(name="kind", title=Text("Kind", "类别"), kind="choice", required=True, listed=True, choices=KINDS),
        Field(name="touchpoint", title=Text("Touchpoint", "接触点"), kind="touchpoint", required=True, listed=True),
        Field(name="words", title=Text("In a few words", "内容摘要"), kind="long", required=True, listed=True),
        Field(name="channel", title=Text("Heard by", "渠道"), kind="choice", listed=True, choices=CHANNELS),
        Field(name="owner", title=Text("Owner", "责任岗位"), kind="role"),
        Field(name="ticket", title=Text("Ticket", "票号"), kind="reference"),
        Field(name="answer", title=Text("What was done", "处理情况"), kind="long", asked=False, longest=2000),
    ),
    states=(
        State(id="heard", title=Text("Heard", "已记录"), tone="watch"),
        State(id="answered", title=Text("Answered", "已答复"), open=False, tone="good"),
        State(id="dropped", title=Text("Dropped", "已撤销"), open=False),
    ),
    moves=(
        Move(id="answer", title=Text("Answered", "已答复"), sources=("heard",), to="answered", needs=("answer",)),
        Move(id="drop", title=Text("Drop", "撤销"), sources=("heard",), to="dropped", reason=True),
        Move(id="reopen", title=Text("Reopen", "重新打开"), sources=("answered", "dropped"), to="heard", reason=True),
    ),
)  # fmt: skip
