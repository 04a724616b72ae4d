"""Who is not here, in a person's card: a press marks them for today, or from and until; what was told stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.said_time import said_date, said_time
from lobbyconsole.domain.staff import REASONS, Absence, StaffMember
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import clock_text, date_text, headed, phrases, translate
from lobbyconsole.ui.widgets.basics import Button, Label, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow

MOST_PAST = 5  # lines of what is over; the journal has all
WORDS = {
    "sick": QT_TRANSLATE_NOOP("People", "Sick"),
    "out": QT_TRANSLATE_NOOP("People", "Out"),
    "training": QT_TRANSLATE_NOOP("People", "In training"),
}
assert set(WORDS) == set(REASONS)


def reason_text(reason: str) -> str:
    return translate("People", WORDS.get(reason, reason))


def moment_text(at: datetime, branch: Branch, now: datetime) -> str:
    """10:42 today, else the day; with its time where it is not the beginning of a business day."""
    day = branch.day_of(at)
    clock = clock_text(at, branch.tz)
    if day == branch.day_of(now):
        return clock
    return date_text(day) if at == branch.day_span(day)[0] else f"{date_text(day)} {clock}"


def until_text(at: datetime, branch: Branch, now: datetime) -> str:
    """The end of today, of a day, or a time."""
    last = branch.day_of(at - timedelta(microseconds=1))
    if at != branch.day_span(last)[1]:
        return translate("People", "until {time}").format(time=moment_text(at, branch, now))
    if last == branch.day_of(now):
        return translate("People", "today")
    return translate("People", "until the end of {day}").format(day=date_text(last))


def absence_text(absence: Absence, branch: Branch, now: datetime) -> str:
    """Sick since 08:30, until the end of 11-25."""
    reason = reason_text(absence.reason)
    if absence.void:
        return phrases(reason, translate("People", "taken back"))
    begun = moment_text(absence.since, branch, now)
    if now >= absence.ends:
        text = translate("People", "{reason} {begun} to {ended}")
        return text.format(reason=reason, begun=begun, ended=moment_text(absence.ends, branch, now))
    since = translate("People", "{reason} since {begun}")
    if absence.since > now:
        since = translate("People", "{reason} from {begun}")
    return phrases(since.format(reason=reason, begun=begun), until_text(absence.ends, branch, now))


def short_text(absence: Absence, branch: Branch, now: datetime) -> str:
    """Sick, today."""
    return phrases(reason_text(absence.reason), until_text(absence.ends, branch, now))


class AbsenceBox(QWidget):
    """`mark(reason, since, until)` and `back(mark)` are asked of whoever made it; None: now, the end of the day."""

    def __init__(
        self,
        mark: Callable[[str, datetime | None, datetime | None], object],
        back: Callable[[str], object],
        refused: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._mark, self._back, self._refused = mark, back, refused
        self._member: StaffMember | None = None
        self._branch: Branch | None = None
        self._now: datetime | None = None
        self._title = Label("", 12, role="muted", wrap=True)
        self.since, self.until = QLineEdit(), QLineEdit()
        for field in (self.since, self.until):
            field.setMaxLength(20)
        self.reasons = {reason: Button() for reason in REASONS}
        flow = Flow()
        for part in (self.since, self.until, *self.reasons.values()):
            flow.add(part)
        for reason, button in self.reasons.items():
            button.clicked.connect(partial(self._press, reason))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self._title)
        rows.addWidget(flow)
        rows.addLayout(self._lines)
        self.retranslate()

    def show_member(self, member: StaffMember, branch: Branch, now: datetime) -> None:
        """What was told of this person."""
        self._member, self._branch, self._now = member, branch, now
        self._show()

    def texts(self) -> list[str]:
        """The lines on show."""
        return [label.text() for label in self.findChildren(Label) if label.objectName() == "absence"]

    def _show(self) -> None:
        clear_layout(self._lines)
        member, branch, now = self._member, self._branch, self._now
        if member is None or branch is None or now is None:
            return
        open_ones = [one for one in member.absences if one.ends > now and not one.void]
        past = [one for one in reversed(member.absences) if one not in open_ones][:MOST_PAST]
        for absence in (*open_ones, *past):
            words = absence_text(absence, branch, now)
            who = translate("People", "told by {staff}").format(staff=absence.by) if absence.by else ""
            line = QHBoxLayout()
            label = Label(" · ".join(part for part in (words, who, absence.words) if part), 14,
                          role="text" if absence in open_ones else "muted", wrap=True)  # fmt: skip
            label.setObjectName("absence")
            line.addWidget(label, 1)
            if absence in open_ones:
                back = translate("People", "Here again") if absence.since <= now else translate("People", "Take back")
                button = Button(back, "quiet")
                button.setAccessibleName(headed(words, back))
                button.clicked.connect(partial(self._take_back, absence.mark))
                line.addWidget(button)
            self._lines.addLayout(line)

    def _take_back(self, mark: str, _checked: bool = False) -> None:
        self._back(mark)

    def _press(self, reason: str, _checked: bool = False) -> None:
        since, until = self.since.text().strip(), self.until.text().strip()
        begin, end = self._time(since, False), self._time(until, True)
        if (since and begin is None) or (until and end is None):
            self._refused(translate("People", "Please give days or times such as 11-25, 14:30 or +3d."))
            return
        self.since.clear()
        self.until.clear()
        self._mark(reason, begin, end)

    def _time(self, text: str, last: bool) -> datetime | None:
        """A day alone is the whole of it; anything else is read as everywhere."""
        if self._branch is None or self._now is None or not text:
            return None
        local = self._now.astimezone(self._branch.tz)
        day = said_date(text, self._branch.day_of(self._now))
        if day is not None:
            return self._branch.day_span(day)[1 if last else 0]
        return said_time(text, local)

    def retranslate(self) -> None:
        self._title.setText(translate("People", "Not here: a press marks today, or from and until as typed."))
        for field, words in (
            (self.since, translate("People", "From, if not now: 11-25")),
            (self.until, translate("People", "Until, if not today: 11-27")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance(words) + style.current().px(40))
        for reason, button in self.reasons.items():
            button.setText(reason_text(reason))
            button.setAccessibleName(headed(translate("People", "Not here"), reason_text(reason)))
        self._show()
