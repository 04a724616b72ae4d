"""Support requests to the back office (工作支撑): two clocks, first answer and solution, by department."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Choice, Clock, Field, Move, Register, State

RESPOND_MIN, SOLVE_MIN = 30, 8 * 60  # kpis: backoffice_response; a working day

DEPARTMENTS = (
    Choice(id="it", label=Text("Technology", "科技")),
    Choice(id="operations", label=Text("Operations", "运营")),
    Choice(id="business", label=Text("Business line", "业务条线")),
    Choice(id="compliance", label=Text("Compliance and risk", "合规风险")),
    Choice(id="facilities", label=Text("Facilities", "行政后勤")),
    Choice(id="security", label=Text("Security", "安保")),
    Choice(id="hr", label=Text("Human resources", "人力")),
    Choice(id="other", label=Text("Other", "其他")),
)

SUPPORT = Register(
    id="support",
    title=Text("Support requests", "工作支撑"),
    about=Text("What the hall cannot solve alone: asked of a department, with a clock for the answer and one for the"
               " solution.", "厅内无法解决、提请后台支撑的问题，分别计算响应与办结时限。"),
    prefix="ZC",
    summary_field="question",
    owner_field="department",
    first="sent",
    fields=(
        Field(name="question", title=Text("Request", "支撑事项"), kind="long", required=True, listed=True),
        Field(name="department", title=Text("Department", "支撑部门"), kind="choice", required=True, listed=True,
              choices=DEPARTMENTS),
        Field(name="urgent", title=Text("A customer is waiting", "客户在场等候"), kind="yes_no", listed=True),
        Field(name="ticket", title=Text("Ticket", "票号"), kind="reference"),
        Field(name="answer", title=Text("First answer", "首次答复"), kind="long", asked=False, longest=2000),
        Field(name="solution", title=Text("Solution", "解决结果"), kind="long", asked=False, longest=2000, listed=True),
    ),
    states=(
        State(id="sent", title=Text("Sent", "已提交"), tone="watch"),
        State(id="answered", title=Text("Answered", "已响应")),
        State(id="waiting", title=Text("Waiting for us", "待补充材料")),
        State(id="solved", title=Text("Solved", "已解决"), open=False, tone="good"),
        State(id="unsolved", title=Text("Closed unsolved", "未能解决"), open=False, tone="bad"),
    ),
    moves=(
        Move(id="answer", title=Text("Answered", "已响应"), sources=("sent",), to="answered", needs=("answer",)),
        Move(id="resume", title=Text("Sent again", "补充提交"), sources=("waiting",), to="answered"),
        Move(id="solve", title=Text("Solved", "已解决"), sources=("sent", "answered", "waiting"), to="solved",
             needs=("solution",)),
        Move(id="ask_back", title=Text("They ask back", "退回补充"), sources=("sent", "answered"), to="waiting"),
        Move(id="give_up", title=Text("Close unsolved", "未能解决"), sources=("sent", "answered", "waiting"),
             to="unsolved", reason=True),
        Move(id="reopen", title=Text("Reopen", "重新打开"), sources=("solved", "unsolved"), to="answered", reason=True),
    ),
    clocks=(
        Clock(id="respond", title=Text("First answer", "响应时限"), minutes=RESPOND_MIN, working=True,
              stops=("answered", "waiting", "solved", "unsolved")),
        Clock(id="solve", title=Text("Solution", "办结时限"), minutes=SOLVE_MIN, working=True, pauses=("waiting",),
              stops=("solved", "unsolved")),
    ),
)  # fmt: skip
