"""Notices from head office (上级通知): in force from and to, who has read them, and "cannot be done here because"."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Clock, Field, Move, Register, State

NOTICES = Register(
    id="notices",
    title=Text("Notices", "上级通知"),
    about=Text("What head office asks or says, from when to when it holds, and what the hall answered.",
               "上级通知与新规：生效与失效日期、阅知情况、本厅反馈。"),
    prefix="TZ",
    summary_field="title",
    owner_field="owner",
    ends_field="expires",
    signed=True,
    first="new",
    fields=(
        Field(name="title", title=Text("Title", "标题"), required=True, listed=True),
        Field(name="text", title=Text("What it asks", "内容要求"), kind="long", longest=4000),
        Field(name="sender", title=Text("From", "发文部门"), listed=True),
        Field(name="reference", title=Text("Reference", "文号"), listed=True),
        Field(name="effective", title=Text("In force from", "生效日期"), kind="date", required=True, listed=True),
        Field(name="expires", title=Text("Until", "失效日期"), kind="date", listed=True),
        Field(name="reply_by", title=Text("Answer by", "反馈期限"), kind="time"),
        Field(name="owner", title=Text("In charge", "落实责任岗位"), kind="role", listed=True),
        Field(name="done", title=Text("How it was done", "落实情况"), kind="long", asked=False, longest=2000),
        Field(name="obstacle", title=Text("Cannot be done here because", "本厅无法执行的原因"), kind="long",
              asked=False, longest=2000),
    ),
    states=(
        State(id="new", title=Text("New", "待落实"), tone="watch"),
        State(id="done", title=Text("Carried out", "已落实"), open=False, tone="good"),
        State(id="cannot", title=Text("Cannot be done here", "无法执行，已反馈"), tone="bad"),
        State(id="settled", title=Text("Settled with head office", "已与上级确认"), open=False),
        State(id="expired", title=Text("Expired", "已失效"), open=False),
    ),
    moves=(
        Move(id="carry_out", title=Text("Carried out", "已落实"), sources=("new", "cannot"), to="done",
             needs=("done",)),
        Move(id="object", title=Text("Cannot be done here", "反馈无法执行"), sources=("new",), to="cannot",
             needs=("obstacle",)),
        Move(id="settle", title=Text("Settled", "上级已确认"), sources=("cannot",), to="settled", reason=True),
        Move(id="expire", title=Text("Expired", "失效"), sources=("new", "cannot", "done"), to="expired"),
        Move(id="reopen", title=Text("Reopen", "重新打开"), sources=("done", "settled", "expired"), to="new",
             reason=True),
    ),
    clocks=(
        Clock(id="reply", title=Text("Answer by", "反馈期限"), stops=("done", "cannot", "settled", "expired"),
              due_field="reply_by"),
    ),
)  # fmt: skip
