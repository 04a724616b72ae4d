"""The calling rule as a sheet for the public wall: printed, or saved as a PDF."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.calling import rule_text
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import language, say, translate


def rule_title() -> str:
    """What stands on top of the sheet."""
    return translate("Settings", "How numbers are called here")


def rule_lines(branch: Branch) -> list[str]:
    """The rule, one sentence a line."""
    return [say(message) for message in rule_text(branch)]


def rule_document(branch: Branch) -> QTextDocument:
    """The sheet for the public wall."""
    lines = "".join(f"<li style='margin-bottom:14px'>{escape(line)}</li>" for line in rule_lines(branch))
    document = QTextDocument()
    document.setDefaultFont(style.current().font(14))
    document.setHtml(
        f"<h1 style='font-size:30pt'>{escape(rule_title())}</h1>"
        f"<p style='font-size:16pt'>{escape(branch.name(language()))}</p><ol style='font-size:18pt'>{lines}</ol>"
    )
    return document


def write_rule(branch: Branch, path: str) -> None:
    """The sheet as a PDF on A4."""
    writer = QPdfWriter(path)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(40, 40, 40, 40))
    )
    rule_document(branch).print_(writer)
