"""One record on A4: what it is, its fields, clocks, who read it and its story, as a document Qt prints."""

from __future__ import annotations

from datetime import datetime
from html import escape

from PySide6.QtGui import QTextDocument

from lobbyconsole.domain.register import Register
from lobbyconsole.services.record_lists import staff_who_read
from lobbyconsole.ui.register_panel import Shown
from lobbyconsole.ui.register_words import Words, clock_words, history, told
from lobbyconsole.ui.theme import FAMILIES
from lobbyconsole.ui.translation import listed, translate, with_aside


def record_document(register: Register, shown: Shown, words: Words, branch: str, now: datetime) -> QTextDocument:
    """The record as it stands now. Everything in it is text; nothing typed becomes markup."""
    record = shown.record
    entry = register.field(register.summary_field)
    summary = words.value(entry, record.values.get(register.summary_field)) if entry else ""
    rows = [(translate("Registers", "State"), told(register.state(record.state).title))]
    for field in register.fields:
        text = words.value(field, record.values.get(field.name))
        if text and field.name != register.summary_field:
            rows.append((told(field.title), text))
    read = staff_who_read(record)
    if read:
        signed = listed(with_aside(staff, words.instant(at)) for staff, at in read)
        rows.append((translate("Registers", "Read by"), signed))
    for file in record.attachments:
        rows.append((translate("Registers", "Photo"), file.name))
    clocks = [clock_words(register, reading, words, now)[0] for reading in shown.clocks]
    printed = translate("Registers", "Printed {at}").format(at=f"{now.astimezone(words.zone):%Y-%m-%d %H:%M}")
    table = "".join(
        f"<tr><td width='24%' class='k'>{_shown(name)}</td><td>{_shown(text)}</td></tr>" for name, text in rows
    )
    story = "".join(
        f"<tr><td width='24%' class='k'>{_shown(head)}</td><td>{_shown(text)}</td></tr>"
        for head, text in reversed(history(register, record, words))
    )
    family = ", ".join(f"'{name}'" for name in FAMILIES)
    document = QTextDocument()
    document.setDefaultStyleSheet(
        f"body {{ font-family: {family}; font-size: 10.5pt; }} h1 {{ font-size: 15pt; }} h2 {{ font-size: 11pt; }}"
        " td { padding: 3px 6px; } .k { color: #444444; } p { margin: 2px 0; }"
    )
    heading = translate("Registers", "History")
    document.setHtml(
        f"<p class='k'>{_shown(branch)} · {_shown(told(register.title))} · {_shown(record.key)}</p>"
        f"<h1>{_shown(summary or record.key)}</h1>"
        + "".join(f"<p>{_shown(line)}</p>" for line in clocks)
        + f"<table width='100%' cellspacing='0'>{table}</table>"
        f"<h2>{_shown(heading)}</h2><table width='100%' cellspacing='0'>{story}</table>"
        f"<p class='k'>{_shown(printed)}</p>"
    )
    return document


def _shown(text: str) -> str:
    return escape(text).replace("\n", "<br>")
