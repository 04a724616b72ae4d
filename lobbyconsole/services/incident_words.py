"""An incident's and a walkthrough's lines in both languages, for papers that carry both."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.incidents import FIELDS, LogLine
from lobbyconsole.domain.walkthrough import Line

HURT = {
    "no": Text("Nobody hurt", "无人员受伤"),
    "yes": Text("People hurt", "有人员受伤"),
    "unknown": Text("Not known whether anybody is hurt", "是否有人受伤尚不清楚"),
}
STAGES = {
    "first": Text("First report", "首报"),
    "follow_up": Text("Follow-up report", "续报"),
    "final": Text("Final report", "终报"),
}
CHANNELS = {
    "phone": Text("by telephone", "电话"),
    "writing": Text("in writing", "书面"),
    "system": Text("through the system", "系统"),
}
RATINGS = {
    "performed": Text("Performed", "按预案完成"),
    "some": Text("Some challenges", "有一些问题"),
    "major": Text("Major challenges", "有重大问题"),
    "unable": Text("Unable to perform", "未能完成"),
}
LABELS = {
    "what": Text("What happened", "事件"),
    "where": Text("Where", "位置"),
    "hurt": Text("People hurt", "人员伤情"),
    "hazard": Text("Kind", "类别"),
    "began_at": Text("Began", "开始时间"),
    "people": Text("People involved (roles, staff numbers, how many customers)", "涉及人员（岗位、工号、客户人数）"),
    "cause": Text("Cause as known", "已知原因"),
    "amount": Text("Money and property", "涉及金额财物"),
    "harm": Text("Harm and customers' reaction", "危害与客户反应"),
    "trend": Text("Likely development", "发展趋势"),
    "measures": Text("Measures taken", "已采取措施"),
    "needs": Text("Help needed", "需要支持"),
}
assert set(LABELS) == set(FIELDS)
ROMAN = ("–", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ")


def term(library: Library, group: str, name: str) -> Text:
    """An entry of the vocabulary; the bare id when there is none."""
    found = library.vocab.get(group, {}).get(name)
    return Text(found.en, found.zh) if found else Text(name or "–", name or "–")


def grade(library: Library, level: int) -> Text:
    """I is the most serious."""
    return term(library, "severity", str(level)) if level else Text("not graded", "未定级")


def contact(library: Library, name: str) -> Text:
    """A contact's title, or that of a role; the bare words otherwise."""
    found = library.contacts.get(name)
    if found is not None:
        return found.title
    role = library.roles.get(name)
    return role.title if role is not None else Text(name or "–", name or "–")


def value_text(library: Library, field: str, value: str, zone: tzinfo) -> Text:
    """The value of a field as a reader knows it."""
    if field == "hurt":
        return HURT.get(value, plain(value))
    if field == "where":
        return term(library, "zones", value)
    if field == "hazard":
        return term(library, "hazards", value)
    if field == "began_at":
        try:
            return plain(f"{datetime.fromisoformat(value).astimezone(zone):%Y-%m-%d %H:%M}")
        except ValueError:
            return plain(value)
    return plain(value)


def plain(words: str) -> Text:
    """Words somebody wrote: the same in both languages."""
    words = words.strip() or "–"
    return Text(words, words)


def camera_text(library: Library, camera: str) -> Text:
    """A camera's name, or the zone whose cameras are meant."""
    if not camera.startswith("zone:"):
        return plain(camera)
    where = term(library, "zones", camera.removeprefix("zone:"))
    return Text(f"Cameras: {where.en}", f"{where.zh}摄像头")


def link_text(subject: str) -> str:
    """The key in a link, e.g. ZG26-0001 of record:actions/ZG26-0001."""
    return subject.partition(":")[2].rpartition("/")[2]


def joined(words: Text, more: str) -> Text:
    """Words with what somebody wrote behind them."""
    return Text(f"{words.en}: {more}", f"{words.zh}：{more}") if more.strip() else words


def log_text(line: LogLine, library: Library, zone: tzinfo) -> Text:
    """A line of an incident's log."""
    match line.kind:
        case "incident.noted":
            return joined(Text("Noted", "登记事件"), line.words)
        case "incident.told_more":
            label, value = LABELS.get(line.about, plain(line.about)), value_text(library, line.about, line.words, zone)
            return Text(f"{label.en}: {value.en}", f"{label.zh}：{value.zh}")
        case "incident.logged":
            return joined(Text("Correction", "更正"), line.words) if line.corrects else plain(line.words)
        case "incident.evidence_kept":
            return joined(Text("Evidence kept", "留存证据"), line.words)
        case "incident.recording_secured":
            camera = camera_text(library, line.about)
            if line.words == "lost":
                return Text(f"Video lost: {camera.en}", f"录像已丢失：{camera.zh}")
            return Text(f"Video secured: {camera.en}", f"录像已保全：{camera.zh}")
        case "incident.graded":
            level = grade(library, int(line.about) if line.about.isdigit() else 0)
            return joined(Text(f"Graded {level.en}", f"定级 {level.zh}"), line.words)
        case "incident.reported":
            stage, to = STAGES.get(line.about, plain(line.about)), contact(library, line.words)
            return Text(f"{stage.en} to {to.en}", f"{stage.zh}：{to.zh}")
        case "incident.linked":
            return Text(f"Linked with {link_text(line.about)}", f"关联 {link_text(line.about)}")
        case "incident.ended":
            return joined(Text("Over", "事件结束"), line.words)
        case "incident.reopened":
            return joined(Text("Opened again", "重新打开"), line.words)
        case "incident.reviewed":
            rating = RATINGS.get(line.about, plain(line.about))
            return joined(Text(f"Reviewed: {rating.en}", f"已复盘：{rating.zh}"), line.words)
    return plain(line.words or line.kind)


def walk_text(line: Line, plan: Plan, library: Library) -> Text:
    """A line of a walkthrough's timeline."""
    step = next((step for step in plan.steps if step.id == line.step), None)
    told = step.text if step is not None else plain(line.step)
    match line.kind:
        case "walk.begun":
            return Text(f"Plan started: {plan.title.en}", f"启动预案：{plan.title.zh}")
        case "walk.step_done":
            branch = next((b for b in step.branches if b.goto == line.to), None) if step is not None else None
            if branch is not None:
                told = Text(f"{told.en} → {branch.when.en}", f"{told.zh} → {branch.when.zh}")
            return joined(told, line.words)
        case "walk.step_skipped":
            return joined(Text(f"Not done – {told.en}", f"未执行——{told.zh}"), line.words)
        case "walk.stepped_back":
            return Text(f"Back to – {told.en}", f"退回——{told.zh}")
        case "walk.step_added" | "walk.noted":
            return plain(line.words)
        case "walk.call_made":
            who = contact(library, line.to)
            return Text(f"Called {who.en}", f"致电{who.zh}") if line.words else \
                Text(f"{who.en}: no answer", f"{who.zh}无人接听")  # fmt: skip
        case "walk.report_made":
            place = int(line.to) if line.to.isdigit() else -1
            who = contact(library, plan.reporting[place].to if 0 <= place < len(plan.reporting) else line.to)
            return joined(Text(f"Reported to {who.en}", f"已报告{who.zh}"), line.words)
        case "walk.role_taken":
            role = contact(library, line.to)
            return Text(f"{role.en}: {line.words or '–'}", f"{role.zh}：{line.words or '–'}")
        case "walk.command_handed_over":
            return joined(Text(f"Command goes to {line.to}", f"指挥权移交{line.to}"), line.words)
        case "walk.level_set":
            level = grade(library, int(line.to) if line.to.isdigit() else 0)
            return joined(Text(f"Graded {level.en}", f"定级 {level.zh}"), line.words)
        case "walk.head_count_begun":
            staff, _, people = line.to.partition("+")
            said = Text(
                f"Head count begun: {staff} staff, {people} customers", f"开始清点人数：员工{staff}人、客户{people}人"
            )
            return joined(said, line.words)
        case "walk.head_seen":
            if not line.reached:
                return Text(f"Not there after all: {line.words}", f"更正，未到集合点：{line.words}")
            return Text(f"At the assembly point: {line.words}", f"已到集合点：{line.words}")
        case "walk.customers_counted":
            return Text(f"Customers counted: {line.words}", f"清点到客户{line.words}人")
        case "walk.ended":
            return joined(Text("Plan broken off", "预案中止"), line.words)
    return plain(line.words or line.kind)
