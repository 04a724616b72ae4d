"""The after-action review as a paper: what was done against the plan, how it is rated, what is learned, who signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Block, Link, Note, Paper, PaperSection, Row, Table, Value, Verdict, words
from lobbyconsole.domain.register import Record
from lobbyconsole.domain.registers.lessons import LESSONS
from lobbyconsole.domain.reviews import StepRow
from lobbyconsole.domain.walkthrough import Line
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.incident_words import RATINGS, contact
from lobbyconsole.services.reviews import OpenReview

OUTCOMES = {
    "resolved": Text("Resolved", "已处置完毕"),
    "handed_over": Text("Handed over", "已移交"),
    "escalated": Text("Escalated", "已升级"),
    "broken_off": Text("Broken off", "中止"),
    "": Text("Not over", "未结束"),
}
_VERDICTS: dict[str, Verdict] = {"performed": "good", "some": "watch", "major": "bad", "unable": "bad"}
_TITLE = Text("After-action review", "事后复盘报告")
_FACTS = Text("What it is about", "基本情况")
_STEPS = Text("Plan against what was done", "预案与实际对照")
_RATED = Text("How it went", "能力评定")
_REPORTS = Text("Reports and calls", "上报与联络")
_ASKED = Text("Questions", "复盘问答")
_LESSONS = Text("Lessons", "改进项")
_SIGNED = Text("Signature", "签名")


def review_paper(form: OpenReview, lessons: Sequence[Record], library: Library, branch: Branch, now: datetime) -> Paper:
    """The review as it stands; a draft says that nobody has signed it."""
    sections = [
        PaperSection("facts", _FACTS, 0, None, _facts(form, branch)),
        PaperSection("steps", _STEPS, 0, None, _steps(form, library)),
        PaperSection("rated", _RATED, 0, None, _rated(form)),
        PaperSection("reports", _REPORTS, 0, None, _reports(form, library, branch)),
        PaperSection("asked", _ASKED, 0, None, _asked(form)),
        PaperSection("lessons", _LESSONS, 0, None, _learned(lessons, library)),
        PaperSection("signed", _SIGNED, 0, None, _signature(form, branch)),
    ]
    about = form.plan.title if form.plan is not None else _own(form.incident.value("what") if form.incident else "")
    title = Text(f"{_TITLE.en}: {about.en}", f"{_TITLE.zh}：{about.zh}")
    at = form.review.signed_at or now
    return Paper(
        "review", title, Text(branch.name("en"), branch.name("zh")), branch.day_of(at).isoformat(), at.isoformat(),
        sections=tuple(section for section in sections if section.blocks),
    )  # fmt: skip


def _own(text: str) -> Text:
    return Text(text or "–", text or "–")


def _moment(at: datetime | None, branch: Branch) -> str:
    return "–" if at is None else f"{at.astimezone(branch.tz):%Y-%m-%d %H:%M}"


def _link(form: OpenReview) -> Link:
    return Link("review", form.run)


def _facts(form: OpenReview, branch: Branch) -> tuple[Block, ...]:
    rows: list[tuple[Text, Value]] = []
    if form.drill is not None:
        rows.append((Text("Drill", "演练"), form.drill.key))
    if form.incident is not None and not form.incident.drill:
        rows.append((Text("Incident", "事件"), f"{form.incident.key} {form.incident.value('what')}"))
    if form.plan is not None:
        rows.append((Text("Plan", "预案"), form.plan.title))
    begun, ended = None, None
    if form.walk is not None:
        begun, ended = form.walk.begun_at, form.walk.ended_at
        rows.append((Text("Version", "预案版本"), form.walk.version[:8] or "–"))
        rows.append((Text("Led by", "指挥"), form.walk.lead or "–"))
    elif form.drill is not None:
        begun, ended = form.drill.begun_at, form.drill.ended_at
    elif form.incident is not None:
        begun, ended = form.incident.began_at, form.incident.ended_at
    rows.append((Text("From", "起"), _moment(begun, branch)))
    rows.append((Text("To", "止"), _moment(ended, branch)))
    if begun is not None and ended is not None:
        rows.append((Text("Took", "用时"), Amount((ended - begun).total_seconds(), "s")))
    if form.record is not None:
        rows.append((Text("Outcome", "结果"), OUTCOMES.get(form.record.outcome, _own(form.record.outcome))))
    if form.score is not None:
        rows.append((Text("Drill score", "演练得分"), _score(form)))
    table = Table("review", _FACTS, (_FIELD, _CONTENT), tuple(Row(row) for row in rows), _link(form))
    return (table,)


def _score(form: OpenReview) -> Value:
    assert form.score is not None
    passed = Text("passed", "合格") if form.score.passed else Text("not passed", "未合格")
    percent = form.score.percent
    if percent is None:
        return passed
    return Text(f"{percent:.0f} %, {passed.en}", f"{percent:.0f}%，{passed.zh}")


def _steps(form: OpenReview, library: Library) -> tuple[Block, ...]:
    if form.record is None or form.plan is None:
        return ()
    rows = tuple(_step(form, form.plan, row, library) for row in form.record.steps)
    found: list[Block] = [Table("review", _STEPS, (_DO, _WHO, _WITHIN, _TOOK, _HOW), rows, _link(form))]
    for line in form.record.added:
        added = words(QT_TRANSLATE_NOOP("Briefing", "Added to the plan while it was walked: {line}"), line=line.words)
        found.append(Note("review", added))
    if not rows:
        found = [Note("review", words(QT_TRANSLATE_NOOP("Briefing", "No step of the plan was done.")))]
    return tuple(found)


def _step(form: OpenReview, plan: Plan, row: StepRow, library: Library) -> Row:
    text = step_text(plan, row)
    rating, given = form.step_rating(row)
    said = RATINGS[rating]
    word = form.review.steps.get((row.step, row.turn))
    why = (word.words if word is not None else "") or row.reason
    if why:
        said = Text(f"{said.en}: {why}", f"{said.zh}：{why}")
    spent: Value = "–" if row.spent_s is None or row.ahead else Amount(row.spent_s, "s")
    target: Value = "–" if row.target_s is None else Amount(row.target_s, "s")
    if row.how == "skipped":
        spent = Text("skipped", "跳过")
    return Row((text, contact(library, row.role), target, spent, said), None, _VERDICTS[rating] if given or row.late_s
               or row.how == "skipped" else "none")  # fmt: skip


def step_text(plan: Plan, row: StepRow) -> Text:
    """What a step says, with which visit it was where it came more than once."""
    step = next((step for step in plan.steps if step.id == row.step), None)
    text = step.text if step is not None else _own(row.step)
    return text if row.turn < 2 else Text(f"{text.en} (time {row.turn})", f"{text.zh}（第{row.turn}次）")


def _rated(form: OpenReview) -> tuple[Block, ...]:
    rows = []
    for place, objective in enumerate(form.objectives):
        rated = form.review.ratings.get(place)
        rating = RATINGS[rated.rating] if rated is not None else _NOT_YET
        verdict: Verdict = _VERDICTS[rated.rating] if rated is not None else "none"
        rows.append(Row((objective, rating, rated.words if rated is not None and rated.words else "–"), None, verdict))
    return (Table("review", _RATED, (_ABILITY, _RATING, _WHY), tuple(rows), _link(form)),)


def _reports(form: OpenReview, library: Library, branch: Branch) -> tuple[Block, ...]:
    rows = []
    if form.record is not None:
        for report in form.record.reports:
            verdict: Verdict = "bad" if report.late_s > 0 else "good"
            rows.append(Row((contact(library, report.to), _moment(report.due_at, branch),
                             _moment(report.made_at, branch)), None, verdict))  # fmt: skip
    elif form.incident is not None:
        rows = [Row((contact(library, report.to), "–", _moment(report.at, branch))) for report in form.incident.reports]
    found: list[Block] = []
    if rows:
        found.append(Table("review", _REPORTS, (_TO, _DUE, _MADE), tuple(rows), _link(form)))
    calls = calls_of(form)
    if calls:
        lines = tuple(
            Row((f"{line.at.astimezone(branch.tz):%H:%M}", contact(library, line.to),
                 _REACHED if line.reached else _NO_ANSWER), None, "none" if line.reached else "watch")
            for line in calls
        )  # fmt: skip
        found.append(Table("review", Text("Calls", "电话联络"), (_TIME, _CALL, _HOW), lines, _link(form)))
    return tuple(found)


def calls_of(form: OpenReview) -> tuple[Line, ...]:
    """The calls that were made."""
    return form.walk.calls if form.walk is not None else ()


def decisions_of(form: OpenReview) -> list[tuple[Text, Text]]:
    """(question, the way that was taken) of every decision, in the order they were made."""
    found: list[tuple[Text, Text]] = []
    if form.walk is None or form.plan is None:
        return found
    steps = {step.id: step for step in form.plan.steps}
    for turn in form.walk.turns:
        step = steps.get(turn.step)
        way = next((branch for branch in step.branches if branch.goto == turn.to), None) if step is not None else None
        if step is not None and way is not None and turn.how == "done":
            found.append((step.text, way.when))
    return found


def _asked(form: OpenReview) -> tuple[Block, ...]:
    rows = tuple(
        Row((question, form.review.answers.get(place) or _NOT_YET)) for place, question in enumerate(form.questions)
    )
    return (Table("review", _ASKED, (_QUESTION, _ANSWER), rows, _link(form)),) if rows else ()


def _learned(lessons: Sequence[Record], library: Library) -> tuple[Block, ...]:
    if not lessons:
        return (Note("review", words(QT_TRANSLATE_NOOP("Briefing", "No lesson was noted."))),)
    rows = []
    for record in lessons:
        plan = library.plans.get(record.text("plan"))
        state = LESSONS.state(record.state).title
        reason = record.stays[-1].reason if record.state == "refused" and record.stays else record.text("version")[:8]
        said = Text(f"{state.en} {reason}", f"{state.zh} {reason}") if reason else state
        rows.append(
            Row((record.key, record.text("lesson"), plan.title if plan else record.text("plan"),
                 contact(library, record.text("owner")), record.text("due")[:10], said), Link("record",
                                                                                           f"lessons/{record.key}"))
        )  # fmt: skip
    return (Table("review", _LESSONS, (_NUMBER, _LESSON, _PLAN, _OWNER, _UNTIL, _STATE), tuple(rows), Link("review")),)


def _signature(form: OpenReview, branch: Branch) -> tuple[Block, ...]:
    review = form.review
    if review.signed_at is None:
        return (Note("review", words(QT_TRANSLATE_NOOP("Briefing", "Draft: nobody has signed this review yet.")), None,
                     "watch"),)  # fmt: skip
    how = Text("with PIN", "PIN签名") if review.proof == "pin" else Text("by staff number", "工号签名")
    rows = [
        Row((Text("Overall", "总体评定"), RATINGS.get(review.rating, _own(review.rating)))),
        Row((Text("Conclusion", "结论"), review.words or "–")),
        Row((Text("Signed by", "签名人"), Text(f"{review.signed_by}, {how.en}", f"{review.signed_by}，{how.zh}"))),
        Row((Text("Signed at", "签名时间"), _moment(review.signed_at, branch))),
    ]
    found: list[Block] = [Table("review", _SIGNED, (_FIELD, _CONTENT), tuple(rows), _link(form))]
    if review.corrections:
        lines = tuple(
            Row((_moment(said.at, branch), said.by or "–", about_text(form, said.about), said.words))
            for said in review.corrections
        )
        title = Text("Corrected afterwards; what was signed stays as it was", "签名后更正（原记录不变）")
        found.append(Table("review", title, (_TIME, _BY, _ABOUT, _CORRECTION), lines, _link(form)))
    return tuple(found)


def about_text(form: OpenReview, about: str) -> Text:
    """What a correction is about."""
    kind, _, rest = about.partition(":")
    texts = {"objective": form.objectives, "question": form.questions}.get(kind)
    if texts is not None and rest.isdecimal() and int(rest) < len(texts):
        return texts[int(rest)]
    if kind == "step" and form.plan is not None:
        name, _, turn = rest.rpartition(":")
        return step_text(form.plan, StepRow(name, int(turn) if turn.isdecimal() else 1, "", None, None, ""))
    return Text("The whole", "全文")


_REACHED, _NO_ANSWER = Text("reached", "已接通"), Text("no answer", "无人接听")
_NOT_YET = Text("not said yet", "未填写")
_FIELD = words(QT_TRANSLATE_NOOP("Briefing", "Field"))
_CONTENT = words(QT_TRANSLATE_NOOP("Briefing", "Content"))
_DO = words(QT_TRANSLATE_NOOP("Briefing", "Step"))
_WHO = words(QT_TRANSLATE_NOOP("Briefing", "Who"))
_WITHIN = words(QT_TRANSLATE_NOOP("Briefing", "Target"))
_TOOK = words(QT_TRANSLATE_NOOP("Briefing", "Took"))
_HOW = words(QT_TRANSLATE_NOOP("Briefing", "How it went"))
_ABILITY = words(QT_TRANSLATE_NOOP("Briefing", "Ability"))
_RATING = words(QT_TRANSLATE_NOOP("Briefing", "Rating"))
_WHY = words(QT_TRANSLATE_NOOP("Briefing", "Why"))
_TO = words(QT_TRANSLATE_NOOP("Briefing", "To"))
_DUE = words(QT_TRANSLATE_NOOP("Briefing", "Due"))
_MADE = words(QT_TRANSLATE_NOOP("Briefing", "Made"))
_TIME = words(QT_TRANSLATE_NOOP("Briefing", "Time"))
_CALL = words(QT_TRANSLATE_NOOP("Briefing", "Call"))
_QUESTION = words(QT_TRANSLATE_NOOP("Briefing", "Question"))
_ANSWER = words(QT_TRANSLATE_NOOP("Briefing", "Answer"))
_NUMBER = words(QT_TRANSLATE_NOOP("Briefing", "No."))
_LESSON = words(QT_TRANSLATE_NOOP("Briefing", "Lesson"))
_PLAN = words(QT_TRANSLATE_NOOP("Briefing", "Plan"))
_OWNER = words(QT_TRANSLATE_NOOP("Briefing", "Owner"))
_UNTIL = words(QT_TRANSLATE_NOOP("Briefing", "Until"))
_STATE = words(QT_TRANSLATE_NOOP("Briefing", "State"))
_BY = words(QT_TRANSLATE_NOOP("Briefing", "By"))
_ABOUT = words(QT_TRANSLATE_NOOP("Briefing", "About"))
_CORRECTION = words(QT_TRANSLATE_NOOP("Briefing", "Correction"))
