"""SQL polling: one SELECT on somebody else's database, read-only by construction, opened and closed for every look."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import FeedTrouble, Link
from lobbyconsole.feeds.liveness import Patience, stands_still
from lobbyconsole.feeds.mapping import BadRecord, Mapper, Observation
from lobbyconsole.feeds.observe import State, dump, load, reconcile
from lobbyconsole.feeds.profile import Profile, ProfileError, refuse_unless_select

if TYPE_CHECKING:
    from sqlalchemy import Engine

SAVE_EVERY_S = 300.0  # a cursor without new facts is saved so often
REREAD = 50  # mode events: rows read again, because a database may show number 8 before number 7
BUSY_SHARE = 20  # the database is left alone for at least so many times as long as the look took


class SqlPoll:
    """A queue source that is a table. `url` overrides the profile's; `password` is asked for at every start.

    Raises ProfileError when the profile cannot be used for polling.
    """

    def __init__(
        self,
        profile: Profile,
        url: str = "",
        password: Callable[[], str | None] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if profile.sql is None:
            raise ProfileError("a table [sql] with the query is missing", profile.file)
        try:
            self._query = refuse_unless_select(profile.sql.query)
        except ValueError as error:
            raise ProfileError(str(error), profile.file) from error
        self.profile = profile
        self.lost_after_s = profile.lost_after_s
        self.held_ms = 0.0  # how long the last look kept the database busy
        self._source = profile.sql
        self._url = url or profile.sql.url
        self._password = password
        self._clock = clock
        self._mapper = Mapper(profile)
        self._seen: dict[tuple[Any, ...], Observation | None] = {}

    def run(self, link: Link) -> None:
        """Poll until the link says stop. Raises FeedTrouble when the database is lost, or stands still."""
        engine = self._engine()
        try:
            self._poll(engine, link)
        finally:
            engine.dispose()

    # --- polling ----------------------------------------------------------------------------------------------------

    def _poll(self, engine: Engine, link: Link) -> None:
        from sqlalchemy.exc import SQLAlchemyError

        state = load(link.cursor)
        patience, saved = Patience(self.lost_after_s, self._clock), self._clock()
        pending: Future[int] | None = None
        while True:
            try:
                rows, took = self._read(engine, state)
            except (SQLAlchemyError, OSError) as error:
                if patience.missed():
                    raise FeedTrouble(self._lost(error)) from error
                if link.wait(self.profile.poll_s):
                    return
                continue
            patience.answered()
            now = link.now()
            observations = self._observations(rows, took)
            state, facts = reconcile(
                state,
                observations,
                now,
                profile=self.profile,
                source=link.name,
                complete=self.profile.mode == "snapshot",
            )
            if pending is not None and pending.done() and pending.exception() is not None:
                # What was handed over did not become durable: compare with the saved cursor again.
                state, pending = load(link.cursor), None
                if link.wait(self.profile.poll_s):
                    return
                continue
            frozen = stands_still(state, self._seen, now, profile=self.profile, source=link.name)
            if facts or self._clock() - saved >= SAVE_EVERY_S:
                pending = link.deliver(facts, dump(state))
                saved = self._clock()
            if state.skew_s is not None:
                link.skew(state.skew_s)
            if frozen is not None:
                link.deliver((), dump(state))
                raise frozen
            link.alive()
            if link.wait(max(self.profile.poll_s, BUSY_SHARE * self.held_ms / 1000)):
                link.deliver((), dump(state))
                return

    def _read(self, engine: Engine, state: State) -> tuple[list[dict[str, Any]], float]:
        """The rows, and how long it took until they were here (s)."""
        query = re.sub(r":after\b", str(max(0, state.position - REREAD)), self._query)
        asked = self._clock()
        with engine.connect() as connection:
            begun = self._clock()
            # No bind parameters: a colon or percent sign in the technician's query means itself.
            result = connection.execution_options(no_parameters=True).exec_driver_sql(query)
            names, fetched = list(result.keys()), result.fetchall()
        closed = self._clock()
        self.held_ms = (closed - begun) * 1000
        rows = [dict(zip(names, row, strict=True)) for row in fetched]
        if self._source.encoding:
            rows = [{name: self._decoded(value) for name, value in row.items()} for row in rows]
        return rows, closed - asked

    def _decoded(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            # What MySQL calls latin1 is Windows-1252, with the five bytes that has no sign for as they are.
            raw = b"".join(sign.encode("latin-1" if sign < "\u0100" else "cp1252") for sign in value)
            return raw.decode(self._source.encoding, errors="replace")
        except UnicodeEncodeError:
            return value

    def _observations(self, rows: list[dict[str, Any]], took: float) -> list[Observation]:
        """Rows mapped; those that did not change since the last look are not mapped again."""
        clock = self.profile.times.now
        leave_out = set(clock.columns) if clock else set()
        seen: dict[tuple[Any, ...], Observation | None] = {}
        found: list[Observation] = []
        problem: BadRecord | None = None
        for index, row in enumerate(rows):
            mark = tuple(str(value) for name, value in row.items() if name not in leave_out)
            try:
                fresh = mark not in self._seen or (index == 0 and clock is not None)
                seen[mark] = self._mapper.map(row) if fresh else self._seen[mark]
            except BadRecord as error:
                problem = error
                continue
            observation = seen[mark]
            if observation is not None:
                # The database said its time about half way through the look.
                if index == 0 and observation.now is not None:
                    observation = dataclasses.replace(observation, now=observation.now + timedelta(seconds=took / 2))
                found.append(observation)
        if problem is not None and not found:
            raise FeedTrouble(problem.message)
        self._seen = seen
        return found

    # --- connecting -------------------------------------------------------------------------------------------------

    def _engine(self) -> Engine:
        from sqlalchemy import create_engine
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
        from sqlalchemy.pool import NullPool

        try:
            url = make_url(self._url)
        except ArgumentError as error:
            text = QT_TRANSLATE_NOOP("Messages", "The address of the database is missing or cannot be read")
            raise FeedTrouble(Message(text)) from error
        backend = url.get_backend_name()
        query: Mapping[str, Any] = url.query
        if backend == "sqlite":
            url = url.set(database=_read_only_file(url.database or ""), query={**query, "mode": "ro", "uri": "true"})
        elif self._password is not None and (secret := self._password()):
            url = url.set(password=secret)
        try:
            return create_engine(
                url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=self._connect_args(backend)
            )
        except (NoSuchModuleError, ImportError) as error:
            text = QT_TRANSLATE_NOOP("Messages", "The driver for {kind} databases is not installed")
            raise FeedTrouble(Message(text, {"kind": backend})) from error

    def _connect_args(self, backend: str) -> dict[str, Any]:
        """What makes the session read-only and keeps it from hanging, by kind of database."""
        connect, statement = self._source.connect_timeout_s, self._source.statement_timeout_s
        match backend:
            case "sqlite":
                return {"timeout": connect}
            case "mysql" | "mariadb":
                return {
                    "connect_timeout": int(connect),
                    "read_timeout": int(statement),
                    "write_timeout": int(statement),
                    "init_command": "SET SESSION TRANSACTION READ ONLY",
                }
            case "postgresql":
                options = f"-c default_transaction_read_only=on -c statement_timeout={int(statement * 1000)}"
                return {"connect_timeout": int(connect), "options": options}
            case "mssql":
                return {"login_timeout": int(connect), "timeout": int(statement)}
            case "oracle":
                return {"tcp_connect_timeout": connect}
            case _:
                return {}

    def _lost(self, error: Exception) -> Message:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0][:160]
        text = QT_TRANSLATE_NOOP("Messages", "The database does not answer: {reason}")
        return Message(text, {"reason": reason})


def _read_only_file(path: str) -> str:
    """An SQLite file as a URI, which is the only way to open one without ever creating or writing it."""
    if path.startswith("file:"):
        return path
    if path.startswith(("//", "\\\\")):  # a network share
        return "file:" + "//" + path.replace("\\", "/")
    return Path(path).absolute().as_uri()
