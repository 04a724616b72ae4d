"""Shift log and handover (值班日志与交接): frozen at the handover or after a day; the successor signs."""

from __future__ import annotations

from datetime import timedelta

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Choice, Field, Move, Register, State

SHIFT_LOG = Register(
    id="shift_log",
    title=Text("Shift log", "值班日志"),
    about=Text("What the next shift must know. It freezes when handed over, or after 24 hours.",
               "下一班必须知道的事项，交接或满24小时后不可再改。"),
    prefix="JB",
    summary_field="entry",
    owner_field="written_by",
    author_field="written_by",
    first="writing",
    freezes=("handed_over", "signed"),
    freeze_after=timedelta(hours=24),
    fields=(
        Field(name="entry", title=Text("Entry", "事项"), kind="long", required=True, listed=True, longest=4000),
        Field(name="topic", title=Text("Topic", "类别"), kind="choice", listed=True, choices=(
            Choice(id="customers", label=Text("Customers", "客户")),
            Choice(id="staff", label=Text("Staff", "人员")),
            Choice(id="equipment", label=Text("Equipment", "设备")),
            Choice(id="cash", label=Text("Cash and vouchers", "现金凭证")),
            Choice(id="safety", label=Text("Safety", "安全")),
            Choice(id="other", label=Text("Other", "其他")),
        )),
        Field(name="follow_up", title=Text("Must be followed up", "需跟进"), kind="yes_no", listed=True),
        Field(name="written_by", title=Text("Written by", "记录人"), kind="staff", asked=False, listed=True),
        Field(name="successor", title=Text("Taken over by", "接班人"), kind="staff", asked=False, listed=True),
    ),
    states=(
        State(id="writing", title=Text("Open", "记录中")),
        State(id="handed_over", title=Text("Handed over", "待接班签收"), tone="watch"),
        State(id="signed", title=Text("Signed", "已签收"), open=False, tone="good"),
    ),
    moves=(
        Move(id="hand_over", title=Text("Hand over", "交班"), sources=("writing",), to="handed_over"),
        Move(id="sign", title=Text("Sign", "接班签收"), sources=("handed_over",), to="signed", by="other",
             fills="successor"),
    ),
)  # fmt: skip
