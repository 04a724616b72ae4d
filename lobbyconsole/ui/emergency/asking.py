"""What a walkthrough asks a person for, one large sheet each: why not, a note, a photo, roles, command, the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from lobbyconsole.domain.walkthrough import commander
from lobbyconsole.domain.walkthrough_roles import candidates
from lobbyconsole.services import camera
from lobbyconsole.ui.emergency.sheet import Answer
from lobbyconsole.ui.emergency.words import level_text, role_text, say_text
from lobbyconsole.ui.translation import headed, language, say, translate, with_aside

ABSENT = "\0"  # before a number: not who takes it, but who is not here
MOST_PEOPLE = 9  # as many as have a digit; anybody else is typed


class Asking(QObject):
    """The questions of one page (a WalkPage, which makes this and so cannot be imported here)."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self._page = page
        self.by = ""  # who presses: takes a role at once
        self.warn: Callable[[str], object] = lambda _: None

    def by_key(self, key: str) -> bool:
        """What stands behind "more", by its own key; False for any other."""
        known: dict[str, Callable[[], object]] = {
            "B": self._page.go_back, "R": self._page.say_reported, "E": self.end, "A": self.add, "G": self.grade,
            "H": self.hand_over, "W": self.roles, "C": self._page.calm_wanted.emit, "O": self._page.pick.emit,
            "P": self.photo, "L": self._page.heads_wanted.emit,
        }  # fmt: skip
        running = self._page.state is not None and self._page.state.step is not None
        if key not in known or (not running and key not in ("R", "L")):
            return False
        known[key]()
        return True

    def ask(self, title: str, then: Callable[[str], object], answers: list[Answer]) -> None:
        """Ask something in the place of the step."""
        self._ask(title, then, answers)

    def _ask(
        self, title: str, then: Callable[[str], object], answers: list[Answer] | None = None, line: str | None = None
    ) -> None:
        page = self._page
        page.show_tab("step")
        page.view.hide()
        page._foot.hide()
        page.sheet.ask(title, then, answers or [], line, closed=self._closed)

    def _closed(self) -> None:
        page = self._page
        page.view.show()
        page._foot.show()
        if page.isVisible():
            page.setFocus()

    # --- the questions

    def skip(self) -> None:
        """Why the step cannot be done."""
        state = self._page.state
        if state is None or state.step is None:
            return
        step, turn = state.walk.step, state.walk.turn
        reasons = [
            translate("Emergency", "Not needed here"),
            translate("Emergency", "Nobody is free for it"),
            translate("Emergency", "Equipment fails"),
            translate("Emergency", "Too dangerous"),
        ]
        self._ask(
            translate("Emergency", "Why can it not be done?"),
            lambda why: self._page.skipped.emit(step, turn, why),
            [Answer(words, words) for words in reasons],
            translate("Emergency", "Another reason, then Enter"),
        )

    def note(self) -> None:
        self._ask(
            translate("Emergency", "What happened?"), self._page.noted.emit, None,
            translate("Emergency", "A note for the timeline, then Enter"),
        )  # fmt: skip

    def add(self) -> None:
        self._ask(
            translate("Emergency", "What was done besides the plan?"), self._page.added.emit, None,
            translate("Emergency", "What was done and by whom, then Enter"),
        )  # fmt: skip

    def photo(self) -> None:
        answers = [
            Answer(translate("Emergency", "From a file"), "file"),
            Answer(translate("Emergency", "From the clipboard"), "clipboard"),
        ]
        lacks = camera.missing()
        if lacks is None:
            answers.insert(0, Answer(translate("Emergency", "With the camera"), "camera"))
        title = translate("Emergency", "A photo for this step")
        self._ask(title if lacks is None else f"{title}\n{say(lacks)}", self._page.photo_wanted.emit, answers)

    def grade(self) -> None:
        """I is the most serious; what the plan says about each stands on the button."""
        state = self._page.state
        if state is None:
            return
        said = {severity.level: say_text(severity.criteria) for severity in state.plan.severity}
        answers = [
            Answer(f"{level_text(level)}" + (f" · {said[level]}" if level in said else ""), str(level))
            for level in (1, 2, 3, 4)
        ]
        self._ask(
            translate("Emergency", "How serious is it?"), lambda level: self._page.graded.emit(int(level)), answers
        )

    def end(self) -> None:
        reasons = [
            translate("Emergency", "False alarm"),
            translate("Emergency", "Another plan took over"),
            translate("Emergency", "It was over before the plan was"),
        ]
        self._ask(
            translate("Emergency", "Why does it end here?"), self._page.ended.emit,
            [Answer(words, words) for words in reasons], translate("Emergency", "Another reason, then Enter"),
        )  # fmt: skip

    def roles(self) -> None:
        """Who has which; choosing one asks who takes it."""
        state, library = self._page.state, self._page._library
        if state is None or library is None:
            return
        answers = [
            Answer(headed(role_text(library, role.role), state.walk.roles.get(role.role, "") or "—"), role.role)
            for role in state.plan.roles
        ]
        self._ask(translate("Emergency", "Which role is taken?"), self.role, answers)

    def role(self, role: str) -> None:
        """One press: a free role goes to who presses; else, and when nobody said who that is, the roster is offered."""
        state, library = self._page.state, self._page._library
        if state is None or library is None:
            return
        holder = state.walk.roles.get(role, "")
        if not holder and self.by and self.by not in state.walk.roles.values():
            self._page.role_taken.emit(role, self.by)
            return
        answers = [
            Answer(f"{number} · {library.role_title(as_what, language())}" if as_what else number, number)
            for number, as_what in self.people_for(role)
            if number != holder
        ]
        title = translate("Emergency", "Who takes it: {role}?").format(role=role_text(library, role))
        away = self._page.people.away if self._page.people is not None else frozenset()
        if holder:
            now = translate("Emergency", "Now: {staff}").format(staff=holder)
            title += "\n" + (with_aside(now, translate("Emergency", "not here")) if holder in away else now)
        line = translate("Emergency", "Another staff number, then Enter")
        named = holder if holder and holder not in away else next((one.value for one in answers), "")
        if named and named != self.by:
            absent = translate("Emergency", "{staff} is not here today").format(staff=named)
            answers = [*answers[: MOST_PEOPLE - 1], Answer(absent, ABSENT + named)]

        def answered(value: str) -> None:
            if value.startswith(ABSENT):
                self._page.absent.emit(role, value.removeprefix(ABSENT))
            else:
                self._page.role_taken.emit(role, value)

        self._ask(title, answered, answers[:MOST_PEOPLE], line)

    def people_for(self, role: str) -> list[tuple[str, str]]:
        """(staff number, the role they stand on): the roster by skill and deputies, then whoever was seen lately."""
        page = self._page
        if page._library is None or page.state is None or page.people is None:
            return [(self.by, "")] if self.by else []
        busy = [number for name, number in page.state.walk.roles.items() if number and name != role]
        away = page.people.away
        found = candidates(role, page._library.roles, page.people.roster, busy, away)
        known = {"", *(number for number, _ in found), *(away - {self.by})}
        rest = [number for number in (self.by, *page.people.seen) if number not in known]
        return [*found, *((number, "") for number in dict.fromkeys(rest))]

    def hand_over(self) -> None:
        """First to whom, then what is told with it (ICS 201)."""
        state = self._page.state
        if state is None:
            return
        lead = commander(state.walk)
        people = [number for number, _ in self.people_for("incident_lead") if number != lead]
        title = translate("Emergency", "Who takes the command?")
        if lead:
            title += "\n" + translate("Emergency", "Now: {staff}").format(staff=lead)
        line = translate("Emergency", "Another staff number, then Enter")
        self._ask(title, self._briefing, [Answer(number, number) for number in people[:MOST_PEOPLE]], line)

    def _briefing(self, staff: str) -> None:
        self._ask(
            translate("Emergency", "Command goes to {staff}. What are they told?").format(staff=staff),
            lambda words: self._page.handed_over.emit(staff, "" if words == "-" else words),
            [Answer(translate("Emergency", "Nothing more: they were here"), "-")],
            translate("Emergency", "Situation, what runs, what is next; then Enter"),
        )

    def more(self) -> None:
        """Everything that is not needed at every step."""
        state = self._page.state
        if state is None:
            return
        answers = [
            Answer(translate("Emergency", "A photo for this step"), "P", "P"),
            Answer(translate("Emergency", "Grade the event"), "G", "G"),
            Answer(translate("Emergency", "Who has which role"), "W", "W"),
            Answer(translate("Emergency", "Hand over the command"), "H", "H"),
            Answer(translate("Emergency", "Add a step the plan does not have"), "A", "A"),
            Answer(translate("Emergency", "Head count at the assembly point"), "L", "L"),
            Answer(translate("Emergency", "Calm view: large and dark"), "C", "C"),
            Answer(translate("Emergency", "Another plan as well"), "O", "O"),
            Answer(translate("Emergency", "End the plan here …"), "E", "E"),
        ]
        if len(state.walk.turns) > 1:
            answers.insert(0, Answer(translate("Emergency", "Back a step"), "B", "B"))
        if any(card.owed.made_at is None for card in self._page.side.cards):
            answers.insert(1, Answer(translate("Emergency", "The most urgent report was made"), "R", "R"))
        self._ask(translate("Emergency", "More · a letter, or the digit of its place"), self.by_key, answers)
