"""Rounds on paper: what is printed, which wording a card was printed from, and a filled card as a round.

Verbs wait until their facts are durable and raise Refused in words; not for the GUI thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from lobbyconsole.domain import cards
from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content_facts import ContentKept, ContentProposed
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.round_facts import RoundAnswered, RoundBegun
from lobbyconsole.domain.rounds import FAIL, FINISHED, NOT_APPLICABLE, RUNNING, verdict
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.library.book import LibraryBook, body_of
from lobbyconsole.services.rounds import OpenRound, Rounds
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.store import reads
from lobbyconsole.store.instants import to_us

AHEAD = timedelta(minutes=1)  # a card's time has no seconds


class AlreadyDone(Refused):
    """The scheduled time this card answers has its finished round; it can still be entered as a voluntary one."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A card that can be printed: its wording is kept, so that it can be read back however the checklist changes."""

    checklist: Checklist
    version: str
    pages: tuple[cards.Page, ...]
    printed_at: datetime


class RoundCards:
    """Paper beside services.rounds.Rounds."""

    def __init__(self, subjects: Subjects, library: LibraryBook, rounds: Rounds, zone: tzinfo) -> None:
        self._subjects = subjects
        self._library = library
        self._rounds = rounds
        self._zone = zone

    def issue(self, checklist: str, *, round_key: str = "", due_at: datetime | None = None, by: str = "") -> Issued:
        """What is printed for a round in hand, a scheduled time, or a voluntary round."""
        running = self._rounds.get(round_key) if round_key else None

        def decision(now: datetime) -> tuple[Sequence[Fact], tuple[Checklist, str, datetime]]:
            standard = running.checklist if running else self._library.checklist(checklist)
            if standard is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This checklist is not in use here.")))
            version, kept = self._library.keeping("checklists", standard, now, by)
            return kept, (standard, version, now)

        standard, version, now = self._subjects.decide(decision)
        card = cards.card_id(version, now, round_key=round_key if running else "", due_at=due_at)
        return Issued(standard, version, cards.lay_out(standard, card), now)

    def wording(self, card: cards.CardId) -> tuple[Checklist, str] | None:
        """The checklist a card was printed from and its version; None when its wording is not here."""
        return next(((item, version) for item, version in self._wordings() if version.startswith(card.wording)), None)

    def form(self, number: str) -> tuple[Checklist, str]:
        """The wording behind a form number, as typed from a card. Raises Refused."""
        number = "".join(sign for sign in number if sign.isdigit())
        if not cards.sound_form_number(number):
            text = QT_TRANSLATE_NOOP("Messages", "{number} is no form number: a digit is wrong. It has six.")
            raise Refused(Message(text, {"number": number or "?"}))
        found = next((pair for pair in self._wordings() if cards.form_number(pair[1]) == number), None)
        if found is None:
            text = QT_TRANSLATE_NOOP(
                "Messages", "This card was printed elsewhere, or from a wording that is not on this computer."
            )
            raise Refused(Message(text))
        return found

    def _wordings(self) -> Iterator[tuple[Checklist, str]]:
        """Every wording there is, those in force first."""
        seen: set[str] = set()
        for checklists in (self._library.library().checklists, self._library.shipped().checklists):
            for item in checklists.values():
                version = version_of(body_of(item))
                if version not in seen:
                    seen.add(version)
                    yield item, version
        names = {*self._library.library().checklists, *self._library.shipped().checklists}
        with self._subjects.store.reader() as db:
            names |= {item for family, item, *_ in reads.content_states(db) if family == "checklists"}
        for name in sorted(names):
            for fact in self._subjects.facts(f"content:checklists/{name}"):
                if isinstance(fact, (ContentKept, ContentProposed)) and fact.version not in seen:
                    seen.add(fact.version)
                    found = self._library.wording("checklists", name, fact.version)
                    if isinstance(found, Checklist):
                        yield found, fact.version

    def record(
        self, checklist: Checklist, at: datetime, given: Sequence[cards.Given], *, by: str = "",
        round_key: str = "", due_at: datetime | None = None,
    ) -> OpenRound:  # fmt: skip
        """A filled card as a round on paper, made at the card's time; what it left open is open, and so are findings.

        The card of a round in hand, or of a time whose round is running, goes on with that round.
        """
        told = [entry for entry in given if not entry.later and meaning(_item(checklist, entry.item), entry)]
        if not told:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Nothing is marked on this card.")))
        if at > self._subjects.live.clock.now() + AHEAD:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The card's time is later than now.")))
        if round_key:
            return self._go_on(round_key, told, by)

        def decision(now: datetime) -> tuple[Sequence[Fact], tuple[str, bool]]:
            if due_at is not None:
                with self._subjects.store.reader() as db:
                    there = reads.rounds_due(db, (checklist.id,), to_us(due_at), to_us(due_at) + 1)
                for row in there:
                    if row.checklist == checklist.id and row.state == FINISHED:
                        text = QT_TRANSLATE_NOOP(
                            "Messages",
                            "This time's round is done already. Enter again records the card as a voluntary one.",
                        )
                        raise AlreadyDone(Message(text))
                    if row.checklist == checklist.id and row.state == RUNNING:
                        return (), (row.round, True)
            version, kept = self._library.keeping("checklists", checklist, now, by)
            key = _key(version, at.astimezone(self._zone), due_at)
            if self._subjects.facts("round:" + key):
                text = QT_TRANSLATE_NOOP("Messages", "A card of this checklist and this time was entered already.")
                raise Refused(Message(text))
            # Whoever enters a mystery shopper's card writes down what a stranger saw.
            seen_by = "outside" if checklist.kind == "mystery_shopper" else "paper"
            facts: list[Fact] = [
                *kept,
                RoundBegun(
                    **self._subjects.envelope(at, by), round=key, checklist=checklist.id, version=version,
                    due_at=due_at, channel=seen_by,
                ),
            ]  # fmt: skip
            for entry in told:
                meant = meaning(_item(checklist, entry.item), entry)
                facts.append(
                    RoundAnswered(
                        **self._subjects.envelope(at, by), round=key, item=entry.item, verdict=meant,
                        value=entry.value, choice=entry.choice, note=entry.note.strip(),
                    )
                )  # fmt: skip
            return facts, (key, False)

        key, running = self._subjects.decide(decision)
        if running:
            return self._go_on(key, told, by)
        return self._known(key)

    def _go_on(self, key: str, told: Sequence[cards.Given], by: str) -> OpenRound:
        found = self._known(key)
        if found.round.state != RUNNING:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This round is closed already.")))
        for entry in told:
            found = self._rounds.answer(
                key, entry.item, by=by, said=entry.said, value=entry.value, choice=entry.choice, note=entry.note
            )
        return found

    def _known(self, key: str) -> OpenRound:
        found = self._rounds.get(key)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such round.")))
        return found


def meaning(item: CheckItem, given: cards.Given) -> str:
    """The verdict of what a card says; "" while it says nothing."""
    if given.said in (FAIL, NOT_APPLICABLE) or item.scale.type == "pass_fail":
        return given.said
    return verdict(item, value=given.value, choice=given.choice, note=given.note)


def _item(checklist: Checklist, name: str) -> CheckItem:
    found = next((item for item in checklist.items if item.id == name), None)
    if found is None:
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This item is not in the checklist.")))
    return found


def _key(version: str, at: datetime, due_at: datetime | None) -> str:
    """The same card entered twice, typed or read, gives the same round."""
    told = f"{version} {at:%Y-%m-%d %H:%M} {due_at.isoformat() if due_at else ''}"
    return f"{at:%Y%m%d}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
