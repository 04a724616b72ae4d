"""Registers of the sample hall: what a branch may well have on its lists on an ordinary day. Nobody in it is real."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain import register_facts as r
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.sample_words import in_words

MANAGER, ASSISTANT, SUPERVISOR, EVENING = "8001", "8005", "8003", "8002"


class _Story:
    """Tells facts about one record after another; times are minutes before `now`."""

    def __init__(self, now: datetime, sector: str) -> None:
        self.now = now
        self._counter = "台席" if sector == "telecom" else "窗口"  # what such a hall calls a counter
        self.facts: list[Fact] = []
        self._about: dict[str, str] = {}

    def _envelope(self, ago: float, by: str) -> dict[str, Any]:
        at = self.now - timedelta(minutes=ago)
        number = len(self.facts)
        return {"id": f"sample-record-{number}", "at": at, "source": "console", "seq": number, "by": by, **self._about}

    def open(self, register: str, key: str, ago: float, by: str = MANAGER, cause: str = "", **values: Any) -> _Story:
        self._about = {"register": register, "record": key}
        pairs = self._pairs(values)
        self.facts.append(r.RecordOpened(**self._envelope(ago, by), values=pairs, cause=cause))
        return self

    def fill(self, ago: float, by: str = MANAGER, **values: Any) -> _Story:
        pairs = self._pairs(values)
        self.facts.append(r.RecordEdited(**self._envelope(ago, by), values=pairs))
        return self

    def _pairs(self, values: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        texts = ((name, json.dumps(value, ensure_ascii=False)) for name, value in sorted(values.items()))
        return tuple((name, text.replace("窗口", self._counter)) for name, text in texts)

    def move(self, ago: float, to: str, by: str = MANAGER, reason: str = "") -> _Story:
        self.facts.append(r.RecordMoved(**self._envelope(ago, by), to=to, reason=reason))
        return self

    def note(self, ago: float, text: str, by: str = MANAGER) -> _Story:
        self.facts.append(r.RecordNoted(**self._envelope(ago, by), text=text.replace("窗口", self._counter)))
        return self

    def link(self, ago: float, to: str, role: str, by: str = MANAGER) -> _Story:
        self.facts.append(r.RecordLinked(**self._envelope(ago, by), to=to, role=role))
        return self

    def within(self, minutes: float) -> str:
        """An instant so many minutes from now, as a field keeps it."""
        return (self.now + timedelta(minutes=minutes)).isoformat(timespec="minutes")

    def day(self, days: int) -> str:
        return (self.now + timedelta(days=days)).date().isoformat()


DAY = 24 * 60


def sample_records(now: datetime, sector: str = "bank", lang: str = "zh") -> list[Fact]:
    """Facts of about eighty records, the oldest half a year ago; `now` in the hall's own zone."""
    story, year = _Story(now, sector if lang == "zh" else "bank"), f"{now:%y}"
    _actions(story, f"ZG{year}-")
    _support(story, f"ZC{year}-")
    _notices(story, f"TZ{year}-")
    _equipment(story, year)
    _shift_log(story, f"JB{year}-")
    _outside_checks(story, f"WJ{year}-")
    _voices(story, f"SY{year}-")
    _lessons(story, f"FP{year}-")
    return in_words(story.facts, lang)


def _actions(story: _Story, number: str) -> None:
    within = story.within
    for at, (finding, action, owner, zone, point) in enumerate(
        [
            ("3号填单台签字笔断墨", "更换并每日开门前试写", "lobby_assistant", "reception", "triage"),
            ("爱心窗口标识被海报遮挡", "移开海报，补贴标识", "lobby_manager", "counters", "counter_service"),
            ("叫号音量过低，后排听不清", "调高音量并到后排试听", "lobby_assistant", "waiting", "queueing"),
            ("雨天入口未铺防滑垫", "铺设防滑垫并放置提示牌", "security_guard", "entrance", "arrival"),
            ("宣传折页过期", "撤下过期折页", "lobby_assistant", "waiting", "waiting_care"),
            ("自助机旁无人引导超过10分钟", "高峰时段固定一人值守", "lobby_manager", "self_service", "self_service"),
        ],
        1,
    ):
        days = 40 - 6 * at
        story.open("actions", f"{number}{at:04d}", days * DAY, finding=finding, action=action, owner=owner, zone=zone,
                   touchpoint=point, due=within((2 - days) * DAY))  # fmt: skip
        story.fill((days - 1) * DAY, ASSISTANT, evidence="已按要求整改，现场确认")
        story.move((days - 1) * DAY, "done", ASSISTANT).move((days - 1.2) * DAY, "verified", SUPERVISOR)
    story.open("actions", f"{number}0007", 95, cause="round:sample", finding="饮水机缺杯", owner="cleaner",
               action="补足纸杯，每小时检查一次", zone="waiting", touchpoint="waiting_care", due=within(-22),
               systemic=True)  # fmt: skip
    story.link(95, f"record:actions/{number}0003", "repeats").note(30, "保洁正在午间轮休，已请保安代补", ASSISTANT)
    story.open("actions", f"{number}0008", 180, finding="2号填单台缺个人结算账户申请书", owner="lobby_assistant",
               action="补充单据，设最低库存20份", zone="reception", touchpoint="triage", due=within(40))  # fmt: skip
    story.open("actions", f"{number}0009", 2 * DAY, finding="等候区第二排座椅扶手松动", owner="facilities",
               action="联系物业紧固", zone="waiting", touchpoint="waiting_care", due=within(-200))  # fmt: skip
    story.fill(100, ASSISTANT, evidence="物业已紧固全部扶手").move(98, "done", ASSISTANT)
    story.open("actions", f"{number}0010", 26 * 60, finding="5号窗口等候超时未安抚", owner="lobby_manager",
               action="超过15分钟必须到客户身边说明", zone="counters", touchpoint="queueing",
               due=within(6 * 60))  # fmt: skip
    story.open("actions", f"{number}0011", 300, finding="消防通道堆放宣传展架", owner="security_guard",
               action="立即清空并每日巡查", zone="back_office", touchpoint="environment", due=within(-70))  # fmt: skip
    story.fill(240, EVENING, evidence="已清空").move(239, "done", EVENING)
    story.move(200, "open", SUPERVISOR, reason="展架仍占用半边通道，请移到库房")
    story.open("actions", f"{number}0012", 20, finding="24小时自助区灯管闪烁", owner="facilities",
               action="更换灯管", zone="self_service_24h", touchpoint="self_service", due=within(2 * DAY))  # fmt: skip


def _support(story: _Story, number: str) -> None:
    story.open("support", f"{number}0001", 9 * DAY, question="企业网银证书更新报错", department="it")
    story.fill(9 * DAY - 12, answer="已受理").move(9 * DAY - 12, "answered")
    story.fill(9 * DAY - 90, solution="证书服务重启后恢复").move(9 * DAY - 90, "solved")
    story.open("support", f"{number}0002", 3 * DAY, question="继承公证材料缺一页能否受理", department="compliance")
    story.fill(3 * DAY - 41, answer="请客户补充亲属关系证明").move(3 * DAY - 41, "waiting")
    story.open("support", f"{number}0003", 25, question="6号柜权限缺失，无法办理大额取现", department="operations",
               urgent=True, ticket="A038")  # fmt: skip
    story.open("support", f"{number}0004", 62, question="取号机显示的业务名称与公告不一致", department="business")
    story.fill(50, answer="已转产品经理核对").move(50, "answered")


def _notices(story: _Story, number: str) -> None:
    day = story.day
    story.open("notices", f"{number}0001", 60 * DAY, title="国庆期间自助设备加钞安排", sender="运营管理部",
               reference="运营〔2026〕118号", effective=day(-58), expires=day(-44), owner="ops_supervisor")  # fmt: skip
    story.fill(55 * DAY, done="已按表加钞").move(55 * DAY, "done")
    story.open("notices", f"{number}0002", 6 * DAY, title="个人账户开户核实新口径", sender="个人金融部",
               reference="个金〔2026〕206号", effective=day(-2), expires=day(180), owner="lobby_manager",
               text="开户须核实职业与用途，三个月内无交易的账户办理限额调整前须电话确认。")  # fmt: skip
    for staff, ago in (("1001", 2800), ("1002", 2790), ("1021", 1500)):
        story.link(ago, f"staff:{staff}", "read_by", staff)
    story.open("notices", f"{number}0003", 2 * DAY, title="老年客户优先叫号不得超过同类第3位", sender="渠道管理部",
               reference="渠道〔2026〕77号", effective=day(-1), owner="lobby_manager",
               reply_by=story.within(5 * 60))  # fmt: skip
    story.open("notices", f"{number}0004", DAY, title="大厅须设独立母婴室", sender="办公室",
               reference="办〔2026〕54号", effective=day(30), expires=day(400), owner="branch_head")  # fmt: skip
    story.fill(300, obstacle="本厅使用面积不足，可用贵宾室临时替代").move(299, "cannot")


def _equipment(story: _Story, year: str) -> None:
    machines = (
        ("1号自助终端", "kiosk", "self_service", "ZD-2201"), ("2号自助终端", "kiosk", "self_service", "ZD-2202"),
        ("3号自助终端", "kiosk", "self_service", "ZD-2203"), ("1号存取款一体机", "atm", "self_service_24h", "CQ-1107"),
        ("取号机", "ticket_machine", "entrance", "QH-0301"), ("窗口屏（1至6号）", "caller", "counters", "JH-0306"),
        ("厅堂广播", "speaker", "waiting", "GB-0101"), ("自动体外除颤器", "aed", "reception", "AED-01"),
    )  # fmt: skip
    for at, (name, kind, zone, asset) in enumerate(machines, 1):
        story.open("equipment", f"SB{year}-{at:04d}", 170 * DAY - at, name=name, kind=kind, zone=zone, asset=asset,
                   since=story.day(-900 + 40 * at), warranty=story.day(at * 60 - 100), owner="lobby_manager",
                   repairer="设备厂商驻点")  # fmt: skip
    number, machine = f"GZ{year}-", f"record:equipment/SB{year}-"
    for at, (which, days, hours, fault, remedy) in enumerate(
        [
            ("0003", 88, 5, "凭条打印卡纸", "清理纸道"), ("0003", 46, 26, "触摸屏失灵", "更换触摸屏"),
            ("0005", 33, 2, "取号不出纸", "更换打印头"), ("0003", 17, 7, "凭条打印卡纸", "更换切刀"),
        ],
        1,
    ):  # fmt: skip
        story.open("faults", f"{number}{at:04d}", days * DAY, equipment=machine + which, fault=fault, down=True,
                   repairer="设备厂商驻点")  # fmt: skip
        story.move(days * DAY - hours * 30, "arrived").fill(days * DAY - hours * 60, remedy=remedy)
        story.move(days * DAY - hours * 60, "repaired")
    story.open("faults", f"{number}0005", 55, equipment=machine + "0003", fault="再次卡纸，凭条打不出", down=True,
               repairer="设备厂商驻点")  # fmt: skip
    story.open("faults", f"{number}0006", 26 * 60, equipment=machine + "0007", fault="后排音箱无声", down=False,
               repairer="物业弱电")  # fmt: skip
    story.move(20 * 60, "arrived")


def _shift_log(story: _Story, number: str) -> None:
    for at, (ago, topic, entry, signed) in enumerate(
        [
            (2 * DAY, "customers", "A052客户遗失雨伞，已放咨询台", True),
            (DAY + 30, "cash", "5号窗口零钞不足，已向库房申请", True),
            (DAY, "equipment", "3号自助终端连续卡纸，厂商约次日到场", True),
        ],
        1,
    ):
        story.open("shift_log", f"{number}{at:04d}", ago, EVENING, entry=entry, topic=topic, written_by=EVENING,
                   follow_up=topic != "customers")  # fmt: skip
        if signed:
            story.move(ago - 300, "handed_over", EVENING).fill(ago - 330, MANAGER, successor=MANAGER)
            story.move(ago - 330, "signed", MANAGER)
    for at, (ago, topic, entry) in enumerate(
        [(150, "staff", "8号窗口10:30起支援对公，午间须调回"), (45, "safety", "入口地面有水渍，已放提示牌，请留意")], 4
    ):
        story.open("shift_log", f"{number}{at:04d}", ago, entry=entry, topic=topic, written_by=MANAGER, follow_up=True)


def _outside_checks(story: _Story, number: str) -> None:
    """Strangers see the greeting as the hall does not; elsewhere they agree."""
    lines = (
        (79, "mystery", "greeting", "进门问候", 6, 10, "保安未抬头，约40秒后才有人询问"),
        (79, "mystery", "triage", "需求识别与分流", 8, 10, "先发号后询问"),
        (79, "mystery", "queueing", "等候告知", 8, 10, "未告知预计等候"),
        (79, "mystery", "counter_service", "柜面办理", 19, 20, "双手递送，费用说明清楚"),
        (79, "mystery", "staff_conduct", "仪容与态度", 9, 10, ""),
        (61, "head_office", "environment", "环境与公示", 46, 50, "一处公告未标注日期"),
        (61, "head_office", "self_service", "自助区", 17, 20, "一台设备暂停未挂牌"),
        (61, "head_office", "counter_service", "合规抽查", 29, 30, "三笔均已一次性告知"),
        (61, "head_office", "complaint", "投诉台账", 18, 20, "一件归因缺失"),
        (47, "mystery", "greeting", "进门问候", 7, 10, "问候声音小，未看客户"),
        (47, "mystery", "greeting", "主动询问需求", 6, 10, "客户先开口"),
        (47, "mystery", "waiting_care", "等候关怀", 7, 10, "超过十分钟无人送水"),
        (47, "mystery", "queueing", "等候告知", 9, 10, ""),
        (47, "mystery", "departure", "离店送别", 8, 10, "无送别语"),
        (33, "third_party", "arrival", "无障碍通行", 9, 10, "求助铃45秒响应"),
        (33, "third_party", "self_service", "自助引导", 8, 10, "高峰时无人值守约8分钟"),
        (33, "third_party", "staff_conduct", "仪容与态度", 10, 10, ""),
        (19, "mystery", "greeting", "进门问候", 7, 10, "引导员低头看手机"),
        (19, "mystery", "greeting", "主动询问需求", 7, 10, "约30秒后询问"),
        (19, "mystery", "triage", "需求识别与分流", 9, 10, ""),
        (19, "mystery", "counter_service", "解答准确", 10, 10, "三问三对"),
        (19, "mystery", "waiting_care", "等候关怀", 8, 10, "座位充足，读物较旧"),
        (5, "peer", "environment", "卫生与秩序", 19, 20, ""),
        (5, "peer", "arrival", "门前秩序", 10, 10, ""),
        (5, "peer", "complaint", "首问负责", 9, 10, "一分钟内接手"),
    )
    for at, (days, source, point, about, score, full, remark) in enumerate(lines, 1):
        story.open("outside_checks", f"{number}{at:04d}", days * DAY - 60 + at, date=story.day(-days), source=source,
                   touchpoint=point, about=about, score=score, out_of=full, remark=remark)  # fmt: skip
        if days > 30:
            story.move((days - 2) * DAY, "accepted")


def _voices(story: _Story, number: str) -> None:
    """Customers complain of what the counters' own checks do not see: asked for papers twice."""
    lines = (
        (74, "complaint", "counter_service", "材料要求说了两次都不一样，跑了两趟", "phone"),
        (66, "praise", "staff_conduct", "大堂经理帮老人填单很耐心", "box"),
        (52, "complaint", "queueing", "前面空着两个窗口，等了二十多分钟", "code"),
        (45, "complaint", "counter_service", "办完才说还要复印件", "code"),
        (38, "praise", "waiting_care", "等的时候有人送水", "code"),
        (31, "complaint", "waiting_care", "座位不够，站着等", "hall"),
        (24, "complaint", "counter_service", "网上说能办，到窗口又说缺证明", "social"),
        (16, "suggestion", "self_service", "希望自助机旁一直有人教", "box"),
        (11, "complaint", "counter_service", "同一份表让我填了两遍", "hall"),
        (6, "praise", "counter_service", "窗口速度快，解释清楚", "code"),
        (3, "complaint", "queueing", "叫号听不清，差点过号", "hall"),
        (2, "praise", "staff_conduct", "雨天主动撑伞送到车边", "hall"),
    )
    for at, (days, kind, point, words, channel) in enumerate(lines, 1):
        story.open("voices", f"{number}{at:04d}", days * DAY - 90 + at, date=story.day(-days), kind=kind,
                   touchpoint=point, words=words, channel=channel, owner="lobby_manager")  # fmt: skip
        if days > 5:
            story.fill((days - 1) * DAY, answer="已致谢" if kind == "praise" else "已说明并改进").move(
                (days - 1) * DAY, "answered"
            )


def _lessons(story: _Story, number: str) -> None:
    """What the last drills taught."""
    lines = (
        (26, "fire", "二号出口被送货堵住，清场超时", "security_guard", 4),
        (26, "fire", "点名册不在手边，清点用了五分钟", "lobby_manager", -2),
        (12, "power_outage", "应急灯只够二十分钟，手电没电", "lobby_manager", 9),
        (5, "queue_machine_failure", "手工号段没有备好，停号三分钟", "lobby_assistant", 14),
    )
    for at, (days, plan, lesson, owner, due) in enumerate(lines, 1):
        story.open("lessons", f"{number}{at:04d}", days * DAY - 40 - at, lesson=lesson, plan=plan, owner=owner,
                   due=story.within(due * DAY))  # fmt: skip
        if at == 1:
            story.move(20 * DAY, "refused", SUPERVISOR, "出口清障已列入每日开门检查，预案不改")
