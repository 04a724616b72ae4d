"""Reports upward, the incident briefing (ICS 201) and the activity log (ICS 214), written from the facts.

What nobody has said yet is said to be missing; nothing is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lobbyconsole.domain.content.lists import FormField
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Block, Link, Note, Paper, PaperSection, Row, Table, Value, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.incident_desk import Entry, Sheet
from lobbyconsole.services.incident_words import (
    HURT,
    RATINGS,
    STAGES,
    camera_text,
    contact,
    grade,
    plain,
    term,
    value_text,
)

KINDS = ("first", "follow_up", "final", "ics201", "ics214")
MOST_ACTIONS = 12
MISSING = Text("Not known yet", "尚不清楚")
TITLES = {
    **STAGES,
    "ics201": Text("Incident briefing", "事件简报"),
    "ics214": Text("Activity log", "处置日志"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a report. `value` None: nobody has said it; `field` names what would fill it."""

    label: Text
    value: Text | None
    required: bool = True
    field: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it stands now."""

    kind: str
    title: Text
    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """Required fields nobody has filled."""
        return tuple(line for line in self.lines if line.value is None and line.required)

    def text(self, language: str) -> str:
        """Ready to be copied: one field a line."""
        colon = "：" if language.startswith("zh") else ": "
        said = [f"【{self.title.say(language)}】" if language.startswith("zh") else self.title.say(language).upper()]
        for line in self.lines:
            if line.value is not None or line.required:
                said.append(f"{line.label.say(language)}{colon}{(line.value or MISSING).say(language)}")
        return "\n".join(said)


def draft(sheet: Sheet, kind: str, now: datetime, by: str = "") -> Draft:
    """A report upward: "first", "follow_up" or "final"."""
    incident = sheet.incident
    form = sheet.library.forms.get("first_report")
    lines = [Line(Text("Incident", "事件编号"), plain(incident.key))]
    lines += [_field(sheet, entry) for entry in form.fields] if form is not None else _bare(sheet)
    hall = hall_text(sheet)
    if hall is not None:
        lines.append(Line(Text("Hall at that moment", "当时厅堂情况"), hall, False))
    if kind != "first":
        reports = [_report(sheet, at) for at in range(len(incident.reports))]
        lines.append(Line(Text("Reported so far", "已报告情况"), _listed(reports) or Text("nothing yet", "尚未报告")))
        lines.append(Line(Text("State", "当前状态"), _state(sheet)))
        lines.append(Line(Text("Evidence and video", "证据与录像"), _proof(sheet), False))
    if kind == "final":
        end = None if incident.ended_at is None else plain(_moment(sheet, incident.ended_at))
        lines.append(Line(Text("Over since", "结束时间"), end, True, "ended"))
        lines.append(Line(Text("Lasted", "持续时间"), _lasted(sheet), False))
        actions = [plain(f"{subject.rpartition('/')[2]} {summary}") for subject, summary in sheet.records]
        lines.append(Line(Text("Put right", "整改措施"), _listed(actions), False))
        rating = RATINGS.get(incident.rating)
        lines.append(Line(Text("Review", "复盘结论"), rating, True, "review"))
    lines.append(Line(Text("Reported by", "报告人"), plain(by) if by.strip() else None))
    lines.append(Line(Text("Report made", "报告时间"), plain(_moment(sheet, now))))
    return Draft(kind, STAGES[kind], tuple(lines))


def report_paper(sheet: Sheet, kind: str, now: datetime, by: str = "") -> Paper:
    """The report on a page, with the story of what was done."""
    made = draft(sheet, kind, now, by)
    link = Link("incident", sheet.incident.key)
    shown = [line for line in made.lines if line.value is not None or line.required]
    rows = tuple(Row((line.label, line.value or MISSING)) for line in shown)
    table = Table("incident", plain(sheet.incident.value("what")), (_FIELD, _CONTENT), rows, link)
    sections = [PaperSection("report", _FACTS, 0, None, (table,)), _log_section(sheet, sheet.story)]
    return _paper(sheet, kind, Text(f"{made.title.en} {sheet.incident.key}", f"{made.title.zh} {sheet.incident.key}"),
                  now, sections)  # fmt: skip


def briefing_paper(sheet: Sheet, now: datetime) -> Paper:
    """For whoever takes over: situation, objectives, actions, organisation, resources (after ICS 201)."""
    incident, link = sheet.incident, Link("incident", sheet.incident.key)
    about: list[tuple[Text, Text | None]] = [
        (Text("Incident", "事件"), plain(f"{incident.key} {incident.value('what')}")),
        (Text("Place", "位置"), _place(sheet)),
        (Text("Grade", "级别"), _grade(sheet)),
        (Text("Began", "开始时间"), plain(_moment(sheet, incident.began_at)) if incident.began_at else None),
        (Text("People", "人员"), _people(sheet)),
        (Text("Hall at that moment", "当时厅堂情况"), hall_text(sheet)),
        (Text("State", "当前状态"), _state(sheet)),
        (Text("Next report", "下次报告"), _next_report(sheet, now)),
    ]
    facts = tuple(Row((label, value or MISSING)) for label, value in about)
    situation = Table("incident", plain(incident.value("what")), (_FIELD, _CONTENT), facts, link)
    sections = [PaperSection("situation", _SITUATION, 0, None, (situation,))]
    sections.append(PaperSection("objectives", _OBJECTIVES, 0, None, tuple(_objectives(sheet)) or (_nothing(),)))
    sections.append(_log_section(sheet, sheet.story[-24:], _ACTIONS))
    sections.append(PaperSection("organisation", _ORGANISATION, 0, None, tuple(_organisation(sheet)) or (_nothing(),)))
    kit = [Note("incident", words(_LINE, line=item)) for state in sheet.walks for item in state.plan.kit]
    sections.append(PaperSection("resources", _RESOURCES, 0, None, tuple(kit) or (_nothing(),)))
    return _paper(sheet, "ics201", _named(TITLES["ics201"], sheet), now, sections)


def log_paper(sheet: Sheet, now: datetime) -> Paper:
    """Everything that was done, when and by whom (after ICS 214)."""
    link = Link("incident", sheet.incident.key)
    people = sorted({entry.by for entry in sheet.story if entry.by})
    head = (
        Row((Text("Incident", "事件"), plain(f"{sheet.incident.key} {sheet.incident.value('what')}"))),
        Row((Text("From", "起"), plain(_moment(sheet, sheet.story[0].at)) if sheet.story else MISSING)),
        Row((Text("To", "止"), plain(_moment(sheet, sheet.incident.ended_at or now)))),
        Row((Text("Unit", "单位"), Text(sheet.branch.name("en"), sheet.branch.name("zh")))),
        Row((Text("People (staff numbers)", "参与人员（工号）"), plain("、".join(people)))),
    )
    about = Table("incident", plain(sheet.incident.value("what")), (_FIELD, _CONTENT), head, link)
    sections = [
        PaperSection("head", _FACTS, 0, None, (about,)),
        _log_section(sheet, sheet.story),
    ]
    return _paper(sheet, "ics214", _named(TITLES["ics214"], sheet), now, sections)


def paper_of(sheet: Sheet, kind: str, now: datetime, by: str = "") -> Paper:
    """One of KINDS."""
    if kind == "ics201":
        return briefing_paper(sheet, now)
    return log_paper(sheet, now) if kind == "ics214" else report_paper(sheet, kind, now, by)


def text_of(sheet: Sheet, kind: str, now: datetime, language: str, by: str = "") -> str:
    """One of KINDS as text to copy."""
    if kind in STAGES:
        drafted = draft(sheet, kind, now, by)
        made = replace(drafted, title=_marked(drafted.title, sheet)).text(language)
        story = [line for entry in sheet.story[: MOST_ACTIONS * 4] for line in [_story_line(sheet, entry, language)]]
        if kind == "first" or not story:
            return made
        return made + "\n" + ("处置经过：" if language.startswith("zh") else "What was done:") + "\n" + "\n".join(story)
    title = _marked(TITLES[kind], sheet).say(language)
    head = f"{title} {sheet.incident.key} {sheet.incident.value('what')}"
    return "\n".join([head, *(_story_line(sheet, entry, language) for entry in sheet.story)])


# --- fields -----------------------------------------------------------------------------------------------------------


def _field(sheet: Sheet, entry: FormField) -> Line:
    """A field of the form, filled from what is known."""
    incident = sheet.incident
    found: Text | None = None
    name = {"actions": "measures", "place": "where", "at": "began_at", "nature": "hazard"}.get(entry.id, entry.id)
    match entry.id:
        case "place":
            found = _place(sheet)
        case "at":
            began, noted = incident.began_at, incident.noted_at
            if began is not None and noted is not None:
                found = plain(_moment(sheet, began))
                if noted > began:
                    at = _moment(sheet, noted)
                    found = Text(f"{found.en} (noted {at})", f"{found.zh}（登记 {at}）")
        case "nature":
            kind, level = incident.value("hazard"), grade(sheet.library, incident.level)
            what = incident.value("what")
            if kind or incident.level:
                said = f"grade {level.en}" if incident.level else level.en
                hazard = term(sheet.library, "hazards", kind) if kind else Text("kind not said", "类别未定")
                found = Text(f"{what}; {hazard.en}; {said}", f"{what}；{hazard.zh}；{level.zh}")
        case "people":
            found = _people(sheet)
        case "actions":
            found = _measures(sheet)
        case _:
            found = plain(incident.value(name)) if incident.value(name) else None
    return Line(entry.label, found, entry.required, name)


def _bare(sheet: Sheet) -> list[Line]:
    """Without the form: all fields the incident knows."""
    from lobbyconsole.services.incident_words import LABELS

    return [
        Line(label, value_text(sheet.library, name, value, sheet.branch.tz) if value else None, True, name)
        for name, label in LABELS.items()
        for value in (sheet.incident.value(name),)
    ]


def _place(sheet: Sheet) -> Text | None:
    where = sheet.incident.value("where")
    hall = sheet.branch
    zone = term(sheet.library, "zones", where) if where else Text("zone not said", "区域未说明")
    return Text(f"{hall.name('en')}, {zone.en}", f"{hall.name('zh')}，{zone.zh}")


def _people(sheet: Sheet) -> Text | None:
    hurt, people = sheet.incident.value("hurt"), sheet.incident.value("people")
    if hurt in ("", "unknown") and not people:
        return None
    said = HURT.get(hurt, HURT["unknown"])
    return Text(f"{said.en}; {people}", f"{said.zh}；{people}") if people else said


def _measures(sheet: Sheet) -> Text | None:
    """What somebody wrote, then what the plans' timelines say was done."""
    parts = [plain(sheet.incident.value("measures"))] if sheet.incident.value("measures") else []
    done = [entry for entry in sheet.story if entry.kind in ("walk.step_done", "walk.call_made", "walk.step_added",
                                                             "incident.logged")]  # fmt: skip
    for entry in done[-MOST_ACTIONS:]:
        at = f"{entry.at.astimezone(sheet.branch.tz):%H:%M}"
        parts.append(Text(f"{at} {entry.words.en}", f"{at} {entry.words.zh}"))
    return _listed(parts)


def hall_text(sheet: Sheet) -> Text | None:
    """The floor when it was noted, in a sentence; None where nobody kept it."""
    floor = sheet.floor
    if "waiting" not in floor:
        return None
    counters = list(floor.get("counters", ()))
    serving = sum(bool(tile.get("number")) for tile in counters)
    longest = int(floor.get("longest_s") or 0)
    spell = f"{longest // 60}:{longest % 60:02}"
    return Text(
        f"{floor['waiting']} waiting, longest {spell}; {serving} of {len(counters)} counters with a customer",
        f"等候{floor['waiting']}人，最长{spell}；{len(counters)}个席位中{serving}个正在办理",
    )


def _state(sheet: Sheet) -> Text:
    incident = sheet.incident
    running = [state for state in sheet.walks if state.walk.running]
    if running and (step := running[-1].step) is not None:
        return Text(f"Under way; now: {step.text.en}", f"处置中，当前步骤：{step.text.zh}")
    if incident.open:
        return Text("Not over", "未结束")
    return Text("Over, reviewed", "已结束并复盘") if incident.rating else Text("Over", "已结束")


def _grade(sheet: Sheet) -> Text:
    """Where nobody has graded it: what it is treated as until somebody does."""
    asked = sheet.ungraded
    if asked is None:
        return grade(sheet.library, sheet.incident.level)
    taken = grade(sheet.library, asked.proposed.level)
    return Text(f"not graded, treated as {taken.en}", f"未定级，暂按{taken.zh}处理")


def _next_report(sheet: Sheet, now: datetime) -> Text:
    due = next((due for due in sheet.dues if due.made_at is None), None)
    if due is None:
        return Text("none is owed", "无待报")
    at, stage, to = _moment(sheet, due.due_at), STAGES[due.stage], contact(sheet.library, due.to)
    english, chinese = [f"{at}: {stage.en} to {to.en}"], [f"{at} {stage.zh}（{to.zh}）"]
    if due.left_s(now) < 0:
        english.append("overdue")
        chinese.append("已超时")
    if due.repeat:
        english.append(f"every {due.repeat} min until it is over")
        chinese.append(f"结束前每{due.repeat}分钟续报")
    if due.assumed:
        taken = grade(sheet.library, due.assumed)
        english.append(f"if graded {taken.en}")
        chinese.append(f"按{taken.zh}计")
    return Text(", ".join(english), "，".join(chinese))


def _proof(sheet: Sheet) -> Text | None:
    found = [plain(f"{kept.name} (SHA-256 {kept.sha256[:12]}…)") for kept in sheet.incident.evidence]
    for video in sheet.footage:
        name = camera_text(sheet.library, video.camera)
        state = {
            "secured": Text("secured", "已保全"),
            "lost": Text("lost", "已丢失"),
        }.get(video.state, Text("not secured yet", "未保全"))
        found.append(Text(f"{name.en}: {state.en}", f"{name.zh}{state.zh}"))
    return _listed(found)


def _report(sheet: Sheet, at: int) -> Text:
    report = sheet.incident.reports[at]
    when, stage, to = _moment(sheet, report.at), STAGES.get(report.stage), contact(sheet.library, report.to)
    named = stage or plain(report.stage)
    return Text(f"{when} {named.en} to {to.en}", f"{when} {named.zh}（{to.zh}）")


def _lasted(sheet: Sheet) -> Text | None:
    incident = sheet.incident
    if incident.ended_at is None or incident.began_at is None:
        return None
    minutes = max(0, round((incident.ended_at - incident.began_at).total_seconds() / 60))
    return Text(f"{minutes} min", f"{minutes}分钟")


def _listed(parts: Sequence[Text]) -> Text | None:
    if not parts:
        return None
    return Text("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


# --- pages ------------------------------------------------------------------------------------------------------------

_LINE = QT_TRANSLATE_NOOP("Briefing", "{line}")
_FIELD = words(QT_TRANSLATE_NOOP("Briefing", "Field"))
_CONTENT = words(QT_TRANSLATE_NOOP("Briefing", "Content"))
_TIME = words(QT_TRANSLATE_NOOP("Briefing", "Time"))
_DONE = words(QT_TRANSLATE_NOOP("Briefing", "What was done"))
_BY = words(QT_TRANSLATE_NOOP("Briefing", "By"))
_ROLE = words(QT_TRANSLATE_NOOP("Briefing", "Role"))
_STAFF = words(QT_TRANSLATE_NOOP("Briefing", "Staff number"))
_SITUATION = Text("Situation", "态势")
_OBJECTIVES = Text("Objectives and next steps", "目标与下一步")
_ACTIONS = Text("Actions so far", "已采取行动")
_ORGANISATION = Text("Organisation", "应急分工")
_RESOURCES = Text("Resources", "资源物资")
_STORY = Text("Timeline", "时间线")
_FACTS = Text("Facts", "基本情况")
_CLOCK = Text("Local time; late entries say when they were told", "当地时间；补记注明录入时间")
_HATS = Text("Who has which role", "岗位与人员")


def _nothing() -> Note:
    return Note("incident", words(QT_TRANSLATE_NOOP("Briefing", "Nobody has said anything about it yet.")))


def _objectives(sheet: Sheet) -> list[Block]:
    found: list[Block] = []
    for state in sheet.walks:
        for task in state.tasks():
            text = Text(f"{state.plan.title.en}: {task.step.text.en}", f"{state.plan.title.zh}：{task.step.text.zh}")
            found.append(Note("incident", words(_LINE, line=text)))
        if state.walk.running:
            found += [Note("incident", words(_LINE, line=goal)) for goal in state.plan.stand_down]
    return found


def _organisation(sheet: Sheet) -> list[Block]:
    rows = []
    for state in sheet.walks:
        lead = contact(sheet.library, "incident_lead")
        rows.append(Row((lead, state.walk.lead or MISSING, state.plan.title)))
        rows += [Row((contact(sheet.library, role), staff or MISSING, state.plan.title))
                 for role, staff in state.walk.roles.items()]  # fmt: skip
    plan = words(QT_TRANSLATE_NOOP("Briefing", "Plan"))
    link = Link("incident", sheet.incident.key)
    return [Table("incident", _HATS, (_ROLE, _STAFF, plan), tuple(rows), link)] if rows else []


def _log_section(sheet: Sheet, story: Sequence[Entry], title: Text = _STORY) -> PaperSection:
    rows = tuple(Row((_when(sheet, entry), entry.words, entry.by)) for entry in story)
    link = Link("incident", sheet.incident.key)
    return PaperSection("story", title, 0, None, (Table("incident", _CLOCK, (_TIME, _DONE, _BY), rows, link),))


def _when(sheet: Sheet, entry: Entry) -> Value:
    at = _short(sheet, entry.at)
    if not entry.late:
        return at
    told = _short(sheet, entry.told_at)
    return Text(f"{at} (late entry, told {told})", f"{at}（补记于{told}）")


def _story_line(sheet: Sheet, entry: Entry, language: str) -> str:
    when = _when(sheet, entry)
    at = when if isinstance(when, str) else when.say(language) if isinstance(when, Text) else ""
    return f"{at} {entry.words.say(language)}" + (f" [{entry.by}]" if entry.by else "")


def _short(sheet: Sheet, at: datetime) -> str:
    begun = sheet.incident.began_at
    local = at.astimezone(sheet.branch.tz)
    same = begun is not None and begun.astimezone(sheet.branch.tz).date() == local.date()
    return f"{local:%H:%M:%S}" if same else f"{local:%m-%d %H:%M}"


def _moment(sheet: Sheet, at: datetime) -> str:
    return f"{at.astimezone(sheet.branch.tz):%Y-%m-%d %H:%M}"


def _named(title: Text, sheet: Sheet) -> Text:
    return Text(f"{title.en} {sheet.incident.key}", f"{title.zh} {sheet.incident.key}")


def _marked(title: Text, sheet: Sheet) -> Text:
    """Nobody outside may take an exercise for what happened."""
    return Text(f"DRILL · {title.en}", f"演练 · {title.zh}") if sheet.incident.drill else title


def _paper(sheet: Sheet, kind: str, title: Text, now: datetime, sections: Sequence[PaperSection]) -> Paper:
    local = now.astimezone(sheet.branch.tz)
    return Paper(
        agenda=f"incident:{sheet.incident.key}:{kind}",
        title=_marked(title, sheet),
        branch=Text(sheet.branch.name("en"), sheet.branch.name("zh")),
        day=local.date().isoformat(),
        made_at=local.isoformat(timespec="seconds"),
        sections=tuple(sections),
    )
