"""Settings: groups on the left, forms made from the model on the right; saved by themselves, faults told in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.config import FeedSetting, Settings
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, Service
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.console import Console
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.branch_pages import COUNTER, HALL, SERVICE, HoursPage, RulePage
from lobbyconsole.ui.device_panel import Around
from lobbyconsole.ui.device_panels import add_panels
from lobbyconsole.ui.forms import fields_of, groups, option_text, set_path
from lobbyconsole.ui.people_page import PeoplePage
from lobbyconsole.ui.screen import Screen
from lobbyconsole.ui.settings_pages import FormPage, ListPage, Page, refusal_text
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.areas import EdgeColumn
from lobbyconsole.ui.widgets.basics import BOLD, Label
from lobbyconsole.ui.widgets.choices import ListButton

SAVE_MS = 600  # after the last change
PATIENCE_S = 30  # for the recorder; a hall that is being closed no longer answers

BRANCH_GROUPS = (
    ("hall", QT_TRANSLATE_NOOP("Settings", "Hall")),
    ("services", QT_TRANSLATE_NOOP("Settings", "Services")),
    ("counters", QT_TRANSLATE_NOOP("Settings", "Counters")),
    ("hours", QT_TRANSLATE_NOOP("Settings", "Opening hours")),
    ("rule", QT_TRANSLATE_NOOP("Settings", "Calling rule")),
    ("people", QT_TRANSLATE_NOOP("Settings", "People")),
)


def new_service(items: Sequence[Service]) -> Service:
    """A further service: a free id and the next free letter."""
    taken = {item.id for item in items}
    letters = {item.numbers.prefix for item in items}
    at = next(at for at in range(1, 1000) if f"service{at}" not in taken)
    letter = next((letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in letters), "")
    return Service(id=f"service{at}", title_zh="", title_en="", numbers=NumberRule(prefix=letter))


def new_counter(items: Sequence[CounterPlace]) -> CounterPlace:
    """A further counter: the next number, with the services of the last one."""
    taken = {item.id for item in items}
    at = next(at for at in range(1, 1000) if str(at) not in taken)
    return CounterPlace(id=str(at), services=items[-1].services if items else ())


def new_feed(items: Sequence[FeedSetting]) -> FeedSetting:
    """A further queue source, off until it is filled in."""
    taken = {item.name for item in items}
    at = next(at for at in range(1, 1000) if f"source{at}" not in taken)
    return FeedSetting(name=f"source{at}", kind="folder", enabled=False)


class SettingsScreen(Screen):
    """Everything a branch can change."""

    id = "settings"
    title = QT_TRANSLATE_NOOP("Screens", "Settings")
    icon = "settings"

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._draft: Settings = console.settings.current
        self._known = self._draft  # what the settings book has, as far as we know
        self._saving = False
        self._sent: Settings | None = None  # what is being saved, or was last
        self._pages: dict[str, Page] = {}
        self._makers: dict[str, Callable[[], Page]] = self._page_makers()
        self._titles = dict(BRANCH_GROUPS) | {name: title for name, title, _, _ in groups()}
        self._buttons: dict[str, ListButton] = {}
        self._here = ""
        self._state = Label("", 12, role="muted")
        self._heading = Label("", 16, BOLD)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._holder = QWidget()
        self._holder.setProperty("ground", "plain")
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._state)
        self._column.addLayout(head)
        self._column.addStretch(1)
        self._scroll.setWidget(self._holder)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_list())
        row.addWidget(self._scroll, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self._save)
        self._leave = console.settings.subscribe(
            lambda old, new: tasks.hub().on_main_thread(lambda: self._changed_elsewhere(old, new))
        )
        self.destroyed.connect(self._leave)
        self.show_group("hall")
        self.retranslate()

    def _make_list(self) -> QWidget:
        self._side = EdgeColumn()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(10, 16, 10, 16)
        column.setSpacing(2)
        group = QButtonGroup(self)
        branch = [name for name, _ in BRANCH_GROUPS]
        for name, title in self._titles.items():
            if name not in branch and branch:
                column.addSpacing(12)
                branch = []
            button = self._buttons[name] = ListButton(title)
            button.clicked.connect(lambda _=False, name=name: self.show_group(name))
            group.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._side)
        self._list = scroll
        return scroll

    def _page_makers(self) -> dict[str, Callable[[], Page]]:
        def service_told(service: Service) -> tuple[str, str]:
            target = translate("Settings", "called within {minutes} min").format(minutes=round(service.target_s / 60))
            return f"{service.numbers.prefix} {service.title(language())}", target

        def counter_told(place: CounterPlace) -> tuple[str, str]:
            known = {service.id: service.numbers.prefix or service.id for service in self._draft.branch.services}
            title = translate("Settings", "Counter {counter}").format(counter=place.id)
            return title, " · ".join(known.get(service, service) for service in place.services)

        def feed_told(feed: FeedSetting) -> tuple[str, str]:
            state = translate("Settings", "in use") if feed.enabled else translate("Settings", "not in use")
            return feed.name, f"{option_text(feed.kind)} · {state}"

        made: dict[str, Callable[[], Page]] = {
            "hall": lambda: FormPage(self._store, "branch", HALL),
            "services": lambda: ListPage(
                self._store,
                "branch.services",
                SERVICE,
                service_told,
                new_service,
                (
                    QT_TRANSLATE_NOOP("Settings", "Add a service"),
                    QT_TRANSLATE_NOOP("Settings", "No services yet"),
                    QT_TRANSLATE_NOOP("Settings", "A service is one queue with its own letter and target."),
                ),
            ),
            "counters": lambda: ListPage(
                self._store,
                "branch.counters",
                COUNTER,
                counter_told,
                new_counter,
                (
                    QT_TRANSLATE_NOOP("Settings", "Add a counter"),
                    QT_TRANSLATE_NOOP("Settings", "No counters yet"),
                    QT_TRANSLATE_NOOP("Settings", "A counter has a number on the wall and the services it takes."),
                ),
            ),
            "hours": lambda: HoursPage(self._store),
            "rule": lambda: RulePage(self._store),
            "people": lambda: PeoplePage(
                self._store, self.console, lambda: self.shell.staff if self.shell is not None else ""
            ),
        }
        for name, _, struct, listed in groups():
            fields = tuple(fields_of(struct))
            if listed:
                words = (
                    QT_TRANSLATE_NOOP("Settings", "Add a queue source"),
                    QT_TRANSLATE_NOOP("Settings", "No queue source"),
                    QT_TRANSLATE_NOOP("Settings", "The own desk gives the numbers. Add a queue machine here."),
                )
                made[name] = lambda name=name, fields=fields, words=words: ListPage(  # type: ignore[misc]
                    self._store, name, fields, feed_told, new_feed, words
                )
            else:
                made[name] = lambda name=name, fields=fields: FormPage(self._store, name, fields)  # type: ignore[misc]
        return made

    # --- showing
    def show_group(self, name: str) -> Page | None:
        """Show a group's page, built when first asked for."""
        if name not in self._makers:
            return None
        if self._here in self._pages:
            self._pages[self._here].hide()
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self._makers[name]()
            if isinstance(page, RulePage):
                page.ledger_wanted.connect(lambda: self.shell.command("ledger") if self.shell is not None else None)
            add_panels(page, name, Around(self.console, self._store, lambda: self.shell))
            self._column.insertWidget(self._column.count() - 1, page)
        self._here = name
        page.show_settings(self._draft)
        page.show()
        self._buttons[name].setChecked(True)
        self._list.ensureWidgetVisible(self._buttons[name])
        self._heading.setText(translate("Settings", self._titles[name]))
        self._scroll.verticalScrollBar().setValue(0)
        return page

    def page(self, name: str) -> Page:
        """A group's page (for the search and for tests)."""
        found = self.show_group(name)
        assert found is not None
        return found

    def command(self, name: str, argument: str = "") -> bool:
        """`setting` goes to a setting by its dotted path."""
        if name != "setting":
            return False
        group, _, path = argument.partition(".")
        page = self.show_group(group)
        if page is None:
            return False
        page.focus_field(path)
        focused = self.focusWidget()
        if focused is not None:
            self._scroll.ensureWidgetVisible(focused)
        return True

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._make_room()

    def _make_room(self) -> None:
        """The list takes what its words need, but never so much that the forms would be cramped."""
        theme = style.current()
        bar = self._list.verticalScrollBar().sizeHint().width()
        words = max(button.sizeHint().width() for button in self._buttons.values()) + 24 + bar
        self._list.setFixedWidth(min(max(theme.px(160), words), max(round(self.width() * 0.26), 150)))
        for button in self._buttons.values():
            button.set_room(self._list.width() - 20 - bar)
        self._holder.setMaximumWidth(theme.px(900))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def retranslate(self) -> None:
        for name, button in self._buttons.items():
            button.setText(translate("Settings", self._titles[name]))
            button.setAccessibleName(button.text())
            button.updateGeometry()
        self._heading.setText(translate("Settings", self._titles[self._here]))
        for page in self._pages.values():
            page.retranslate()
            page.show_settings(self._draft)
        self._state.setText("")
        self.set_theme(self.theme)

    def subtitle(self) -> str:
        return translate("Settings", "Changes are saved by themselves")

    # --- changing
    def _store(self, path: str, value: Any) -> str:
        """Take a change into the draft; what is wrong with it otherwise. Saved a moment after the last one."""
        try:
            if path == "branch.services":
                draft = msgspec.structs.replace(self._draft, branch=with_services(self._draft.branch, value))
            else:
                draft = set_path(self._draft, path, value)
        except (ValueError, KeyError) as error:  # KeyError: a time zone nobody knows
            return refusal_text(error)
        if draft == self._draft:
            return ""
        self._draft = draft
        self._state.set_role("muted")
        self._state.setText(translate("Settings", "Saving…"))
        self._timer.start()
        self._pages[self._here].show_settings(draft)
        return ""

    def _save(self) -> None:
        if self._saving:
            self._timer.start()
            return
        self._saving = True
        self._sent = self._draft
        new, book = self._draft, self.console.settings
        by = self.shell.staff if self.shell is not None else ""
        tasks.run(self, lambda: book.change(new, by=by).result(PATIENCE_S), lambda _: self._saved(), self._not_saved)

    def _saved(self) -> None:
        self._saving = False
        if not self._timer.isActive():
            self._state.set_role("ok_text")
            self._state.setText("✓ " + translate("Settings", "Saved"))

    def _not_saved(self, error: BaseException) -> None:
        self._saving = False
        message = getattr(error, "strerror", None) or str(error)
        self._state.set_role("act")
        self._state.setText("■ " + translate("Settings", "Not saved: {reason}").format(reason=message))

    def flush(self) -> None:
        """Save at once what still waits (the screen is being left)."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.flush()

    def _changed_elsewhere(self, old: Settings, new: Settings) -> None:
        """The quick switches, or another face, changed something: keep it, and keep what waits here."""
        if new == self._sent:
            return  # our own save; meanwhile the draft may have gone on
        changed = {
            name: getattr(new, name) for name in new.__struct_fields__ if getattr(new, name) != getattr(old, name)
        }
        if new != self._draft and changed:
            self._draft = msgspec.structs.replace(self._draft, **changed)
            self._pages[self._here].show_settings(self._draft)


def with_services(branch: Branch, services: tuple[Service, ...]) -> Branch:
    """The branch with other services; those taken out leave the counters too."""
    ids = {service.id for service in services}
    counters = tuple(
        replace(place, services=tuple(service for service in place.services if service in ids))
        for place in branch.counters
    )
    return replace(branch, services=services, counters=counters)
