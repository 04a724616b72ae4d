"""The sample texts in English, for a demo that speaks it. What a real hall wrote is never translated."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from msgspec import structs

from lobbyconsole.domain.facts import Fact

# Chinese as the samples tell it -> English.
# fmt: off
EN: dict[str, str] = {
    # corrective actions
    "3号填单台签字笔断墨": "The pen at writing desk 3 is dry",
    "更换并每日开门前试写": "Replace it and try every pen before opening",
    "爱心窗口标识被海报遮挡": "A poster hides the sign of the priority counter",
    "移开海报，补贴标识": "Move the poster, put the sign up again",
    "叫号音量过低，后排听不清": "Calls are too quiet to be heard in the last row",
    "调高音量并到后排试听": "Turn the volume up and listen from the last row",
    "雨天入口未铺防滑垫": "No anti-slip mats at the entrance in the rain",
    "铺设防滑垫并放置提示牌": "Lay out mats and put up the warning sign",
    "宣传折页过期": "Leaflets are out of date",
    "撤下过期折页": "Take the old leaflets away",
    "自助机旁无人引导超过10分钟": "Nobody at the self-service machines for more than 10 minutes",
    "高峰时段固定一人值守": "One person stays there at the peak",
    "已按要求整改，现场确认": "Done as asked, seen on the spot",
    "饮水机缺杯": "No cups at the water dispenser",
    "补足纸杯，每小时检查一次": "Refill the cups, look every hour",
    "保洁正在午间轮休，已请保安代补": "The cleaner is on lunch break; security refills them",
    "2号填单台缺个人结算账户申请书": "No account application forms at writing desk 2",
    "补充单据，设最低库存20份": "Refill the forms, keep 20 at least",
    "等候区第二排座椅扶手松动": "A loose armrest in the second row of seats",
    "联系物业紧固": "Ask the building service to fasten it",
    "物业已紧固全部扶手": "The building service fastened all armrests",
    "5号窗口等候超时未安抚": "Nobody spoke to those who waited too long for counter 5",
    "超过15分钟必须到客户身边说明": "After 15 minutes go to the customer and explain",
    "消防通道堆放宣传展架": "Display stands block the fire exit",
    "立即清空并每日巡查": "Clear it at once and look every day",
    "已清空": "Cleared",
    "展架仍占用半边通道，请移到库房": "The stands still take half of the way; move them to the store room",
    "24小时自助区灯管闪烁": "A flickering tube in the 24-hour area",
    "更换灯管": "Replace the tube",
    # support
    "企业网银证书更新报错": "Renewing a corporate e-banking certificate fails",
    "已受理": "Taken in hand",
    "证书服务重启后恢复": "Works again after the certificate service was restarted",
    "继承公证材料缺一页能否受理": "A page of the inheritance papers is missing: may we take them?",
    "请客户补充亲属关系证明": "Ask the customer for the proof of kinship",
    "6号柜权限缺失，无法办理大额取现": "Counter 6 lacks the right for large withdrawals",
    "取号机显示的业务名称与公告不一致": "The ticket machine names a service otherwise than the notice on the wall",
    "已转产品经理核对": "Passed to the product manager",
    # notices
    "国庆期间自助设备加钞安排": "Filling the cash machines over the National Day holiday",
    "运营管理部": "Operations department",
    "运营〔2026〕118号": "Operations 2026/118",
    "已按表加钞": "Filled as scheduled",
    "个人账户开户核实新口径": "New rules for checks when an account is opened",
    "个人金融部": "Retail banking department",
    "个金〔2026〕206号": "Retail 2026/206",
    "开户须核实职业与用途，三个月内无交易的账户办理限额调整前须电话确认。":
        "Check occupation and purpose when an account is opened. Before limits of an account without a transaction for"
        " three months are changed, confirm by telephone.",
    "老年客户优先叫号不得超过同类第3位": "Elderly customers are called third of their kind at the latest",
    "渠道管理部": "Channels department",
    "渠道〔2026〕77号": "Channels 2026/77",
    "大厅须设独立母婴室": "Every hall needs a separate baby care room",
    "办公室": "General office",
    "办〔2026〕54号": "Office 2026/54",
    "本厅使用面积不足，可用贵宾室临时替代": "This hall is too small; the VIP room can serve for the time being",
    # equipment
    "1号自助终端": "Self-service terminal 1",
    "2号自助终端": "Self-service terminal 2",
    "3号自助终端": "Self-service terminal 3",
    "1号存取款一体机": "Cash recycler 1",
    "取号机": "Ticket machine",
    "窗口屏（1至6号）": "Counter displays (1 to 6)",
    "厅堂广播": "Hall loudspeakers",
    "自动体外除颤器": "Defibrillator (AED)",
    "设备厂商驻点": "Maker's local service",
    "凭条打印卡纸": "The receipt printer jams",
    "清理纸道": "Paper path cleaned",
    "触摸屏失灵": "The touch screen does not react",
    "更换触摸屏": "Touch screen replaced",
    "取号不出纸": "No ticket comes out",
    "更换打印头": "Print head replaced",
    "更换切刀": "Cutter replaced",
    "再次卡纸，凭条打不出": "Jammed again, no receipts",
    "后排音箱无声": "The loudspeaker at the back is silent",
    "物业弱电": "Building service, low voltage",
    # shift log
    "A052客户遗失雨伞，已放咨询台": "The customer of A052 left an umbrella; it is at the reception desk",
    "5号窗口零钞不足，已向库房申请": "Counter 5 is short of change; asked the vault for it",
    "3号自助终端连续卡纸，厂商约次日到场": "Self-service terminal 3 jams again and again; the maker comes tomorrow",
    "8号窗口10:30起支援对公，午间须调回": "Counter 8 helps with corporate business from 10:30; back at noon",
    "入口地面有水渍，已放提示牌，请留意": "The floor at the entrance is wet; a sign is out, keep an eye on it",
    # outside checks
    "进门问候": "Greeting at the door",
    "保安未抬头，约40秒后才有人询问": "The guard did not look up; asked only after some 40 seconds",
    "需求识别与分流": "Need found and way shown",
    "先发号后询问": "Given a number first and asked afterwards",
    "等候告知": "Told of the wait",
    "未告知预计等候": "Not told how long it takes",
    "柜面办理": "At the counter",
    "双手递送，费用说明清楚": "Handed over with both hands, fees explained clearly",
    "仪容与态度": "Dress and manner",
    "环境与公示": "Surroundings and notices",
    "一处公告未标注日期": "One notice without a date",
    "自助区": "Self-service area",
    "一台设备暂停未挂牌": "One machine stopped without a sign",
    "合规抽查": "Compliance sample",
    "三笔均已一次性告知": "All papers named at once in three of three",
    "投诉台账": "Complaint records",
    "一件归因缺失": "One without its cause",
    "问候声音小，未看客户": "Greeted quietly and without looking",
    "主动询问需求": "Asked what is needed",
    "客户先开口": "The customer had to speak first",
    "等候关怀": "Care while waiting",
    "超过十分钟无人送水": "No water offered for more than ten minutes",
    "离店送别": "Farewell",
    "无送别语": "No word of farewell",
    "无障碍通行": "Step-free way in",
    "求助铃45秒响应": "The call bell was answered in 45 seconds",
    "自助引导": "Help at the machines",
    "高峰时无人值守约8分钟": "Nobody there for some 8 minutes at the peak",
    "引导员低头看手机": "The guide looked at a phone",
    "约30秒后询问": "Asked after some 30 seconds",
    "解答准确": "Right answers",
    "三问三对": "Three of three",
    "座位充足，读物较旧": "Enough seats, old magazines",
    "卫生与秩序": "Clean and orderly",
    "门前秩序": "Order at the door",
    "首问负责": "First asked, first responsible",
    "一分钟内接手": "Taken over within a minute",
    # voices
    "材料要求说了两次都不一样，跑了两趟": "Told of other papers each time; I had to come twice",
    "大堂经理帮老人填单很耐心": "The lobby manager helped an old man with a form, very patiently",
    "前面空着两个窗口，等了二十多分钟": "Two counters stood empty and I waited over twenty minutes",
    "办完才说还要复印件": "Only when it was done they asked for a copy",
    "等的时候有人送水": "Somebody brought water while I waited",
    "座位不够，站着等": "Not enough seats, I had to stand",
    "网上说能办，到窗口又说缺证明": "The web page said yes, the counter said a paper was missing",
    "希望自助机旁一直有人教": "There should always be somebody to help at the machines",
    "同一份表让我填了两遍": "I had to fill in the same form twice",
    "窗口速度快，解释清楚": "Quick at the counter and well explained",
    "叫号听不清，差点过号": "Could not hear the call and nearly missed my turn",
    "雨天主动撑伞送到车边": "Taken to the car under an umbrella in the rain",
    "已致谢": "Thanked",
    "已说明并改进": "Explained and put right",
    # lessons
    "二号出口被送货堵住，清场超时": "A delivery blocked exit 2; clearing the hall took too long",
    "点名册不在手边，清点用了五分钟": "The roll was not at hand; counting took five minutes",
    "应急灯只够二十分钟，手电没电": "Emergency lights last twenty minutes, torches were empty",
    "手工号段没有备好，停号三分钟": "No paper numbers at hand; nobody was called for three minutes",
    "出口清障已列入每日开门检查，预案不改": "Clear exits are part of the daily opening round now; the plan stays",
    # rounds
    "已当场提醒": "Told on the spot",
    "现场已处理": "Put right at once",
    "待补充": "To be refilled",
    "高峰时段未到位": "Nobody there at the peak",
    "今日第二次": "For the second time today",
    "正常": "In order",
    "高峰时段座位不足3个": "Fewer than 3 free seats at the peak",
    "一份费率公示未标注更新日期": "One list of fees without its date",
    "抽查时自助区无人值守": "Nobody at the machines when looked at",
    "两名员工说不清优先规则": "Two of the staff could not explain the priority rule",
    "急救包缺退热贴": "No cooling pads in the first-aid kit",
    "抽查10人次，3人次超过10秒": "3 of 10 were greeted after more than 10 seconds",
    "月末两日高峰等候超过10分钟": "Over 10 minutes at the peak on two days at the end of a month",
    "一次晨会缺签到": "One morning briefing without attendance",
    "一件投诉未写明原因": "One complaint without its cause",
    "一件回访晚于承诺时间": "One call back later than promised",
    # meetings
    "等候区10:30前补足纸杯，11:00高峰前提前增开5号台。":
        "Cups refilled by 10:30; counter 5 opens before the peak at 11:00.",
    "工号8005在10:00–11:30机动支援取号机。": "8005 helps at the ticket machine from 10:00 to 11:30.",
    "3号自助终端今日催修，修复前引导至2号机。":
        "Press for the repair of terminal 3 today; send people to terminal 2 until then.",
    "个人账户核实新口径已学习，随机提问1人，回答正确。":
        "New rules for account checks gone through; one person asked, answered right.",
    "等候关怀偏低，原因是高峰时段无人巡视座位区。": "Care while waiting is low: nobody walks the seats at the peak.",
    "高峰时段大堂助理每15分钟巡视一次，由8005负责，本周复查。":
        "At the peak a lobby assistant walks them every 15 minutes; 8005, looked at again this week.",
    # incidents
    "等候区一名客户滑倒，膝部擦伤": "A customer slipped in the waiting area and grazed a knee",
    "客户1人；工号8002、8005参与处置": "One customer; 8002 and 8005 took care",
    "入口雨水带入，防滑垫移位": "Rain water from the entrance, the mat had moved",
    "现场包扎，铺设防滑垫，专人陪同": "Bandaged on the spot, mats laid out, somebody stayed with the customer",
    "客户情绪平稳，家属已到场": "The customer is calm, relatives are here",
    "1人轻微擦伤，无投诉": "One slight graze, no complaint",
    "无": "None",
    "已在现场放置警示牌": "Warning sign put up",
    "业务系统响应中断，全部业务无法办理": "The business system does not answer; nothing can be done",
    "运营商线路抖动，备用线路切换失败": "The carrier's line was unsteady and switching to the spare line failed",
    "等候客户23人": "23 customers waiting",
    "预计15分钟内恢复": "Expected back within 15 minutes",
    "客户情绪平稳，3人选择离开": "Customers are calm, 3 chose to leave",
    "广播说明，转人工预受理": "Announced it, forms taken in by hand",
    "与后台确认故障范围：本厅及相邻两家": "Confirmed with the back office: this hall and two next to it",
    "客户因等候时间过长在大堂高声争执": "A customer argues loudly about the long wait",
    "客户1人；工号8001、8003到场": "One customer; 8001 and 8003 came",
    "请至洽谈室沟通，优先安排办理": "Asked into the meeting room, served next",
    "安保到场，未发生肢体接触": "Security came, nobody was touched",
    "客户接受解释，已办结离开": "The customer accepted the explanation, was served and left",
    "自助区天花板漏水，地面湿滑": "Water drips from the ceiling of the self-service area, the floor is slippery",
    "拉警戒线，2台机具停用并挂牌": "Area taped off, 2 machines stopped with a sign",
    "疑似空调冷凝管破裂，物业检修中": "Probably a burst air-conditioning pipe; the building service is at it",
    "已致电物业值班，10分钟内到场": "Called the building service; here within 10 minutes",
    "保洁到场铺设吸水垫": "The cleaner lays out absorbent mats",
    "现场恢复正常": "Back to normal",
    "防滑垫改为雨天必铺，纳入营业前检查": "Mats are laid out whenever it rains; part of the opening round now",
    # standards
    "新增贵宾室后需要": "Needed since there is a VIP room",
    "神秘人检查建议": "Suggested by a mystery shopper",
    "与岗位说明书一致": "As in the job description",
    "上次演练后决定缩短复核周期": "Reviewed more often, decided after the last drill",
    "改用分行统一表格": "The region's form is used instead",
    # reviews and risks
    "月初月末高峰超过目标，现场观察频繁": "Over the target at the peaks around the turn of the month, seen often",
    "神秘人检查得分稳定": "Mystery shoppers' scores are steady",
    "双线路已投用": "The second line is in use",
    "消防设施年检合格": "Fire equipment passed its yearly inspection",
    "养老金发放日排队到门外": "The line reaches the street on pension days",
    "雨天地面湿滑": "The floor is slippery in the rain",
    "本月劝阻两起疑似诈骗汇款": "Two suspicious transfers were talked out of this month",
    "预案物资清单加防滑垫和警示牌": "Add mats and a warning sign to the plan's kit list",
    "每个柜台配一个急救包": "A first-aid kit at every counter",
    "明确由谁联系家属": "Say who calls the relatives",
    "复盘改进：雨天防滑": "From the review: slippery floors in the rain",
    "大堂急救包30秒内可取到，不必逐台配备": "The hall's kit is 30 seconds away; not one for each counter",
    "自助区空调冷凝水渗漏，机具停用": "Water from the air conditioning in the self-service area stops machines",
    "管路老化，物业未定期清洗": "Old pipes, not cleaned regularly by the building service",
    "交接时重复询问了一次": "The same was asked twice at the handover",
    "备用线路切换步骤写进预案，每季度切换一次": "Write the switch to the spare line into the plan; try it quarterly",
    "每月1日至3日、25日至月末多排一人办理业务": "One more person serving from the 1st to the 3rd and from the 25th on",
    "发现及时，岗位分工清楚；对外广播晚了一分钟": "Seen in time, roles were clear; the announcement came a minute late",
    "按预案完成；防滑垫改为雨天必铺，纳入营业前检查":
        "Done by the plan; mats are laid out whenever it rains, part of the opening round now",
    "广播晚了约半分钟，以录音为准": "The announcement was half a minute late, by the recording",
    "电话已逐个拨通核对": "Every number was called and answered",
    # drills
    "演练结束": "The drill is over",
    # of the floor
    "存取款机缺钞，已报修": "Cash machine empty, reported",
    "雨天，已放防滑垫": "Rain, mats laid out",
    "增设座椅6张": "Six chairs added",
    "取号机换纸": "Ticket machine: paper changed",
    "点钞机卡钞，已换备机": "Note counter jammed, spare in use",
    "协助老年客户填单": "Helped an elderly customer with a form",
    # a plan being walked
    "老年客户1人受惊，已陪护": "An elderly customer is frightened; somebody stays with them",
    "北侧停车场": "Car park on the north side",
}
# fmt: on


def spoken(text: str, lang: str) -> str:
    """A sample text in the demo's language."""
    return EN.get(text, text) if lang == "en" else text


def in_words(facts: Iterable[Fact], lang: str) -> list[Fact]:
    """Sample facts with their texts in the demo's language."""
    return [_said(fact) for fact in facts] if lang == "en" else list(facts)


def _said(fact: Fact) -> Fact:
    changed: dict[str, Any] = {}
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if isinstance(value, str) and value in EN:
            changed[name] = EN[value]
        elif name == "values":  # of a record: names with JSON values
            changed[name] = tuple((field, _value(text)) for field, text in value)
    return structs.replace(fact, **changed) if changed else fact


def _value(text: str) -> str:
    value = json.loads(text)
    return json.dumps(EN[value], ensure_ascii=False) if isinstance(value, str) and value in EN else text
