"""Two pictures of a source become facts: a pure comparison whose state is the feed's cursor, saved with the facts."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import INFERRED, REPORTED, Fact, natural_id
from lobbyconsole.feeds.counts import Counting, split_number
from lobbyconsole.feeds.mapping import Observation
from lobbyconsole.feeds.profile import COUNTER_EVENTS, ENDED_STATES, Profile
from lobbyconsole.feeds.telling import (
    AT_COUNTER,
    IN_LINE,
    NEVER,
    SHOWN_EARLIER,
    SKEW_CORRECTED_S,
    Row,
    State,
    Teller,
    dump,
    load,
)

__all__ = ["State", "dump", "load", "reconcile"]

FILE_ROWS = 300  # ended rows remembered of a file that only grows


def reconcile(
    state: State,
    observations: Iterable[Observation],
    now: datetime | None,
    *,
    profile: Profile,
    source: str,
    complete: bool = True,
    live: bool = True,
) -> tuple[State, list[Fact]]:
    """The new state and the facts that lead from the old picture to the new one. Pure; neither argument is changed.

    now: our clock as the source answered; None for a file read afterwards. complete: the observations are the whole
    picture, so a missing row is gone. live: the rows are fresh, so that their times tell how far the clocks are apart.
    """
    work = _Pass(state, now, profile, source, complete, live)
    listed = list(observations)
    work.heard(listed)
    if profile.mode == "events":
        for observation in listed:
            work.event(observation)
    elif profile.mode == "counts":
        counting = Counting(source, profile, work.state.lines, work.facts)
        for observation in sorted(listed, key=lambda seen: (seen.at or NEVER, seen.service)):
            counting.picture(observation)
    else:
        work.snapshot(listed)
    work.settle()
    return work.state, work.facts


class _Pass(Teller):
    """One comparison."""

    carried: frozenset[str] = frozenset()  # natives that another row of this picture carries on

    # --- mode snapshot -----------------------------------------------------------------------------------------------

    def snapshot(self, observations: list[Observation]) -> None:
        seen: dict[str, Observation] = {}
        for observation in observations:
            created = observation.created
            ident = observation.native if created is None else f"{observation.native}@{created.isoformat()}"
            if self.now is None and not (created or observation.joined or observation.called or observation.ended):
                self.problem("no_time")
                continue
            if ident in seen:
                self.problem("doubled_row")
            seen[ident] = observation
        rows = self.state.rows
        if self.complete and self.now is not None and self.state.horizon is None:
            self.state.horizon = self.day_start(self.now)
        horizon = self.state.horizon if self.complete else None
        fresh = {
            ident: observation
            for ident, observation in seen.items()
            if ident not in rows and not (horizon and observation.created and observation.created < horizon)
        }
        self.measure(fresh)
        missing = self.missed(seen) if self.complete else []
        cause = self.reset_cause(fresh, seen, missing)
        if cause:
            self.state.epoch += 1
            epoch = str(self.state.epoch)
            fact_id = natural_id(self.source, "reset", epoch)
            at = self.now or NEVER
            self.facts.append(
                f.FeedReset(id=fact_id, at=at, source=self.source, feed=self.source, epoch=epoch, cause=cause, seq=2)
            )
            missing = [ident for ident in rows if ident not in seen]
        for ident in missing:
            self.gone(ident, "reset" if cause else "gone")
        self.carried = frozenset(observation.parent for observation in fresh.values() if observation.parent)
        for ident, observation in sorted(seen.items(), key=lambda item: _when(item[1])):
            known = rows.get(ident)
            if known is None:
                if ident not in fresh or not observation.state:
                    continue  # history, or a row whose status says nothing we know: it changes nothing
                row = self.joined(ident, observation)
            else:
                mark = _mark(observation)
                if mark == known.mark:
                    if known.misses:
                        rows[ident] = msgspec.structs.replace(known, misses=0)
                    continue
                row = copy.copy(known)
                row.mark, row.misses = mark, 0
            rows[ident] = row
            self.advance(ident, row, observation, known is not None)

    def measure(self, fresh: dict[str, Observation]) -> None:
        """Rows that appeared between two polls tell the source's clock, unless it was told in words."""
        polled, now = self.old.polled, self.now
        if not self.live or now is None or polled is None or any(seen.now for seen in fresh.values()):
            return
        gap = (now - polled).total_seconds()
        if not 0 <= gap <= max(5.0, 3 * self.profile.poll_s):
            return
        middle = now - timedelta(seconds=gap / 2)
        for observation in fresh.values():
            if observation.created is not None:
                self.sample((observation.created - middle).total_seconds())

    def missed(self, seen: dict[str, Observation]) -> list[str]:
        """Identities that have now been absent from enough pictures; counts one more absence of the others.

        A row whose key has passed to another ticket is gone at once.
        """
        rows, gone, natives = self.state.rows, [], {observation.native for observation in seen.values()}
        enough = self.profile.gone_after
        for ident, row in list(rows.items()):
            if ident not in seen and row.misses < enough:
                misses = enough if row.native in natives else row.misses + 1
                rows[ident] = msgspec.structs.replace(row, misses=misses)
                if misses >= enough:
                    gone.append(ident)
        return gone

    def reset_cause(self, fresh: dict[str, Observation], seen: dict[str, Observation], missing: list[str]) -> str:
        """Why the source must have started anew, or "". Yesterday's rows leaving the picture is no sign."""
        if not self.complete or self.now is None:
            return ""
        today = self.local(self.now)
        known = {
            ident: row
            for ident, row in self.old.rows.items()
            if row.misses == 0 and (row.created is None or self.local(row.created) == today)
        }
        away = {row.native for ident, row in known.items() if ident not in seen}
        reused = [ident for ident, observation in fresh.items() if observation.native in away]
        if len(reused) >= 2 or (reused and len(away) == len(known) >= 2):
            return "ids_reused"
        there = {
            ident for ident, row in self.old.rows.items()
            if row.misses < self.profile.gone_after and (row.created is None or self.local(row.created) == today)
        }  # fmt: skip
        if len(there) >= 5 and len(there.intersection(missing)) >= 0.9 * len(there):
            return "rows_gone"
        numbers = [int(row.native) for row in known.values() if row.native.isdecimal()]
        newest = max((row.created for row in known.values() if row.created), default=None)
        if len(numbers) >= 3 and len(away) == len(known) and newest is not None:
            for observation in fresh.values():
                lower = observation.native.isdecimal() and int(observation.native) < min(numbers)
                if lower and observation.created is not None and observation.created > newest:
                    return "ids_restarted"
        return "numbers_restarted" if self.renumbered(fresh) else ""

    def renumbered(self, fresh: dict[str, Observation]) -> bool:
        """Whether the printed numbers of one series fell far back within one business day."""
        restarted = False
        for observation in sorted(fresh.values(), key=_when):
            prefix, number = split_number(observation.number)
            if not number or observation.created is None or observation.parent:
                continue
            series, day = f"{observation.service}|{prefix}", self.day(observation.created).isoformat()
            top_day, top = self.state.tops.get(series, (day, 0))
            if top_day == day and number * 2 <= top and top - number >= 10:
                restarted, top = True, 0
                self.state.tops.clear()  # one restart, though numbers may run through several services
            self.state.tops[series] = (day, number if top_day != day else max(number, top))
        return restarted

    def joined(self, ident: str, seen: Observation) -> Row:
        """A row that was not there before: a new ticket, or the next stage of one that another row began."""
        epoch = self.state.epoch
        row = Row(
            key=natural_id(self.source, epoch, ident), native=seen.native, mark=_mark(seen), state="waiting",
            seen="waiting", created=seen.created, number=seen.number, service=seen.service, epoch=epoch,
            priority=seen.priority,
        )  # fmt: skip
        begun = seen.joined or seen.created
        parents: dict[str, Row] = {}
        if seen.parent:
            parents = {name: row for name, row in self.state.rows.items() if row.native == seen.parent}
        name = max(parents, key=lambda name: (parents[name].misses == 0, parents[name].created or NEVER), default="")
        parent = parents.get(name)
        if parent is not None and parent.state not in ENDED_STATES:
            row.key, row.count, row.last = parent.key, parent.count, parent.last
            self.state.rows[name] = msgspec.structs.replace(parent, state=SHOWN_EARLIER)
            self.tell(f.TicketTransferred, row, ident, begun, to_service=seen.service)
            return row
        if self.complete and any(
            other.number == seen.number and other.service == seen.service and other.created and seen.created
            and self.day(other.created) == self.day(seen.created) for other in self.state.rows.values()
        ):  # fmt: skip
            self.problem("duplicate_number")
        self.tell(
            f.TicketIssued, row, ident, begun, number=seen.number, service=seen.service, priority=seen.priority,
            channel=self.profile.channel, visit=parent.key if parent else "",
            to_counter=seen.counter if "counter" in self.profile.transfer and seen.state in IN_LINE else "",
        )  # fmt: skip
        return row

    def advance(self, ident: str, row: Row, seen: Observation, known: bool) -> None:
        """Tell what must have happened to bring a row from what our facts say to what the source says now."""
        target = seen.state or row.seen
        if row.state == SHOWN_EARLIER:
            return
        new_call = seen.called is not None and seen.called != row.called
        calls, before = seen.calls or 0, row.calls
        if 0 < calls < before or (new_call and calls == before):
            before = 0  # a source that counts anew with every call
        recalls = max(0, calls - max(before, 0 if row.called is None and row.state in IN_LINE else 1))
        told = known and self.now is not None  # it happened since the last picture

        def back() -> None:
            self.tell(f.TicketRequeued, row, ident, None, certainty=INFERRED)
            row.state = "waiting"

        def call(certainty: str = REPORTED) -> None:
            raw = seen.called if seen.called is not None and (new_call or row.called is None) else None
            if raw is None:
                begun = seen.started if seen.started != row.started else None
                raw = begun or (seen.ended if not told or target == "finished" else None)
            self.call(ident, row, seen.counter, seen.staff, raw, certainty)
            for index in range(min(max(0, recalls - 1), 10)):
                again = None if told or raw is None else raw + timedelta(microseconds=index + 1)
                self.tell(f.TicketRecalled, row, ident, again, certainty=INFERRED, counter=seen.counter)

        if known and seen.priority != row.priority:
            self.tell(f.TicketPrioritised, row, ident, None, priority=seen.priority)
        elsewhere = seen.counter if seen.counter and row.counter and seen.counter != row.counter else ""
        service = seen.service if seen.service and row.service and seen.service != row.service else ""
        service = service if "service" in self.profile.transfer else ""
        to_counter = elsewhere if "counter" in self.profile.transfer else ""
        if row.state in IN_LINE | AT_COUNTER and (service or to_counter):
            moved = seen.called if new_call else None
            self.tell(f.TicketTransferred, row, ident, moved, to_service=service, to_counter=to_counter)
            row.state = "waiting"
        if target == "transferred":
            if self.profile.columns.parent or row.native in self.carried:
                target = SHOWN_EARLIER
            elif row.seen != "transferred" and row.state in IN_LINE | AT_COUNTER:
                if new_call and known and row.state in IN_LINE:
                    call()  # called and passed on between two looks
                    row.called, new_call = seen.called, False
                self.tell(f.TicketTransferred, row, ident, seen.ended, to_service=seen.service)
                row.state = "waiting"
        if target in ("waiting", "transferred"):
            if new_call and row.state in IN_LINE and row.seen != "transferred" and known:
                call()
            if row.state == "held":
                self.tell(f.TicketResumed, row, ident, None)
            elif row.state != "waiting":
                back()
            row.state = "waiting"
        elif target == "held":
            if row.state in ENDED_STATES:
                back()
            if new_call:
                call()
            if row.state != "held":
                self.tell(f.TicketHeld, row, ident, None)
            row.state = "held"
        else:
            self._at_counter(ident, row, seen, target, new_call, recalls, told, back, call)
        if seen.state:
            row.seen = seen.state
        row.called = seen.called or row.called
        row.started = seen.started or row.started
        row.calls = max(before, calls)
        row.service = seen.service or row.service
        row.counter = seen.counter or row.counter
        row.priority = seen.priority

    def _at_counter(
        self, ident: str, row: Row, seen: Observation, target: str, new_call: bool, recalls: int, told: bool,
        back: Any, call: Any,
    ) -> None:  # fmt: skip
        """The second half of `advance`: targets called, serving and the ends."""
        same_call = not new_call and not recalls
        if row.seen == target and row.state == "finished" and same_call:
            return  # closed by the next call at its counter; the source says nothing new
        if row.state in AT_COUNTER and target not in AT_COUNTER and recalls and not new_call:
            begun = seen.started if seen.started != row.started else None
            self.recalled(ident, row, seen, recalls, None, begun or seen.ended)
        if target in AT_COUNTER or target == "no_show":
            if row.state in ENDED_STATES - {"no_show"} and row.state != target:
                back()
            called = row.called is not None and not new_call
            given_up = row.state == "held" and target == "no_show" and called  # parked, and never called again
            if (row.state in IN_LINE and not given_up) or (row.state == "no_show" and target != "no_show"):
                call(REPORTED if target == "called" or seen.called else INFERRED)
            elif row.state in AT_COUNTER and target in AT_COUNTER:
                if target == "called" and ((seen.counter and seen.counter != row.counter) or row.state == "serving"):
                    if row.state == "serving" and (not row.counter or seen.counter in ("", row.counter)):
                        # The source took the start back.
                        self.tell(f.TicketRequeued, row, ident, seen.called if new_call else None, certainty=INFERRED)
                        row.state = "waiting"
                    call(REPORTED if new_call else INFERRED)
                elif new_call or recalls:
                    starts = target == "serving" and row.state != "serving" and seen.started != row.started
                    until = seen.started if starts else None
                    self.recalled(ident, row, seen, max(1, recalls), seen.called if new_call else None, until)
            if target == "serving" and row.state != "serving":
                since = seen.started if seen.started != row.started else None  # an old time names an old start
                self.tell(f.TicketStarted, row, ident, since, counter=seen.counter, staff=seen.staff)
            elif target == "no_show" and row.state != "no_show":
                self.tell(f.TicketNoShow, row, ident, seen.ended, counter=seen.counter or row.counter)
                self.free(ident, row)
            row.state = target
        elif target in ("finished", SHOWN_EARLIER):
            if row.state in (target, SHOWN_EARLIER):
                return
            if row.state not in AT_COUNTER and (new_call or told or seen.started):
                call(REPORTED if new_call else INFERRED)
            if seen.started not in (None, row.started) and row.state != "serving":
                self.tell(f.TicketStarted, row, ident, seen.started, counter=seen.counter, staff=seen.staff)
            self.free(ident, row)
            if target == SHOWN_EARLIER or row.native in self.carried:
                return  # its ticket goes on in the next row, which tells the transfer
            # An end before its own call is told as it stands, for the fold to flag; but only where nothing happened
            # that the line's state hangs on (a requeue, a hold), or the board would end in the wrong state.
            begun = max((at for at in (seen.called, seen.created) if at is not None), default=None)
            slack = timedelta(seconds=SKEW_CORRECTED_S)
            exact = begun is not None and seen.ended is not None and begun > seen.ended + slack and row.count <= 3
            self.tell(f.TicketFinished, row, ident, seen.ended, exact=exact, counter=seen.counter or row.counter)
            row.state = "finished"
        elif target in ENDED_STATES and row.state != target:  # cancelled or left
            if row.state == "finished":
                back()
            if new_call and row.state in IN_LINE:
                call()
            cls = f.TicketCancelled if target == "cancelled" else f.TicketLeft
            self.tell(cls, row, ident, seen.ended)
            self.free(ident, row)
            row.state = target

    def recalled(
        self, ident: str, row: Row, seen: Observation, times: int, at: datetime | None, until: datetime | None
    ) -> None:
        """Calls repeated since the last look: at a time the source tells, else before what it says came next."""
        counter, times = seen.counter or row.counter, min(times, 10)
        for left in range(times, 0, -1):
            if at is not None and times == 1:
                self.tell(f.TicketRecalled, row, ident, at, counter=counter)
            elif at is None and until is not None:
                before = until - timedelta(microseconds=left)
                self.tell(f.TicketRecalled, row, ident, before, certainty=INFERRED, counter=counter)
            else:
                self.tell(f.TicketRecalled, row, ident, None, counter=counter)

    def gone(self, ident: str, reason: str) -> None:
        """A row that is not there any more."""
        row = copy.copy(self.state.rows[ident])
        self.state.rows[ident] = row
        row.mark = ""  # should it come back, it must be looked at
        if row.state in AT_COUNTER and "gone" in self.profile.finish and reason == "gone":
            self.tell(f.TicketFinished, row, ident, None, certainty=INFERRED, counter=row.counter)
            row.state = "finished"
        elif row.state in IN_LINE | AT_COUNTER:
            self.tell(f.TicketCancelled, row, ident, None, certainty=INFERRED, reason=reason)
            row.state = "cancelled"

    def settle(self) -> None:
        """Forget what can no longer matter, so that the cursor stays small."""
        state, now = self.state, self.now
        if now is not None:
            state.polled = now
        if self.complete and now is not None and self.profile.mode == "snapshot":
            start = self.day_start(now)
            before = state.horizon or start
            if start > before:
                # Open rows get one more day: what was left open in the evening is often closed the next morning.
                state.rows = {
                    ident: row for ident, row in state.rows.items()
                    if (row.created or row.last or start) >= (before if row.state in IN_LINE | AT_COUNTER else start)
                }  # fmt: skip
                state.horizon, state.tops, state.problems = start, {}, {}
        elif len(state.rows) > 2 * FILE_ROWS:
            # Of a file that only grows, ended rows need not be remembered: read again, they give the same ids. The
            # last ones are, to spare the journal the question.
            newest = max((row.created or row.last or NEVER for row in state.rows.values()), default=NEVER)
            limit, ended = self.day_start(newest) - timedelta(days=1), len(state.rows)
            kept: dict[str, Row] = {}
            for ident, row in state.rows.items():
                ended -= 1
                is_open = row.state in IN_LINE | AT_COUNTER and (row.created or row.last or newest) >= limit
                if is_open or ended < FILE_ROWS:
                    kept[ident] = row
            state.rows = kept

    # --- mode events -------------------------------------------------------------------------------------------------

    def event(self, seen: Observation) -> None:
        """One line of an append-only log."""
        if seen.event_id:
            if seen.event_id in self.state.recent:
                return
            self.state.recent = [*self.state.recent[-299:], seen.event_id]
            if seen.event_id.isdecimal():
                self.state.position = max(self.state.position, int(seen.event_id))
        raw = seen.at or seen.created
        if not seen.event or (raw is None and self.now is None):
            self.problem("no_time" if seen.event else "no_event")
            return
        if seen.event in COUNTER_EVENTS:
            self.counter_event(seen, raw)
            return
        day = self.day(raw or self.now or NEVER).isoformat()
        ident = seen.native or f"{seen.number}@{day}"
        if seen.native and seen.created is not None:
            ident += f"@{seen.created.isoformat()}"
        row = copy.copy(self.state.rows.get(ident))
        if row is None or (seen.event == "issued" and row.created is not None and row.created != raw):
            times = 1 if row is None else row.times + 1
            if row is not None:
                self.problem("duplicate_number")  # the same number given twice: two tickets
            row = Row(
                key=natural_id(self.source, self.state.epoch, ident, times), native=seen.native, mark="",
                state="waiting", seen="", times=times, epoch=self.state.epoch, number=seen.number,
            )  # fmt: skip
        self.state.rows[ident] = row
        name = f"{ident}#{row.times}" if not seen.event_id else f"{ident}#{seen.event_id}"
        where: dict[str, Any] = {"counter": seen.counter or row.counter}
        match seen.event:
            case "issued":
                row.created, row.service = raw, seen.service
                self.tell(
                    f.TicketIssued, row, name, raw, exact=True, number=seen.number, service=seen.service,
                    priority=seen.priority, channel=self.profile.channel,
                )  # fmt: skip
            case "called":
                if row.state == "called" and row.counter == seen.counter:
                    self.tell(f.TicketRecalled, row, name, raw, exact=True, **where)
                else:
                    row.last = None  # a log's own times count, even when they contradict each other: the fold flags it
                    self.call(ident, row, seen.counter, seen.staff, raw)
            case "recalled":
                self.tell(f.TicketRecalled, row, name, raw, exact=True, **where)
            case "started":
                self.tell(f.TicketStarted, row, name, raw, exact=True, staff=seen.staff, **where)
            case "finished":
                if row.state != "finished":
                    self.tell(f.TicketFinished, row, name, raw, exact=True, **where)
            case "no_show":
                self.tell(f.TicketNoShow, row, name, raw, exact=True, **where)
            case "transferred":
                to = {"to_service": seen.to_service or seen.service, "to_counter": seen.to_counter}
                self.tell(f.TicketTransferred, row, name, raw, exact=True, **to)
            case "prioritised":
                self.tell(f.TicketPrioritised, row, name, raw, exact=True, priority=seen.priority)
            case "rated":
                self.tell(f.TicketRated, row, name, raw, exact=True, score=seen.score or 0)
            case _:
                plain: dict[str, type[f.TicketFact]] = {
                    "held": f.TicketHeld, "resumed": f.TicketResumed, "requeued": f.TicketRequeued,
                    "cancelled": f.TicketCancelled, "left": f.TicketLeft,
                }  # fmt: skip
                self.tell(plain[seen.event], row, name, raw, exact=True)
        becomes = {"started": "serving", "resumed": "waiting", "requeued": "waiting", "transferred": "waiting"}
        if seen.event in ENDED_STATES | set(becomes) | {"held"}:
            row.state = becomes.get(seen.event, seen.event)
            self.free(ident, row)
        row.counter = seen.counter or row.counter

    def counter_event(self, seen: Observation, raw: datetime | None) -> None:
        at, clock = self.corrected(raw) if raw is not None else (self.now or NEVER, "arrival")
        kinds: dict[str, type[f.CounterFact]] = {
            "opened": f.CounterOpened, "paused": f.CounterPaused, "counter_resumed": f.CounterResumed,
            "closed": f.CounterClosed, "signed_on": f.StaffSignedOn, "signed_off": f.StaffSignedOff,
            "help": f.HelpAsked,
        }  # fmt: skip
        cls = kinds[seen.event]
        staff: dict[str, Any] = {"staff": seen.staff} if seen.event in ("opened", "signed_on", "signed_off") else {}
        fact_id = natural_id(self.source, cls.kind, seen.counter, seen.event_id, (raw or at).isoformat())
        self.facts.append(cls(id=fact_id, at=at, source=self.source, clock=clock, counter=seen.counter, **staff))


def _when(seen: Observation) -> tuple[datetime, int, int, str]:
    """The order in which rows of one picture are told: as things happened, then as they were numbered."""
    number = int(seen.native) if seen.native.isdecimal() else 0
    return (seen.called or seen.joined or seen.created or NEVER, len(seen.parent), number, seen.native)


def _mark(seen: Observation) -> str:
    """A short digest of all that can change in a row."""
    parts = (
        seen.state, seen.number, seen.service, seen.counter, seen.staff, seen.priority, seen.parent, seen.calls,
        seen.joined, seen.called, seen.started, seen.ended,
    )  # fmt: skip
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()
