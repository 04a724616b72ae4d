"""The settings of the hall itself: what a service, a counter and the calling rule hold; hours; the rule's sheet."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from PySide6.QtCore import QTime, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from lobbyconsole.config import Settings
from lobbyconsole.domain.branch import Branch, OpeningHours
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.forms import Field, TimeField, print_document
from lobbyconsole.ui.rule_sheet import rule_document, rule_lines, rule_title, write_rule
from lobbyconsole.ui.settings_pages import FormPage, Page, Store, refusal_text
from lobbyconsole.ui.translation import translate, weekday_text
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label
from lobbyconsole.ui.widgets.choices import Switch
from lobbyconsole.ui.widgets.floor_forms import Flow

MINUTES = QT_TRANSLATE_NOOP("Time", "{minutes} min")

HALL = (
    Field("name_zh", "text", QT_TRANSLATE_NOOP("Settings", "Name in Chinese"), longest=60),
    Field("name_en", "text", QT_TRANSLATE_NOOP("Settings", "Name in English"), longest=60),
    Field("code", "text", QT_TRANSLATE_NOOP("Settings", "Branch code"), longest=20),
    Field("sector", "choice", QT_TRANSLATE_NOOP("Settings", "Kind of hall"), options=("bank", "telecom")),
    Field(
        "assembly",
        "text",
        QT_TRANSLATE_NOOP("Settings", "Assembly point"),
        QT_TRANSLATE_NOOP("Settings", "Where people gather after an evacuation: for the head count and printed plans."),
        longest=80,
    ),
    Field(
        "recovery_s",
        "number",
        QT_TRANSLATE_NOOP("Settings", "Owed a recovery after"),
        QT_TRANSLATE_NOOP("Settings", "Whoever waits this long is offered a service recovery."),
        low=60,
        high=14_400,
        unit=MINUTES,
        scale=60,
    ),
    Field(
        "cutover",
        "time",
        QT_TRANSLATE_NOOP("Settings", "Business day begins at"),
        QT_TRANSLATE_NOOP("Settings", "Numbers begin again then; choose an hour when the hall is shut."),
    ),
    Field(
        "zone",
        "text",
        QT_TRANSLATE_NOOP("Settings", "Time zone"),
        longest=60,
        pattern=r"^[\w+-]+(/[\w+-]+)*$",
    ),
)
SERVICE = (
    Field("title_zh", "text", QT_TRANSLATE_NOOP("Settings", "Name in Chinese"), longest=40),
    Field("title_en", "text", QT_TRANSLATE_NOOP("Settings", "Name in English"), longest=60),
    Field(
        "target_s",
        "number",
        QT_TRANSLATE_NOOP("Settings", "Called within"),
        low=60,
        high=14_400,
        unit=MINUTES,
        scale=60,
    ),
    Field(
        "typical_s",
        "number",
        QT_TRANSLATE_NOOP("Settings", "Usual handling time"),
        QT_TRANSLATE_NOOP("Settings", "Assumed until enough has been measured."),
        low=60,
        high=14_400,
        unit=MINUTES,
        scale=60,
    ),
    Field(
        "numbers.prefix", "text", QT_TRANSLATE_NOOP("Settings", "Letter before the number"), longest=3, pattern=r"^\S*$"
    ),
    Field("numbers.width", "number", QT_TRANSLATE_NOOP("Settings", "Digits"), low=1, high=6),
    Field("numbers.first", "number", QT_TRANSLATE_NOOP("Settings", "First number"), low=0, high=999_998),
    Field("numbers.last", "number", QT_TRANSLATE_NOOP("Settings", "Last number"), low=1, high=999_999),
    Field("numbers.restart", "choice", QT_TRANSLATE_NOOP("Settings", "Begins again"), options=("daily", "never")),
    Field(
        "numbers.reserved",
        "spans",
        QT_TRANSLATE_NOOP("Settings", "Kept for paper tickets"),
        QT_TRANSLATE_NOOP("Settings", "Ranges the desk never gives, e.g. 500-599."),
    ),
    Field(
        "numbers.standby",
        "span",
        QT_TRANSLATE_NOOP("Settings", "Kept for a take-over"),
        QT_TRANSLATE_NOOP("Settings", "Given by the own desk while the queue machine is lost."),
    ),
)
COUNTER = (
    Field("id", "text", QT_TRANSLATE_NOOP("Settings", "Number on the wall"), longest=6, pattern=r"^\S+$"),
    Field(
        "services",
        "order",
        QT_TRANSLATE_NOOP("Settings", "Services, in order"),
        QT_TRANSLATE_NOOP("Settings", "The first pressed is preferred."),
    ),
)
RULE = (
    *(
        Field(f"head_start_min.{name}", "number", title, high=60, unit=MINUTES)
        for name, title in (
            ("elderly", QT_TRANSLATE_NOOP("Settings", "Head start of the elderly")),
            ("disabled", QT_TRANSLATE_NOOP("Settings", "Head start of the disabled")),
            ("pregnant", QT_TRANSLATE_NOOP("Settings", "Head start of the pregnant")),
            ("infant", QT_TRANSLATE_NOOP("Settings", "Head start with an infant")),
            ("vip", QT_TRANSLATE_NOOP("Settings", "Head start of priority customers")),
        )
    ),
    Field(
        "appointment_head_start_min",
        "number",
        QT_TRANSLATE_NOOP("Settings", "Head start of the booked"),
        high=60,
        unit=MINUTES,
    ),
    Field(
        "appointment_early_min",
        "number",
        QT_TRANSLATE_NOOP("Settings", "Booked may be called early by"),
        high=60,
        unit=MINUTES,
    ),
    Field(
        "order_step_min",
        "number",
        QT_TRANSLATE_NOOP("Settings", "Step between a counter's services"),
        high=60,
        unit=MINUTES,
    ),
    Field(
        "jumps_per_hour", "number", QT_TRANSLATE_NOOP("Settings", "Called ahead of others, at most an hour"), high=600
    ),
    Field(
        "starving_min",
        "number",
        QT_TRANSLATE_NOOP("Settings", "Nobody is passed over after"),
        low=1,
        high=240,
        unit=MINUTES,
    ),
    Field("requeue_limit", "number", QT_TRANSLATE_NOOP("Settings", "May rejoin the line, times"), high=20),
    Field("recall_limit", "number", QT_TRANSLATE_NOOP("Settings", "Called again, times"), high=20),
)


class HoursPage(Page):
    """The week: open or not, from when to when."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 10, 20, 10)
        self._days: list[tuple[Label, Switch, TimeField, TimeField]] = []
        for _ in range(7):
            day = (Label(), Switch(), TimeField(QTime(9, 0)), TimeField(QTime(17, 0)))
            row = QHBoxLayout()
            row.setContentsMargins(0, 4, 0, 4)
            row.setSpacing(12)
            row.addWidget(day[0], 1)
            for part in day[1:]:
                row.addWidget(part)
            day[1].clicked.connect(self._edited)
            day[2].timeChanged.connect(self._edited)
            day[3].timeChanged.connect(self._edited)
            self._days.append(day)
            inside.addLayout(row)
        self._wrong = Label("", 12, role="act", wrap=True)
        self._wrong.hide()
        inside.addWidget(self._wrong)
        self.box.addWidget(card)
        self.retranslate()

    def _edited(self) -> None:
        week = []
        for _, is_open, opens, closes in self._days:
            opens.setEnabled(is_open.isChecked())
            closes.setEnabled(is_open.isChecked())
            begin, end = opens.time(), closes.time()
            span = (time(begin.hour(), begin.minute()), time(end.hour(), end.minute()))
            week.append(span if is_open.isChecked() else None)
        try:
            wrong = self.store("branch.hours", OpeningHours(week=tuple(week)))
        except ValueError as error:
            wrong = refusal_text(error)
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))

    def show_settings(self, settings: Settings) -> None:
        for span, parts in zip(settings.branch.hours.week, self._days, strict=True):
            _, is_open, opens, closes = parts
            for part in parts[1:]:
                part.blockSignals(True)
            is_open.setChecked(span is not None)
            for field, value in zip((opens, closes), span or (), strict=False):
                field.setTime(QTime(value.hour, value.minute))
            for field in (opens, closes):
                field.setEnabled(span is not None)
            for part in parts[1:]:
                part.blockSignals(False)

    def retranslate(self) -> None:
        for at, (label, is_open, opens, closes) in enumerate(self._days):
            day = weekday_text(at)
            label.setText(day)
            is_open.setAccessibleName(translate("Settings", "{day}: open").format(day=day))
            opens.setAccessibleName(translate("Settings", "{day}: opens at").format(day=day))
            closes.setAccessibleName(translate("Settings", "{day}: closes at").format(day=day))


class RulePage(FormPage):
    """The figures of the calling rule, and the rule as it will hang on the wall."""

    ledger_wanted = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__(store, "branch.calling", RULE)
        self._branch = Branch()
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(8)
        self._title = Label("", 16, BOLD, wrap=True)
        self._text = Label(wrap=True)
        self._print, self._save = Button(icon="print"), Button(icon="export")
        self._print.clicked.connect(lambda: print_document(self, self.document()))
        self._save.clicked.connect(self._save_pdf)
        self.ahead = Button(kind="quiet", icon="fairness")
        self.ahead.clicked.connect(self.ledger_wanted)
        row = Flow()
        for button in (self._print, self._save, self.ahead):
            row.add(button)
        inside.addWidget(self._title)
        inside.addWidget(self._text)
        inside.addWidget(row)
        self.box.insertWidget(0, card)
        self.retranslate()

    def lines(self) -> list[str]:
        """The rule, one sentence a line."""
        return rule_lines(self._branch)

    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self._branch = settings.branch
        self._text.setText("\n".join(f"{at}. {line}" for at, line in enumerate(self.lines(), 1)))

    def document(self) -> QTextDocument:
        """The sheet for the public wall."""
        return rule_document(self._branch)

    def write_pdf(self, path: str) -> None:
        """The sheet as a PDF on A4."""
        write_rule(self._branch, path)

    def _save_pdf(self) -> None:
        title = translate("Settings", "Save the rule as PDF")
        path, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / "calling-rule.pdf"), "*.pdf")
        if path:
            self.write_pdf(path)

    def retranslate(self) -> None:
        super().retranslate()
        self._title.setText(rule_title())
        self.ahead.setText(translate("Settings", "Who was called ahead"))
        self._print.setText(translate("Settings", "Print for the wall"))
        self._save.setText(translate("Settings", "Save as PDF"))
        self._text.setText("\n".join(f"{at}. {line}" for at, line in enumerate(self.lines(), 1)))
