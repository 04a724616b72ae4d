"""One lesson: what is to be learned, and the version of the plan that closes it, shown as a difference."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.content.editions import Edition
from lobbyconsole.domain.content.library import Library
from lobbyconsole.services.review_desk import OpenLesson
from lobbyconsole.ui.content.diff import DiffView
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.incidents.cards import Part
from lobbyconsole.ui.reviews.cards import LESSON_TONES, state_text
from lobbyconsole.ui.reviews.words import day_text, due_text, moment_text, own, role_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label


class ShownLesson(NamedTuple):
    """A lesson with what its page needs."""

    lesson: OpenLesson
    library: Library
    names: Names
    zone: tzinfo
    now: datetime


class _Version(Card):
    """A version that may close the lesson, or did: who made and who approved it, and what it changed."""

    def __init__(self, edition: Edition, changes: Any, old: Any, new: Any, shown: ShownLesson, closing: bool) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 14)
        rows.setSpacing(8)
        title = translate("Reviews", "Version {version}").format(version=edition.version[:8])
        at = moment_text(edition.decided_at, shown.zone, shown.now)
        text = translate("Reviews", "changed by {by}, approved by {other} on {at}")
        about = text.format(by=edition.by or "–", other=edition.decided_by or "–", at=at)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, 14, BOLD))
        words.addWidget(Label(about, 12, role="muted", wrap=True))
        if edition.why:
            words.addWidget(Label(edition.why, 14, wrap=True))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        self.take: Button | None = None
        if closing:
            self.take = Button(translate("Reviews", "This closes the lesson"), "primary")
            head.addWidget(self.take)
        rows.addLayout(head)
        self.diff = DiffView()
        rows.addWidget(self.diff)
        self.diff.show_changes("plans", old, new, changes, shown.names)


class LessonPage(AskingPage):
    """`head.verb(name)`: edit, close, refuse, reopen, run."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: ShownLesson | None = None
        self.head = Head((("edit", "E"), ("close", "K"), ("refuse", "X"), ("reopen", "O"), ("run", "R")), 3)
        self.how = Part()
        self.versions = QWidget()
        self._versions = QVBoxLayout(self.versions)
        self._versions.setContentsMargins(0, 0, 0, 0)
        self._versions.setSpacing(12)
        for part in (self.head, self.how, self.versions):
            self.rows.addWidget(part)
        self.rows.addStretch(1)
        self.cards: list[_Version] = []

    def show_lesson(self, shown: ShownLesson, doing: Any) -> None:
        """Everything anew."""
        record = shown.lesson.record
        same = self.shown is not None and self.shown.lesson.record.key == record.key
        if not self.may_fill(same):
            return
        self.shown = shown
        due = shown.lesson.due
        still = record.state == "open"
        late = still and due is not None and due < shown.now
        plan = shown.lesson.plan
        by = translate("Reviews", "noted by {by} on {day}")
        noted = by.format(by=record.opened_by or "–", day=day_text(record.opened_at, shown.zone, shown.now))
        about = [own(plan.title) if plan is not None else record.text("plan"),
                 role_text(shown.library, record.text("owner")), noted]  # fmt: skip
        self.head.show_words(record.key, record.text("lesson"), " · ".join(about))
        ready = bool(shown.lesson.versions) and still
        self.head.show_pills(
            ("act" if late else LESSON_TONES.get(record.state, "neutral"), state_text(record.state)),
            ("act" if late else "neutral", due_text(due, shown.now, shown.zone) if still else ""),
            ("ok", translate("Reviews", "A changed plan is there") if ready else ""),
        )
        verbs = {"edit": translate("Reviews", "Change the plan"), "run": translate("Reviews", "Where it came from")}
        if ready:
            verbs["close"] = translate("Reviews", "Close with the changed plan")
        if still:
            verbs["refuse"] = translate("Reviews", "Do not adopt")
        else:
            verbs["reopen"] = translate("Reviews", "Reopen")
        self.head.show_verbs(verbs, "close" if ready else "edit" if still else "")
        self._show_way(shown)
        self._show_versions(shown, doing, still)
        self.filled()

    def _show_way(self, shown: ShownLesson) -> None:
        """How it closes, what waits, and how it was closed."""
        record = shown.lesson.record
        self.how.begin(translate("Reviews", "How it is closed"))
        if record.state == "open":
            self.how.nothing(translate("Reviews", "Change the plan; another person approves the new version; then that "
                                                  "version closes the lesson. Or another person than who noted it "
                                                  "refuses it and says why."))  # fmt: skip
            for edition in shown.lesson.waiting:
                text = translate("Reviews", "Version {version} by {by} waits for a second person.")
                self.how.line(text.format(version=edition.version[:8], by=edition.by or "–"),
                              translate("Reviews", "to be approved"), level="watch")  # fmt: skip
        for stay in record.stays[1:]:
            at = moment_text(stay.since, shown.zone, shown.now)
            self.how.line(f"{state_text(stay.state)} · {stay.by or '–'} · {at}", stay.reason)

    def _show_versions(self, shown: ShownLesson, doing: Any, still: bool) -> None:
        for card in self.cards:
            self._versions.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for edition, changes, old, new in shown.lesson.versions:
            card = _Version(edition, changes, old, new, shown, still)
            if card.take is not None:
                card.take.clicked.connect(lambda _=False, version=edition.version: doing.close_lesson(version))
            self.cards.append(card)
            self._versions.addWidget(card)
