"""A first proposal of a profile for a file, from the names of its columns and the shape of its values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from lobbyconsole.feeds.mapping import decode, text_of
from lobbyconsole.feeds.profile import PERSONAL_COLUMN, Columns, FolderSource, Profile, TimeColumn, Times
from lobbyconsole.feeds.reading import MAX_RECORD, open_file, pieces_of

_NAMES = {
    "native": "id|ticket_?id|queue_?id|record_?id|serial(_?no)?|流水号|序列号|编号|记录号|排队流水号",
    "number": "number|ticket|ticket_?(no|number|num)|queue_?(no|number)|no|票号|排队号|排队号码|号码|号票|票号码",
    "service": "service(_?(id|name|type))?|busi(ness)?(_?(type|name|seq))?|queue(_?name)?|task(_?id)?|type|category"
    "|letter|业务|业务类型|业务名称|业务编码|队列|队列名称",
    "counter": "counter(_?(id|no|number))?|window(_?(id|no|number))?|desk|窗口|窗口号|窗口编号|柜台|柜台号",
    "staff": "staff(_?(id|no))?|teller(_?(id|no))?|agent|operator|server|employee(_?(id|no))?"
    "|柜员|柜员号|员工号|工号|操作员",
    "status": "status|state|outcome|result|状态|办理状态|处理状态|排队状态",
    "calls": "calls|call_?(count|times)|呼叫次数|叫号次数",
    "priority": "priority|vip(_?level)?|优先级|客户级别|级别",
    "event": "event(_?(type|name))?|action|事件|事件类型|动作|操作",
    "waiting": "waiting|queue_?length|people_?waiting|等候人数|排队人数|等待人数",
    "open_counters": "open_?(counters|windows)|counters_?open|开放窗口数|开窗数|窗口数",
    "current": "current(_?(ticket|number|no))?|当前号|当前叫号|当前号码",
}
_TIMES = {
    "created": "created(_?at)?|create_?time|issued?(_?(at|time))?|take_?time|ticket_?time|arriv(al|ed)(_?time)?"
    "|q_?start|timestamp|取号时间|发号时间|排队时间|到达时间|出票时间",
    "called": "called(_?at)?|call_?time|叫号时间|呼叫时间|q_?exit",
    "started": "start(ed)?(_?(at|time))?|begin(_?time)?|serve_?time|ser_?start|开始时间|开始办理时间|受理时间",
    "ended": "end(ed)?(_?(at|time))?|finish(ed)?(_?(at|time))?|completed?(_?(at|time))?|close_?time|ser_?exit"
    "|结束时间|完成时间|办结时间|办理结束时间",
    "at": "at|time|event_?time|date_?time|snapshot_?time|时间|事件时间|采集时间",
}
_WORDS = {
    "no_show": "过号|弃号|未到|no.?show|absent|unattended|missed",
    "cancelled": "取消|作废|cancel|delete|void",
    "left": "离开|left|hang|abandon",
    "held": "挂起|暂停|hold|held|park",
    "transferred": "转移|转|transfer",
    "finished": "完成|办结|已办|结束|finish|done|complete|served|agent",
    "serving": "办理中|受理|处理中|serving|processing|being served",
    "called": "叫号|呼叫|call|invited",
    "waiting": "等待|等候|排队|wait|queued|new",
}


def guess_profile(path: Path) -> Profile:
    """A first proposal for a file, from the names of its columns (Chinese or English) and the shape of its values.

    To be looked at and mended by a person. Raises OSError when the file cannot be read.
    """
    with open_file(path) as stream:
        top = decode(stream.readline(MAX_RECORD)).strip()
    suffix = path.name.removesuffix(path.suffix) if path.suffix in (".gz", ".xz") else path.name
    pattern = f"*{Path(suffix).suffix}" + (path.suffix if suffix != path.name else "")
    is_json = top.startswith("{")
    delimiter = max(",;\t|", key=top.count)
    source = FolderSource(pattern=pattern, format="jsonl" if is_json else "csv", delimiter=delimiter)
    records = [piece.record for piece in islice(pieces_of(path, source), 2000) if piece.record is not None]
    names = [name for name in (records[0] if records else {}) if not PERSONAL_COLUMN.search(name)]

    def find(words: str, taken: Iterable[str] = ()) -> str:
        """The column that fits the first of the words that any column fits."""
        for word in re.findall(r"(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[^|(])+", words):
            for name in names:
                if name not in taken and re.fullmatch(word, name, re.IGNORECASE):
                    return name
        return ""

    columns = {key: find(words) for key, words in _NAMES.items()}
    if columns["service"] == columns["number"]:
        columns["service"] = ""
    date = find("date|日期|办理日期|业务日期|business_?date")
    times = {key: name for key, words in _TIMES.items() if (name := find(words, [date]))}
    mode: Literal["snapshot", "events", "counts"] = "snapshot"
    if columns["waiting"] and (columns["open_counters"] or columns["current"]) and "at" in times:
        mode = "counts"
        columns["service"] = find("queue_?id|队列编号") or columns["service"]
    elif columns["event"] and ("at" in times or "created" in times) and len(times) < 3:
        mode = "events"
    if mode == "snapshot":
        columns["native"] = columns["native"] or "@line"
        columns["number"] = columns["number"] or columns["native"]
    wanted = {"snapshot": ("created", "called", "started", "ended"), "events": ("at",), "counts": ("at",)}[mode]
    if mode == "events" and "at" not in times:
        times["at"] = times["created"]
    stamps = {key: _stamp(name, date, [record.get(name) for record in records]) for key, name in times.items()}
    unused = {"snapshot": ("event", "waiting", "open_counters", "current"), "events": ("waiting", "status", "current")}
    for key in unused.get(mode, ("event", "status", "native", "number", "calls", "counter", "staff", "priority")):
        columns[key] = ""
    states: dict[str, str] = {}
    for record in records if columns["status"] else ():
        value = text_of(record.get(columns["status"]))
        state = next((state for state, words in _WORDS.items() if re.search(words, value, re.IGNORECASE)), "")
        if state and len(states) < 30:
            states[value] = state
    columns["status"] = columns["status"] if states else ""
    ended = "finished" in states.values() or "ended" not in times
    return Profile(
        name=re.sub(r"[^A-Za-z0-9_.-]", "_", path.stem.split(".")[0])[:40] or "file",
        transport="folder",
        mode=mode,
        folder=source,
        columns=Columns(**columns),
        times=Times(**{key: stamp for key, stamp in stamps.items() if key in wanted}),
        status=states,
        finish=("status",) if ended and states else ("ended",) if "ended" in times else ("status",),
    )


def _stamp(name: str, date: str, values: list[Any]) -> TimeColumn:
    """How the times of a column are written, by their shape."""
    texts = [text for value in values if (text := text_of(value)) and text != "0"][:200]

    def all_like(shape: str) -> bool:
        return bool(texts) and all(re.fullmatch(shape, text) for text in texts)

    shapes = (
        ("jsondate", r"\\?/Date\(.*"), ("epoch_s", r"1\d{9}(\.\d+)?"), ("epoch_ms", r"1\d{12}"), ("ticks", r"6\d{17}"),
    )  # fmt: skip
    for form, shape in shapes:
        if all_like(shape):
            return TimeColumn(column=name, format=form)
    if date and all_like(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"):
        return TimeColumn(column=name, format="time", date=date)
    if date and all_like(r"\d{1,5}"):
        return TimeColumn(column=name, format="seconds_of_day", date=date, null=("0",))
    return TimeColumn(column=name, format="time" if all_like(r"\d{1,2}:\d{2}(:\d{2})?") else "auto")
