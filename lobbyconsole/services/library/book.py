"""The content in force: what was shipped, with the branch's own changes on top, and the verbs that change it."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.editions import Editions, fold_editions, over_time, version_of
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.lists import Contact, Form, Role, Script, Touchpoint
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.playbooks import Playbook
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import (
    RESTORE,
    RETIRE,
    ContentApproved,
    ContentFact,
    ContentKept,
    ContentProposed,
    ContentRefused,
    ContentRehearsed,
    ContentRestored,
    ContentRetired,
    ContentReverted,
    ContentUpdateDeclined,
)
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register import is_staff_number
from lobbyconsole.domain.staff import plain_pin, same_number
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.library.checks import examine
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.library.rehearsal import walked, was_walked
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.store import reads
from lobbyconsole.store.hall import Store

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof, Staff

# What a branch may change, and the shape of each.
FAMILIES: dict[str, type[Any]] = {
    "checklists": Checklist,
    "plans": Plan,
    "briefings": Agenda,
    "playbooks": Playbook,
    "scripts": Script,
    "forms": Form,
    "roles": Role,
    "contacts": Contact,
    "touchpoints": Touchpoint,
}
APPROVED_BY_TWO = frozenset({"plans"})  # and any item that says so itself
UPDATE, BACK, IMPORT = "update", "back", "import"  # where a proposal comes from, besides "branch"


# A field that came after the first wordings were kept is left out while nobody uses it: else every plan of every branch
# would be another version, its prints out of date and its trial void. Inside a text the quotes would be escaped.
_UNSAID = ',"repeat":null'


def body_of(item: Any) -> str:
    """An item as canonical JSON: the same words give the same text in every branch."""
    return msgspec.json.encode(item, order="deterministic").decode().replace(_UNSAID, "")


def item_of(family: str, body: str) -> Any:
    """The item in canonical JSON. Raises ValueError for text that is none."""
    return msgspec.json.decode(body, type=FAMILIES[family])


def needs_two(family: str, item: Any) -> bool:
    """Whether a change to this item comes into force only when a second person agrees."""
    return family in APPROVED_BY_TWO or bool(getattr(item, "approval", False))


def _need(why: str) -> None:
    if not why.strip():
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why.")))


def plain(item: Any) -> dict[str, Any]:
    """An item as plain values: dicts, lists, texts and numbers."""
    found: dict[str, Any] = msgspec.json.decode(body_of(item))
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions: where (a path in words of the model), what it was, what it is."""

    path: str
    old: str
    new: str
    was: Any = None  # the values themselves; None where there was or is nothing
    now: Any = None


class LibraryBook:
    """The branch's library. Reading is cheap after the first time; the first loads the compiled file (40 ms)."""

    def __init__(self, subjects: Subjects, staff: Staff | None = None) -> None:
        self._subjects = subjects
        self._staff = staff
        self._lock = threading.RLock()
        self._shipped: Library | None = None
        self._current: Library | None = None
        self._spells: dict[str, tuple[Library | None, dict[str, Any]]] = {}
        self._stale = threading.Event()
        subjects.watch(self._saw)

    @property
    def store(self) -> Store:
        """The hall's store, for reading."""
        return self._subjects.store

    def shipped(self) -> Library:
        """What came with the program."""
        with self._lock:
            if self._shipped is None:
                self._shipped = load_library()
            return self._shipped

    def library(self) -> Library:
        """What is in force here."""
        with self._lock:
            if self._current is None or self._stale.is_set():
                self._stale.clear()
                self._current = self._with_own(self.shipped())
            return self._current

    def checklist(self, name: str) -> Checklist | None:
        """The checklist in force; None when there is none of that id, or it is retired."""
        return self.library().checklists.get(name)

    def editions(self, family: str, item: str) -> Editions:
        """What the branch did to an item."""
        return fold_editions(self._subjects.facts(f"content:{family}/{item}")) or Editions(family, item)

    def wording(self, family: str, item: str, version: str) -> Any | None:
        """The very item something was recorded by; None when its wording has not arrived."""
        shipped = getattr(self.shipped(), family).get(item)
        if shipped is not None and version_of(body_of(shipped)) == version:
            return shipped
        found = next(
            (
                fact.body
                for fact in self._subjects.facts(f"content:{family}/{item}")
                if isinstance(fact, (ContentKept, ContentProposed)) and fact.version == version
            ),
            None,
        )
        try:
            return None if found is None else item_of(family, found)
        except ValueError:
            return None

    def keeping(self, family: str, item: Any, now: datetime, by: str = "") -> tuple[str, tuple[Fact, ...]]:
        """(version, facts to record before anything is recorded by this wording). Recorder's thread only."""
        body = body_of(item)
        version = version_of(body)
        with self._subjects.store.reader() as db:
            there = reads.content_body(db, family, item.id, version) is not None
        known = there or any(
            isinstance(fact, (ContentKept, ContentProposed)) and fact.version == version
            for fact in self._subjects.facts(f"content:{family}/{item.id}")
        )
        if known:
            return version, ()
        envelope = self._subjects.envelope(now, by)
        return version, (ContentKept(**envelope, family=family, item=item.id, version=version, body=body),)

    def spells(self, family: str) -> dict[str, tuple[tuple[datetime | None, Any | None], ...]]:
        """What was in force since when, by item, oldest first; since None: from the beginning. None: not in use then.

        A past day is judged by what was asked for then, not by what was changed since.
        """
        with self._lock:
            library = self.library()
            if self._spells.get(family, (None, {}))[0] is not library:
                self._spells[family] = (library, self._spells_of(family))
            return self._spells[family][1]

    def _spells_of(self, family: str) -> dict[str, tuple[tuple[datetime | None, Any | None], ...]]:
        shipped = getattr(self.shipped(), family)
        found: dict[str, tuple[tuple[datetime | None, Any | None], ...]] = {
            name: ((None, item),) for name, item in shipped.items()
        }
        with self._subjects.store.reader() as db:
            own = [row[1] for row in reads.content_states(db) if row[0] == family]
        for name in own:
            told: list[tuple[datetime | None, Any | None]] = [(None, shipped.get(name))]
            for at, state in over_time(self._subjects.facts(f"content:{family}/{name}")):
                item = None if state.retired else self._in_force(state)
                if item != told[-1][1]:
                    told.append((at, item))
            found[name] = tuple(told)
        return found

    # --- changing ---

    def propose(
        self, family: str, item: Any, *, by: str, why: str, origin: str = "branch", way: Sequence[str] = (),
        proof: Proof | None = None,
    ) -> Editions:  # fmt: skip
        """Change or add an item. It waits for a second person where the item or its family asks for one.

        `way`: of a plan, the steps by which the proposer has walked this very version to an end. Where two must agree,
        who has a PIN gives the `proof` of it, first and second: a typed number would be one person twice.
        """
        _need(why)
        by = plain_pin(by)
        self._person(by)
        _, wrong = examine(plain(item), FAMILIES[family])
        if wrong:
            text = QT_TRANSLATE_NOOP("Messages", "This cannot be kept: {reason}")
            raise Refused(Message(text, {"reason": wrong[0].reason}))

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self.editions(family, item.id)
            before = self._in_force(state)
            body, words = body_of(item), why.strip()
            if before is not None and body_of(before) == body:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Nothing was changed.")))
            if any(waiting.body == body for waiting in state.waiting):
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This very change waits for approval already.")))
            two = needs_two(family, item) or needs_two(family, before)
            if two:
                self._first_of_two(by, proof)
            facts: list[Fact] = []
            base = ""
            if before is not None:
                base, kept = self.keeping(family, before, now)
                facts += kept
            proposed = ContentProposed(
                **self._subjects.envelope(now, by), family=family, item=item.id, version=version_of(body), body=body,
                base=base, why=words, approval=two, origin=origin,
            )  # fmt: skip
            done = walked(item, way) if isinstance(item, Plan) else None
            if done is not None:
                seen = ContentRehearsed(
                    **self._subjects.envelope(now, by), family=family, item=item.id, version=version_of(body),
                    way=tuple(way), outcome=done.walk.outcome,
                )  # fmt: skip
                return (*facts, proposed, seen), None
            return (*facts, proposed), None

        self._subjects.decide(decision)
        self._stale.set()
        return self.editions(family, item.id)

    def approve(self, family: str, item: str, version: str, *, by: str, proof: Proof | None = None) -> Editions:
        """Agree to a proposal. Raises Refused for one's own, and for a plan that nobody has walked to an end."""

        def check() -> None:
            self._check_decider(family, item, version, by, proof)
            if not self.may_be_approved(family, item, version):
                text = QT_TRANSLATE_NOOP("Messages", "Nobody has walked this version to an end yet: try it first.")
                raise Refused(Message(text))

        return self._told(family, item, by, ContentApproved, check, version=version)

    def rehearse(self, family: str, item: str, version: str, way: Sequence[str], *, by: str) -> None:
        """Note that somebody walked this version of a plan to an end; the engine walks the same way to be sure."""
        self._person(by)
        plan = self.wording(family, item, version)
        done = walked(plan, way) if isinstance(plan, Plan) else None
        if done is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This walk does not come to an end of the plan.")))
        more: dict[str, Any] = {"version": version, "way": tuple(way), "outcome": done.walk.outcome}
        self._told(family, item, by, ContentRehearsed, **more)

    def may_be_approved(self, family: str, item: str, version: str) -> bool:
        """Whether a plan has been walked to an end in this very version. What the program ships has been."""
        plan = self.wording(family, item, version)
        shipped = getattr(self.shipped(), family).get(item)
        if not isinstance(plan, Plan) or (shipped is not None and version == version_of(body_of(shipped))):
            return True
        return was_walked(plan, version, self._subjects.facts(f"content:{family}/{item}"))

    def refuse(
        self, family: str, item: str, version: str, *, by: str, why: str, proof: Proof | None = None
    ) -> Editions:  # fmt: skip
        """Do not agree to a proposal, and say why. One's own can be taken back."""
        _need(why)

        def check() -> None:
            self._check_decider(family, item, version, by, proof, own_too=True)

        return self._told(family, item, by, ContentRefused, check, version=version, why=why.strip())

    def revert(
        self, family: str, item: str, version: str, *, by: str, why: str, proof: Proof | None = None
    ) -> Editions:  # fmt: skip
        """Go back to an earlier version, or with "" to the shipped one; where two must agree, propose to."""
        edition = self.editions(family, item).edition(version)
        shipped = getattr(self.shipped(), family).get(item)
        if version and (edition is None or edition.standing not in ("former", "in_force")):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This version was never in force.")))
        if not version and shipped is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The program has no version of its own of this.")))
        wanted = self.wording(family, item, version) if version else shipped
        if wanted is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "It cannot be read.")))
        if needs_two(family, wanted) or needs_two(family, self.in_force(family, item)):
            return self.propose(family, wanted, by=by, why=why, origin=BACK if version else UPDATE, proof=proof)
        return self._told(family, item, by, ContentReverted, version=version, why=why.strip())

    def retire(self, family: str, item: str, *, by: str, why: str, proof: Proof | None = None) -> Editions:
        """Stop using an item; where a change needs a second person, so does this: it is proposed as RETIRE."""
        _need(why)
        return self._used(family, item, by, why.strip(), ContentRetired, RETIRE, proof)

    def restore(self, family: str, item: str, *, by: str, why: str = "", proof: Proof | None = None) -> Editions:
        """Use a retired item again; where a change needs a second person it is proposed as RESTORE."""
        return self._used(family, item, by, why.strip(), ContentRestored, RESTORE, proof)

    def _used(
        self, family: str, item: str, by: str, why: str, make: type[ContentRetired | ContentRestored], name: str,
        proof: Proof | None,
    ) -> Editions:  # fmt: skip
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self.editions(family, item)
            before = self._in_force(state)
            if state.retired is (name == RETIRE):
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Nothing was changed.")))
            envelope = self._subjects.envelope(now, plain_pin(by))
            if not needs_two(family, before):
                return (make(**envelope, family=family, item=item, why=why),), None
            self._first_of_two(by, proof)
            if any(waiting.version == name for waiting in state.waiting):
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This very change waits for approval already.")))
            version = "" if before is None else version_of(body_of(before))
            return (make(**envelope, family=family, item=item, why=why, approval=True, version=version),), None

        self._subjects.decide(decision)
        self._stale.set()
        return self.editions(family, item)

    def decline_update(self, family: str, item: str, *, by: str) -> Editions:
        """Keep the branch's own version although a newer one was shipped."""
        shipped = getattr(self.shipped(), family).get(item)
        version = "" if shipped is None else version_of(body_of(shipped))
        return self._told(family, item, by, ContentUpdateDeclined, version=version)

    def updates(self) -> list[tuple[str, str]]:
        """(family, item) whose shipped version is newer than what the branch's own was made from."""
        with self._subjects.store.reader() as db:
            states = reads.content_states(db)
        found = []
        for family, item, in_force, _, _ in states:
            shipped = getattr(self.shipped(), family, {}).get(item) if family in FAMILIES else None
            if in_force and shipped is not None:
                version = version_of(body_of(shipped))
                if self.editions(family, item).update_offered(version):
                    found.append((family, item))
        return found

    # --- shared ---

    def _person(self, by: str) -> None:
        if not is_staff_number(plain_pin(by)):  # a second person is another one only where the first is known
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give your staff number.")))

    def _first_of_two(self, by: str, proof: Proof | None) -> None:
        self._person(by)
        if self._staff is not None:
            self._staff.must_be_listed(by)
            self._staff.signature(by, proof)

    def _check_decider(
        self, family: str, item: str, version: str, by: str, proof: Proof | None, own_too: bool = False
    ) -> None:  # fmt: skip
        edition = self.editions(family, item).edition(version)
        if edition is None or edition.standing != "proposed":
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such proposal any more.")))
        if not is_staff_number(plain_pin(by)) or (same_number(edition.by, by) and not own_too):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Another person must do this.")))
        if self._staff is not None:
            self._staff.must_be_listed(by)
            self._staff.signature(by, proof)

    def _told(
        self, family: str, item: str, by: str, make: type[ContentFact], check: Callable[[], None] = lambda: None,
        **more: Any,
    ) -> Editions:  # fmt: skip
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            check()  # here and not before: of two people at the same instant the second one is told
            envelope = self._subjects.envelope(now, plain_pin(by))
            return (make(**envelope, family=family, item=item, **more),), None

        self._subjects.decide(decision)
        self._stale.set()
        return self.editions(family, item)

    def in_force(self, family: str, item: str) -> Any | None:
        """The item in force here, also when it is retired; None when there is none."""
        return self._in_force(self.editions(family, item))

    def _in_force(self, state: Editions) -> Any | None:
        if state.current is not None:
            with suppress(ValueError):  # a wording of a newer program: what was shipped stays in use
                return item_of(state.family, state.current.body)
        return getattr(self.shipped(), state.family).get(state.item)

    def _with_own(self, shipped: Library) -> Library:
        with self._subjects.store.reader() as db:
            states = reads.content_states(db)
        parts: dict[str, Any] = {}
        for family, item, in_force, retired, _ in states:
            if family not in FAMILIES or not (in_force or retired):
                continue
            items = parts.setdefault(family, dict(getattr(shipped, family)))
            if retired:
                items.pop(item, None)
            else:
                own = self.wording(family, item, in_force)
                if own is not None:
                    items[item] = own
        return replace(shipped, **parts)

    def _saw(self, subjects: frozenset[str]) -> None:
        if any(subject.startswith("content:") for subject in subjects):
            self._stale.set()


def differences(old: Any, new: Any, path: str = "") -> list[Change]:
    """What changed between two items or parts of them, in reading order; texts in both languages at once."""
    if old == new:
        return []
    if isinstance(old, Text) or isinstance(new, Text) or not (_has_parts(old) and _has_parts(new)):
        return [Change(path, _shown(old), _shown(new), old, new)]
    if is_dataclass(old) and is_dataclass(new) and type(old) is type(new):
        return [
            change
            for entry in fields(old)
            for change in differences(getattr(old, entry.name), getattr(new, entry.name), _join(path, entry.name))
        ]
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _list_differences(old, new, path)
    return [Change(path, _shown(old), _shown(new), old, new)]


def _list_differences(old: tuple[Any, ...], new: tuple[Any, ...], path: str) -> list[Change]:
    if all(isinstance(text, Text) for text in (*old, *new)):
        return _text_differences(old, new, path)
    names_old, names_new = _names(old, new)
    before, after = dict(zip(names_old, old, strict=True)), dict(zip(names_new, new, strict=True))
    found = []
    for name in [*names_old, *(name for name in names_new if name not in before)]:
        where = f"{path}[{name}]"
        if name not in after:
            found.append(Change(where, _shown(before[name]), "", before[name]))
        elif name not in before:
            found.append(Change(where, "", _shown(after[name]), None, after[name]))
        else:
            found += differences(before[name], after[name], where)
    common = [name for name in names_old if name in after]
    if common != [name for name in names_new if name in before]:
        found.append(Change(path, " ".join(names_old), " ".join(names_new)))
    return found


def _text_differences(old: tuple[Any, ...], new: tuple[Any, ...], path: str) -> list[Change]:
    """A text put in among others changes none of them."""
    found = []
    match = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, a, b, c, d in (code for code in match.get_opcodes() if code[0] != "equal"):
        for step in range(max(b - a, d - c)):
            was = old[a + step] if a + step < b else None
            now = new[c + step] if c + step < d else None
            at = a + step if was is not None else c + step
            found.append(Change(f"{path}[{at + 1}]", _shown(was), _shown(now), was, now))
    return found


# By what a part of a list without an id is known again, where no two of them have the same.
NAMED_BY = ("id", "role", "goto", "to", "level")


def _names(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[list[str], list[str]]:
    for key in NAMED_BY:
        before, after = ([str(getattr(item, key, "")) for item in items] for items in (old, new))
        if all(before) and all(after) and len(set(before)) == len(before) and len(set(after)) == len(after):
            if key == "goto":  # a branch that is taken for the same reason and leads elsewhere now
                known = {item.when: name for item, name in zip(old, before, strict=True)}
                turned = [known.get(item.when, name) for item, name in zip(new, after, strict=True)]
                after = turned if len(set(turned)) == len(turned) else after
            return before, after
    return [str(at + 1) for at in range(len(old))], [str(at + 1) for at in range(len(new))]


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _has_parts(value: Any) -> bool:
    return isinstance(value, tuple) or (is_dataclass(value) and not isinstance(value, type))


def _shown(value: Any) -> str:
    if isinstance(value, Text):
        return f"{value.zh} / {value.en}"
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_shown(item) for item in value)
    if is_dataclass(value):
        texts = [getattr(value, entry.name) for entry in fields(value)]
        return "; ".join(_shown(text) for text in texts if isinstance(text, Text))
    return str(value)
