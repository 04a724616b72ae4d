"""Equipment (设备台账) and its faults: repair orders with two clocks, and the intervals between failures."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Choice, Clock, Field, Move, Register, State

ARRIVE_MIN, REPAIR_MIN = 4 * 60, 24 * 60  # of working time, from the report

KINDS = (
    Choice(id="kiosk", label=Text("Self-service kiosk", "自助终端")),
    Choice(id="atm", label=Text("ATM or cash recycler", "存取款机")),
    Choice(id="ticket_machine", label=Text("Ticket machine", "取号机")),
    Choice(id="caller", label=Text("Caller or counter display", "叫号器、窗口屏")),
    Choice(id="screen", label=Text("Display screen", "显示屏")),
    Choice(id="speaker", label=Text("Broadcast", "广播音响")),
    Choice(id="pc", label=Text("PC or terminal", "业务终端")),
    Choice(id="printer", label=Text("Printer", "打印机")),
    Choice(id="network", label=Text("Network", "网络设备")),
    Choice(id="power", label=Text("Power and UPS", "供电与UPS")),
    Choice(id="climate", label=Text("Air conditioning", "空调")),
    Choice(id="camera", label=Text("Camera and alarm", "监控报警")),
    Choice(id="fire", label=Text("Fire equipment", "消防器材")),
    Choice(id="aed", label=Text("AED and first aid", "急救设备")),
    Choice(id="furniture", label=Text("Seats and furniture", "座椅家具")),
    Choice(id="other", label=Text("Other", "其他")),
)

EQUIPMENT = Register(
    id="equipment",
    title=Text("Equipment", "设备台账"),
    about=Text("What stands in the hall, where, since when, and how often it fails.",
               "厅内设备的位置、启用时间与故障情况。"),
    prefix="SB",
    open_word=Text("Not retired", "未报废"),
    summary_field="name",
    first="in_use",
    fields=(
        Field(name="name", title=Text("Name", "名称"), required=True, listed=True),
        Field(name="kind", title=Text("Kind", "类别"), kind="choice", required=True, choices=KINDS, listed=True),
        Field(name="zone", title=Text("Zone", "区域"), kind="zone", required=True, listed=True),
        Field(name="asset", title=Text("Asset number", "资产编号"), listed=True),
        Field(name="model", title=Text("Model", "型号")),
        Field(name="since", title=Text("In use since", "启用日期"), kind="date"),
        Field(name="warranty", title=Text("Warranty until", "保修到期"), kind="date"),
        Field(name="owner", title=Text("In charge", "责任岗位"), kind="role"),
        Field(name="repairer", title=Text("Repair service", "维修单位")),
    ),
    states=(
        State(id="in_use", title=Text("In use", "在用"), tone="good"),
        State(id="planned_stop", title=Text("Planned stop", "计划停用"), tone="watch"),
        State(id="retired", title=Text("Retired", "报废"), open=False),
    ),
    moves=(
        Move(id="stop", title=Text("Planned stop", "计划停用"), sources=("in_use",), to="planned_stop", reason=True),
        Move(id="start", title=Text("Back in use", "恢复使用"), sources=("planned_stop", "retired"), to="in_use"),
        Move(id="retire", title=Text("Retire", "报废"), sources=("in_use", "planned_stop"), to="retired", reason=True),
    ),
)  # fmt: skip

FAULTS = Register(
    id="faults",
    title=Text("Faults and repairs", "故障报修"),
    about=Text("A machine out of order: reported, the repairer arrived, back in use.",
               "设备故障：报修、到场、修复。"),
    prefix="GZ",
    summary_field="fault",
    owner_field="repairer",
    first="reported",
    fields=(
        Field(name="equipment", title=Text("Equipment", "设备"), kind="reference", required=True, listed=True,
              refers="equipment"),
        Field(name="fault", title=Text("Fault", "故障现象"), kind="long", required=True, listed=True),
        Field(name="down", title=Text("Out of order", "已停用"), kind="yes_no", listed=True),
        Field(name="since", title=Text("Since", "故障开始"), kind="time"),
        Field(name="repairer", title=Text("Repair service", "维修单位"), listed=True),
        Field(name="cause", title=Text("Cause", "故障原因"), kind="long", asked=False),
        Field(name="remedy", title=Text("Remedy", "处理结果"), kind="long", asked=False, listed=True),
        Field(name="cost", title=Text("Cost", "费用"), kind="number", unit="yuan", asked=False),
    ),
    states=(
        State(id="reported", title=Text("Reported", "已报修"), tone="watch"),
        State(id="arrived", title=Text("Being repaired", "维修中")),
        State(id="repaired", title=Text("Repaired", "已修复"), open=False, tone="good"),
        State(id="replaced", title=Text("Replaced", "已更换"), open=False),
        State(id="mistaken", title=Text("No fault", "误报"), open=False),
    ),
    moves=(
        Move(id="arrive", title=Text("Repairer arrived", "维修到场"), sources=("reported",), to="arrived"),
        Move(id="repair", title=Text("Repaired", "已修复"), sources=("reported", "arrived"), to="repaired",
             needs=("remedy",)),
        Move(id="replace", title=Text("Replaced", "已更换"), sources=("reported", "arrived"), to="replaced",
             needs=("remedy",)),
        Move(id="mistake", title=Text("No fault", "误报"), sources=("reported", "arrived"), to="mistaken", reason=True),
        Move(id="again", title=Text("Failed again", "再次故障"), sources=("repaired", "replaced", "mistaken"),
             to="reported", reason=True),
    ),
    clocks=(
        Clock(id="arrive", title=Text("Arrival", "到场时限"), minutes=ARRIVE_MIN, working=True,
              stops=("arrived", "repaired", "replaced", "mistaken")),
        Clock(id="repair", title=Text("Repair", "修复时限"), minutes=REPAIR_MIN, working=True,
              stops=("repaired", "replaced", "mistaken")),
    ),
)  # fmt: skip
