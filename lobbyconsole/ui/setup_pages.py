"""The three pages of the first set-up: the hall, its queues, where the numbers come from."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from lobbyconsole.config import FeedSetting, Look, Settings
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, OpeningHours, Service
from lobbyconsole.files import save_as
from lobbyconsole.ui.forms import Choice, Number, Row, TimeField, print_text
from lobbyconsole.ui.icons import RESOURCES
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.unlock import SHORTEST_PASSPHRASE
from lobbyconsole.ui.widgets.banner import Page
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice, Switch

COUNTERS = 6


def is_draft(settings: Settings) -> bool:
    """Whether a set-up was broken off after its questions had been answered."""
    return not settings.set_up and bool(settings.branch.services)


# ----------------------------------------------------------------------------------------------------------- proposals
def proposed_queues(sector: str) -> list[dict[str, Any]]:
    """The queues of the content library for a sector, see resources/content/services.json."""
    content = json.loads((RESOURCES / "content" / "services.json").read_text(encoding="utf-8"))
    return [queue for queue in content["queues"] if sector in queue["typical_min"]]


def services_from(queues: Sequence[dict[str, Any]], sector: str, targets: Sequence[int]) -> tuple[Service, ...]:
    """Services for chosen queues; `targets` in minutes."""
    return tuple(
        Service(
            id=queue["id"],
            title_zh=queue["title"]["zh"],
            title_en=queue["title"]["en"],
            numbers=NumberRule(prefix=queue["prefix"]),
            target_s=target * 60,
            typical_s=round(queue["typical_min"][sector] * 60),
        )
        for queue, target in zip(queues, targets, strict=True)
    )


def counters_for(services: Sequence[Service], count: int) -> tuple[CounterPlace, ...]:
    """Counters 1 to `count`: each begins with one of the services in turn and helps out with the first two."""
    ids = [service.id for service in services]
    places = []
    for at in range(count if ids else 0):
        main = ids[at % len(ids)]
        places.append(CounterPlace(id=str(at + 1), services=(main, *(help for help in ids[:2] if help != main))))
    return tuple(places)


def shipped_profiles() -> list[tuple[str, str, str, str]]:
    """(name, Chinese title, English title, kind) of the profiles that come with the program."""
    found = []
    for path in sorted((RESOURCES / "profiles").glob("*.toml")):
        try:
            head = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        name = str(head.get("name") or path.stem)
        found.append(
            (name, str(head.get("title_zh", name)), str(head.get("title_en", name)), str(head.get("transport", "sql")))
        )
    return found


# ---------------------------------------------------------------------------------------------------------------- steps
class HallPage(Page):
    """Step 1: what the hall is called, bank or telecom, and how the console looks."""

    look_changed = Signal(object)  # Look

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._look = settings.look
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.sector = SegmentedChoice()
        self.speech = SegmentedChoice()
        self.theme = SegmentedChoice()
        self._rows = [Row(editor) for editor in (self.name, self.sector, self.speech, self.theme)]
        for row in self._rows:
            self.body.addWidget(row)
        drafted = settings.branch.name(language()) if is_draft(settings) else ""
        self.name.setText(drafted)
        self._sector, self._named = settings.branch.sector, bool(drafted)
        self.speech.chosen.connect(lambda value: self._set_look(language=value))
        self.theme.chosen.connect(lambda value: self._set_look(theme=value))
        self.name.textEdited.connect(self._typed)
        self.retranslate()

    def look(self) -> Look:
        return self._look

    def _typed(self) -> None:
        self._named = True
        self.say_wrong("")

    def _set_look(self, **change: Any) -> None:
        self._look = msgspec.structs.replace(self._look, **change)
        self.look_changed.emit(self._look)

    def retranslate(self) -> None:
        if not self._named:
            self.name.setText(translate("SetUp", "Our hall"))
        system = ("system", translate("SetUp", "As this computer"))
        self.title.setText(translate("SetUp", "Your hall"))
        self.about.setText(translate("SetUp", "Everything here can be changed later in the settings."))
        self.step.setText(translate("SetUp", "Step {step} of {steps}").format(step=1, steps=3))
        self.sector.set_options(
            [("bank", translate("SetUp", "Bank branch")), ("telecom", translate("SetUp", "Telecom hall"))],
            self.sector.value() or self._sector,
        )
        self.speech.set_options([system, ("zh", "简体中文"), ("en", "English")], self._look.language)
        self.theme.set_options(
            [
                system,
                ("light", translate("SetUp", "Light")),
                ("dark", translate("SetUp", "Dark")),
                ("contrast", translate("SetUp", "High contrast")),
            ],
            self._look.theme,
        )
        words = (
            (translate("SetUp", "Name of the hall"), translate("SetUp", "Shown on top, on slips and on the wall.")),
            (translate("SetUp", "Kind of hall"), ""),
            (translate("SetUp", "Language"), ""),
            (translate("SetUp", "Theme"), ""),
        )
        for row, (title, about) in zip(self._rows, words, strict=True):
            row.set_words(title, about)
        self.onward.setText(translate("SetUp", "Next"))
        self.other.hide()


class QueuesPage(Page):
    """Step 2: which queues with which target, how many counters, when it is open."""

    def __init__(self) -> None:
        super().__init__()
        self._sector = ""
        self._queues: list[dict[str, Any]] = []
        self._uses: list[Switch] = []
        self._targets: list[Number] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.count = Number(1, 60)
        self.count.setValue(COUNTERS)
        self.opens, self.closes = TimeField(QTime(9, 0)), TimeField(QTime(17, 0))
        span = QWidget()
        hours = QHBoxLayout(span)
        hours.setContentsMargins(0, 0, 0, 0)
        hours.addWidget(self.opens)
        hours.addWidget(Label("–"))
        hours.addWidget(self.closes)
        self.weekend = Switch()
        self.weekend.setChecked(True)
        self._rows = [Row(editor) for editor in (self.count, span, self.weekend)]
        for row in self._rows:
            self.body.addWidget(row)

    def set_sector(self, sector: str) -> None:
        """Propose what a hall of this kind usually has."""
        if sector != self._sector:
            self._sector = sector
            self._queues = proposed_queues(sector)
            self._uses, self._targets = [], []
            for queue in self._queues:
                use = Switch()
                use.setChecked(bool(queue["usual"]))
                target = Number(1, 120)
                target.setValue(int(queue["target_min"]))
                use.toggled.connect(target.setEnabled)
                target.setEnabled(use.isChecked())
                self._uses.append(use)
                self._targets.append(target)
        self.retranslate()

    def retranslate(self) -> None:
        self.step.setText(translate("SetUp", "Step {step} of {steps}").format(step=2, steps=3))
        self.title.setText(translate("SetUp", "Queues and counters"))
        self.about.setText(translate("SetUp", "The target is the wait within which a customer should be called."))
        keep = {id(widget) for widget in (*self._uses, *self._targets)}
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item is not None and (old := item.widget()) is not None and id(old) not in keep:
                old.hide()
                old.deleteLater()
        for row, queue in enumerate(self._queues):
            title = queue["title"][language()]
            self._uses[row].setAccessibleName(f"{queue['prefix']} {title}")
            self._targets[row].setAccessibleName(translate("SetUp", "Target of {queue}").format(queue=title))
            self._targets[row].set_unit(translate("Time", "{minutes} min"))
            self._grid.addWidget(Label(queue["prefix"], 16, BOLD), row, 0)
            self._grid.addWidget(Label(title, wrap=True), row, 1)
            self._grid.addWidget(self._targets[row], row, 2)
            self._grid.addWidget(self._uses[row], row, 3)
        words = (
            (translate("SetUp", "Counters"), ""),
            (translate("SetUp", "Opening hours"), ""),
            (translate("SetUp", "Open at weekends"), ""),
        )
        for field, (title, about) in zip(self._rows, words, strict=True):
            field.set_words(title, about)
        self.opens.setAccessibleName(translate("SetUp", "Opens at"))
        self.closes.setAccessibleName(translate("SetUp", "Closes at"))
        self.onward.setText(translate("SetUp", "Next"))
        self.other.setText(translate("SetUp", "Back"))

    def take(self, branch: Branch) -> None:
        """Fill in what was answered before a set-up was broken off."""
        self.set_sector(branch.sector)
        for queue, use, target in zip(self._queues, self._uses, self._targets, strict=True):
            service = branch.service(queue["id"])
            use.setChecked(service is not None)
            if service is not None:
                target.setValue(service.target_s // 60)
        self.count.setValue(len(branch.counters) or COUNTERS)
        day, weekend = branch.hours.week[0], branch.hours.week[5]
        if day is not None:
            self.opens.setTime(QTime(day[0].hour, day[0].minute))
            self.closes.setTime(QTime(day[1].hour, day[1].minute))
        self.weekend.setChecked(weekend is not None)

    def problem(self) -> str:
        """Why one cannot go on yet; empty when one can."""
        if not any(use.isChecked() for use in self._uses):
            return translate("SetUp", "Switch on at least one queue.")
        if self.opens.time() >= self.closes.time():
            return translate("SetUp", "The hall has to open before it closes.")
        return ""

    def branch(self, branch: Branch) -> Branch:
        """`branch` with what was chosen here."""
        chosen = [at for at, use in enumerate(self._uses) if use.isChecked()]
        targets = [self._targets[at].value() for at in chosen]
        services = services_from([self._queues[at] for at in chosen], self._sector, targets)
        opens, closes = self.opens.time(), self.closes.time()
        day = (time(opens.hour(), opens.minute()), time(closes.hour(), closes.minute()))
        weekend = day if self.weekend.isChecked() else None
        return replace(
            branch,
            sector=self._sector,
            services=services,
            counters=counters_for(services, self.count.value()),
            hours=OpeningHours(week=(day,) * 5 + (weekend,) * 2),
        )


class SourcePage(Page):
    """Step 3: where the numbers come from, and the key with which the records are locked."""

    def __init__(self) -> None:
        super().__init__()
        self.asks = False
        self.stays = False  # records are here and have their key: only the settings were lost
        self.was_broken_off = False  # an earlier set-up has perhaps shown a recovery key
        self.source = SegmentedChoice()
        self.profile = Choice()
        self._profiles = shipped_profiles()
        self._rows = [Row(self.source), Row(self.profile)]
        self._key_title = Label("", 14, BOLD)
        self._key_about = Label("", 14, role="muted", wrap=True)
        self.key = Label("", 20, BOLD, wrap=True)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.print_key, self.save_key = Button("", icon="print"), Button("", icon="export")
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._rows += [Row(self.passphrase), Row(self.again)]
        keys = QHBoxLayout()
        keys.addWidget(self.print_key)
        keys.addWidget(self.save_key)
        keys.addStretch(1)
        for row in self._rows[:2]:
            self.body.addWidget(row)
        self.body.addSpacing(12)
        for part in (self._key_title, self._key_about, self.key):
            self.body.addWidget(part)
        self.body.addLayout(keys)
        for row in self._rows[2:]:
            self.body.addWidget(row)
        self.source.chosen.connect(lambda _: self._show_profile())
        self.print_key.clicked.connect(lambda: print_text(self, self._sheet()))
        self.save_key.clicked.connect(self._save)
        self.show_key("")
        self.ask_passphrase(False)
        self.retranslate()

    def has_key(self) -> bool:
        """Whether the hall has its key."""
        return bool(self.key.text()) or self.stays

    def show_key(self, recovery_key: str) -> None:
        """The key of the new hall, once. Empty after `stays` is set: the hall has its key already."""
        self.key.setText(recovery_key)
        for part in (self.key, self.print_key, self.save_key):
            part.setVisible(bool(recovery_key))
        self.retranslate()

    def ask_passphrase(self, wanted: bool) -> None:
        """Without a keyring on this computer, a passphrase locks the records."""
        self.asks = wanted
        for row in self._rows[2:]:
            row.setVisible(wanted)
        self.retranslate()

    def feed(self) -> FeedSetting | None:
        """The chosen source; off until its address is filled in."""
        if self.source.value() != "machine" or not self._profiles:
            return None
        name, _, _, kind = self._profiles[max(0, self.profile.currentIndex())]
        kinds = ("sql", "folder", "webhook", "push", "mqtt")
        return msgspec.convert(
            {"name": "queue_machine", "kind": kind if kind in kinds else "sql", "profile": name, "enabled": False},
            FeedSetting,
        )

    def _show_profile(self) -> None:
        self._rows[1].setVisible(self.source.value() == "machine")

    def _sheet(self) -> str:
        head = translate("SetUp", "Recovery key of this hall")
        return f"{head}\n\n{self.key.text()}\n\n{self._key_about.text()}\n"

    def _save(self) -> None:
        title = translate("SetUp", "Save the recovery key")
        path, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / "recovery-key.txt"), "*.txt")
        if path:
            try:
                save_as(Path(path), self._sheet().encode(), private=True)
                self.say_wrong("")
            except OSError as error:
                words = translate("SetUp", "That could not be saved: {reason}")
                self.say_wrong(words.format(reason=error.strerror or error))

    def retranslate(self) -> None:
        self.step.setText(translate("SetUp", "Step {step} of {steps}").format(step=3, steps=3))
        self.title.setText(translate("SetUp", "Queue source and recovery key"))
        self.about.setText(translate("SetUp", "The own desk works at once; a queue machine can be connected any time."))
        self.source.set_options(
            [("desk", translate("SetUp", "Own desk")), ("machine", translate("SetUp", "Queue machine"))],
            self.source.value() or "desk",
        )
        at = max(0, self.profile.currentIndex())
        self.profile.clear()
        self.profile.addItems([zh if language() == "zh" else en for _, zh, en, _ in self._profiles])
        self.profile.setCurrentIndex(at)
        self._show_profile()
        words = (
            (
                translate("SetUp", "Numbers come from"),
                translate("SetUp", "Own desk: numbers are given and called here."),
            ),
            (
                translate("SetUp", "Kind of machine"),
                translate("SetUp", "Its address and password are filled in under Settings, Queue sources."),
            ),
            (
                translate("SetUp", "Passphrase"),
                translate("SetUp", "This computer keeps no keys, so the passphrase is asked at every start."),
            ),
            (translate("SetUp", "Passphrase again"), ""),
        )
        least = translate("SetUp", "at least {count} characters").format(count=SHORTEST_PASSPHRASE)
        self.passphrase.setPlaceholderText(least)
        for row, (title, about) in zip(self._rows, words, strict=True):
            row.set_words(title, about)
        self._key_title.setText(translate("SetUp", "Recovery key"))
        if self.stays:
            self._key_about.setText(
                translate(
                    "SetUp",
                    "This hall has records and its key already; only its settings were lost. Nothing of it changes,"
                    " and the recovery key printed then stays valid.",
                )
            )
        elif self.key.text():
            about = translate(
                "SetUp",
                "The records are encrypted. With this key they can be read on another computer; it is shown only"
                " now. Print it and lock it away.",
            )
            if self.was_broken_off:
                about += " " + translate(
                    "SetUp", "An earlier set-up was broken off: if a key was printed then, it is void; keep this one."
                )
            self._key_about.setText(about)
        elif self.asks:
            self._key_about.setText(translate("SetUp", "It is shown here once the passphrase is set."))
        else:
            self._key_about.setText(translate("SetUp", "The key is being made…"))
        self.print_key.setText(translate("SetUp", "Print"))
        self.save_key.setText(translate("SetUp", "Save"))
        ready = translate("SetUp", "Open the floor") if self.has_key() or not self.asks else translate("SetUp", "Next")
        self.onward.setText(ready)
        self.other.setText(translate("SetUp", "Back"))
