"""Outside checks (外部检查): what a mystery shopper, head office or a third party gave the hall, point by point."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Choice, Field, Move, Register, State

SOURCES = (
    Choice(id="mystery", label=Text("Mystery shopper", "神秘人暗访")),
    Choice(id="head_office", label=Text("Head office check", "上级检查")),
    Choice(id="third_party", label=Text("Third party", "第三方评估")),
    Choice(id="peer", label=Text("Another branch", "网点互查")),
)

OUTSIDE_CHECKS = Register(
    id="outside_checks",
    title=Text("Outside checks", "外部检查"),
    about=Text("What strangers saw and gave: one line a touchpoint and item, typed or read from a file. The journey"
               " sets it against the hall's own score.",
               "神秘人、上级与第三方的评分：每个接触点、检查项一行，可录入也可导入。触点地图据此与自查得分比对。"),
    prefix="WJ",
    summary_field="about",
    owner_field="",
    first="new",
    fields=(
        Field(name="date", title=Text("Date", "检查日期"), kind="date", required=True, listed=True),
        Field(name="source", title=Text("By", "检查来源"), kind="choice", required=True, listed=True, choices=SOURCES),
        Field(name="touchpoint", title=Text("Touchpoint", "接触点"), kind="touchpoint", required=True, listed=True),
        Field(name="about", title=Text("What was checked", "检查项目"), required=True, listed=True),
        Field(name="score", title=Text("Score", "得分"), kind="number", required=True, listed=True),
        Field(name="out_of", title=Text("Out of", "满分"), kind="number", required=True, listed=True),
        Field(name="remark", title=Text("Remark", "检查意见"), kind="long", listed=True, longest=2000),
        Field(name="evidence", title=Text("Evidence", "依据"), kind="long", longest=2000),
        Field(name="answer", title=Text("What the hall says to it", "本厅说明"), kind="long", asked=False,
              longest=2000),
    ),
    states=(
        State(id="new", title=Text("To be looked at", "待处理"), tone="watch"),
        State(id="accepted", title=Text("Accepted", "已认领"), open=False, tone="good"),
        State(id="disputed", title=Text("Appealed", "已申诉"), tone="bad"),
        State(id="withdrawn", title=Text("Taken back", "已撤销"), open=False),
    ),
    moves=(
        Move(id="accept", title=Text("Accept", "认领"), sources=("new", "disputed"), to="accepted"),
        Move(id="dispute", title=Text("Appeal", "申诉"), sources=("new", "accepted"), to="disputed", needs=("answer",)),
        Move(id="withdraw", title=Text("Taken back", "撤销"), sources=("new", "accepted", "disputed"), to="withdrawn",
             reason=True),
        Move(id="reopen", title=Text("Reopen", "重新打开"), sources=("withdrawn",), to="new", reason=True),
    ),
)  # fmt: skip
