"""The cards of an incident's page: what is known, the story, reports owed, video, evidence, what it is linked with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from lobbyconsole.domain.incidents import FIELDS
from lobbyconsole.services.incident_desk import Entry, Sheet
from lobbyconsole.services.incident_dues import Due, Footage
from lobbyconsole.services.incident_papers import hall_text
from lobbyconsole.services.incident_words import camera_text, link_text, value_text
from lobbyconsole.ui.incidents.asks import over_text, treated_text, yes_text
from lobbyconsole.ui.incidents.words import due_text, left_text, moment_text, own, size_text, update_text, video_text
from lobbyconsole.ui.translation import headed, listed, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Pill, clear_layout

MOST_LINES = 200


class Part(Card):
    """A card with a title, perhaps a button beside it, and rows."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = Label("", 14, BOLD)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.heading, 1)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 12, 14)
        inside.setSpacing(8)
        inside.addLayout(self.head)
        inside.addLayout(self.rows)

    def begin(self, title: str) -> None:
        """Take the old rows away."""
        self.heading.setText(title)
        clear_layout(self.rows)

    def line(self, words: str, about: str = "", *, press: tuple[str, Callable[[], object]] | None = None,
             level: str = "", tip: str = "") -> Label:  # fmt: skip
        """Words, muted words below or a pill beside, and something to press; gives the muted label."""
        text = QVBoxLayout()
        text.setSpacing(1)
        main = Label(words, 14, wrap=True)
        main.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.addWidget(main)
        small = Label(about, 12, role="muted", wrap=True)
        if not about or level:
            small.hide()  # and never shown by hand: without a parent yet it would be a window, and take the keyboard
        text.addWidget(small)
        button: Button | None = None
        if press is not None:
            call = press[1]
            button = Button(press[0], "quiet")
            button.setAccessibleName(f"{press[0]}: {words}")
            button.clicked.connect(lambda _=False: call())
        if level:  # words above, sign and button below: they never squeeze the words
            pill = Pill(level, about)
            pill.setToolTip(tip or about)
            text.addLayout(beside(pill, button))
            self.rows.addLayout(text)
        else:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addLayout(text, 1)
            if button is not None:
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.rows.addLayout(row)
        return small

    def nothing(self, words: str) -> None:
        self.rows.addWidget(Label(words, 14, role="muted", wrap=True))


class Fields(Part):
    """What is known: each value with who said it when; what nobody has said stands there as such."""

    def show_sheet(self, sheet: Sheet, now: datetime, tell: Callable[[str], object]) -> None:
        self.begin(translate("Incidents", "What is known"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, (name, label) in enumerate(FIELDS.items()):
            said = sheet.incident.said.get(name, ())
            title = Label(translate("Incidents", label), 12, role="muted", wrap=True)
            title.setMinimumWidth(96)
            grid.addWidget(title, at, 0, top)
            words = QVBoxLayout()
            words.setSpacing(1)
            if said and said[-1].value:
                value = own(value_text(sheet.library, name, said[-1].value, sheet.branch.tz))
                shown = Label(value, 14, wrap=True)
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                words.addWidget(shown)
                about = " · ".join(
                    part for part in (said[-1].by, moment_text(said[-1].at, sheet.branch.tz, now)) if part
                )
                if len(said) > 1:
                    before = own(value_text(sheet.library, name, said[-2].value, sheet.branch.tz))
                    text = translate("Incidents", "corrected, before: {before} ({why})")
                    about += " · " + text.format(before=before, why=said[-1].why or "–")
                words.addWidget(Label(about, 12, role="muted", wrap=True))
            else:
                words.addWidget(Label(translate("Incidents", "not said yet"), 14, role="muted"))
            grid.addLayout(words, at, 1)
            known = bool(said and said[-1].value)
            button = Button(translate("Incidents", "Correct") if known else translate("Incidents", "Say"), "quiet")
            button.setAccessibleName(f"{button.text()}: {translate('Incidents', label)}")
            button.clicked.connect(lambda _=False, name=name: tell(name))
            grid.addWidget(button, at, 2, top)
        self.rows.addLayout(grid)


class Story(Part):
    """The timeline: the incident's own lines and those of its plans; what was told late is marked."""

    def show_sheet(self, sheet: Sheet, now: datetime, correct: Callable[[Entry], object]) -> None:
        self.begin(translate("Incidents", "Timeline"))
        corrected = {entry.corrects for entry in sheet.story if entry.corrects}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, entry in enumerate(reversed(sheet.story[-MOST_LINES:])):
            clock = Label(moment_text(entry.at, sheet.branch.tz, now), 12, role="muted")
            grid.addWidget(clock, at, 0, top)
            words = QVBoxLayout()
            words.setSpacing(1)
            line = Label(own(entry.words), 14, wrap=True, role="muted" if entry.fact in corrected else "text")
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(line)
            about = [part for part in (entry.by, own(entry.plan) if entry.plan is not None else "") if part]
            if entry.fact and entry.fact in corrected:
                about.append(translate("Incidents", "corrected later"))
            if about:
                words.addWidget(Label(" · ".join(about), 12, role="muted"))
            if entry.late:
                told = moment_text(entry.told_at, sheet.branch.tz, now)
                pill = Pill("watch", translate("Incidents", "late entry, told {told}").format(told=told))
                words.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addLayout(words, at, 1)
            if entry.kind == "incident.logged" and entry.fact not in corrected:
                button = Button(translate("Incidents", "Correct"), "quiet")
                button.setAccessibleName(f"{button.text()}: {own(entry.words)}")
                button.clicked.connect(lambda _=False, entry=entry: correct(entry))
                grid.addWidget(button, at, 2, top)
        self.rows.addLayout(grid)


class Asks(Part):
    """What it asks for now: a grade, and whether it is over. Hidden where it asks for nothing."""

    def show_sheet(
        self, sheet: Sheet, now: datetime, grade: Callable[[], object], over: Callable[[datetime], object]
    ) -> None:  # fmt: skip
        self.begin(translate("Incidents", "To be said"))
        asked, still = sheet.ungraded, sheet.unended
        if asked is not None:
            level = asked.level(now)
            self.line(translate("Incidents", "How serious is it?"), treated_text(asked.proposed),
                      press=(translate("Incidents", "Grade it (G)"), grade))  # fmt: skip
            self.set_level("" if level == "ok" else level)
        if still is not None:
            at, zone = still.plan_ended, sheet.branch.tz
            self.line(translate("Incidents", "Is the incident over too?"), over_text(still, now, zone),
                      press=(yes_text(at, now, zone), partial(over, at)))  # fmt: skip
            if asked is None or still.level(now) == "act":
                self.set_level(still.level(now))
        self.setVisible(asked is not None or still is not None)


class Dues(Part):
    """Reports owed, counting down, and those made."""

    def __init__(self) -> None:
        super().__init__()
        self._pills: list[tuple[Pill, Due]] = []

    def show_sheet(self, sheet: Sheet, now: datetime, report: Callable[[Due], object]) -> None:
        self.begin(translate("Incidents", "Reports upward"))
        self._pills = []
        for due in sheet.dues:
            text = QVBoxLayout()
            text.setSpacing(1)
            text.addWidget(Label(due_text(due, sheet.library), 14, wrap=True))
            if due.asks is not None and due.made_at is None:
                text.addWidget(Label(own(due.asks), 12, role="muted", wrap=True))
            if due.repeat and due.made_at is None:
                text.addWidget(Label(update_text(due, sheet.branch.tz, now), 12, role="muted", wrap=True))
            if due.made_at is None:
                pill = Pill("neutral", "")
                self._pills.append((pill, due))
                button = Button(translate("Incidents", "Report"), "quiet")
                button.setAccessibleName(f"{button.text()}: {due_text(due, sheet.library)}")
                button.clicked.connect(lambda _=False, due=due: report(due))
                text.addLayout(beside(pill, button))
            else:
                made = translate("Incidents", "made {at}").format(at=moment_text(due.made_at, sheet.branch.tz, now))
                text.addLayout(beside(Pill("ok", made), None))
            self.rows.addLayout(text)
        if not sheet.dues:
            words = translate("Incidents", "No report is owed. A grade or a plan says which reports are.")
            self.nothing(words)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """Count down."""
        for pill, due in self._pills:
            level = due.level(now)
            pill.set_status("neutral" if level == "ok" else level, left_text(due.left_s(now)))


class Video(Part):
    """Cameras to secure before the recorder writes over them."""

    def show_sheet(self, sheet: Sheet, now: datetime, secure: Callable[[Footage], object]) -> None:
        self.begin(translate("Incidents", "Video to secure"))
        for video in sheet.footage:
            press = None
            if not video.state:
                press = (translate("Incidents", "Secured…"), partial(secure, video))
            level = video.level(now) if video.state != "lost" else "watch"
            words = own(camera_text(sheet.library, video.camera))
            self.line(words, video_text(video, now), press=press,
                      level="neutral" if level == "ok" and not video.state else level)  # fmt: skip


class Proof(Part):
    """Files kept as evidence."""

    def __init__(self) -> None:
        super().__init__()
        self.add = Button("", icon="plus")
        self.head.addWidget(self.add)

    def show_sheet(self, sheet: Sheet, now: datetime, save: Callable[[str, str], object]) -> None:
        self.begin(translate("Incidents", "Evidence"))
        self.add.setText(translate("Incidents", "Add a file"))
        for kept in sheet.incident.evidence:
            about = f"{size_text(kept.size)} · {moment_text(kept.at, sheet.branch.tz, now)} · {kept.by or '–'}"
            small = self.line(kept.name or "–", f"{about} · SHA-256 {kept.sha256[:10]}…", press=(
                translate("Incidents", "Save a copy"), partial(save, kept.sha256, kept.name)))  # fmt: skip
            small.setToolTip(kept.sha256)
        if not sheet.incident.evidence:
            self.nothing(translate("Incidents", "Drop files here, paste a picture with Ctrl+V, or choose a file. "
                                                "Kept encrypted, with their SHA-256."))  # fmt: skip


class Links(Part):
    """What it has to do with: plans walked, records, tickets, risks."""

    def __init__(self) -> None:
        super().__init__()
        self.add = Button("", icon="plus")
        self.head.addWidget(self.add)

    def show_sheet(self, sheet: Sheet, now: datetime, open_it: Callable[[str], object]) -> None:
        self.begin(translate("Incidents", "Linked with"))
        self.add.setText(translate("Incidents", "Link (K)"))
        say = translate("Incidents", "Open it")
        count = 0
        for state in sheet.walks:
            about = (
                translate("Incidents", "plan, running") if state.walk.running else translate("Incidents", "plan, ended")
            )
            self.line(own(state.plan.title), about, press=(say, partial(open_it, "walk:" + state.walk.key)))
            count += 1
        for subject, summary in sheet.records:
            self.line(summary or link_text(subject), link_text(subject),
                      press=(say, partial(open_it, subject)))  # fmt: skip
            count += 1
        for link in sheet.incident.links:
            if link.startswith(("ticket:", "round:")):
                what = translate("Incidents", "ticket") if link.startswith("ticket:") else link.partition(":")[0]
                self.line(sheet.numbers.get(link) or link_text(link), what, press=(say, partial(open_it, link)))
                count += 1
        for risk in sheet.risks:
            score = translate("Incidents", "risk, {score} points").format(score=risk.likelihood * risk.impact)
            self.line(own(risk.title), score, press=(say, partial(open_it, "risk:" + risk.id)))
            count += 1
        hall = hall_text(sheet)
        if hall is not None:
            about = translate("Incidents", "the hall when it was noted")
            self.line(own(hall), headed(about, listed(sheet.tickets)))
            count += 1
        if not count:
            self.nothing(translate("Incidents", "Nothing yet."))


def beside(pill: Pill, button: Button | None) -> QHBoxLayout:
    """A sign on the left, what can be pressed on the right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(pill)
    row.addStretch(1)
    if button is not None:
        row.addWidget(button)
    return row
