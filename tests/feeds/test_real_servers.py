"""What real servers did between two looks: rows as they were seen, and what must be told of them."""

import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.mapping import Mapper
from lobbyconsole.feeds.observe import State, dump, load, reconcile
from lobbyconsole.feeds.profile import Columns, Profile, SqlSource, TimeColumn, Times, load_profile
from lobbyconsole.feeds.sql_poll import SqlPoll
from tests.fakes import FixedClock
from tests.feeds.links import ListLink

PROFILES = Path(__file__).resolve().parents[2] / "resources" / "profiles"
START = datetime(2026, 11, 22, 2, 20, tzinfo=UTC)  # 10:20 in Shanghai


class Pictures:
    """Tables looked at once a second; a row keeps what it had unless told otherwise."""

    def __init__(self, name: str, clock_column: str, native: str) -> None:
        self.profile: Profile = load_profile(PROFILES / f"{name}.toml")
        self.mapper = Mapper(self.profile)
        self.clock_column, self.native = clock_column, native
        self.rows: dict[int, dict[str, Any]] = {}
        self.state, self.now = State(), START
        self.told: list[f.Fact] = []

    def local(self, second: float) -> str:
        """A time as the program writes it: its own, in whole seconds."""
        return f"2026-11-22 10:20:{int(second):02d}"

    def look(self, second: float, **changes: dict[str, Any]) -> list[f.Fact]:
        """The picture at that second of the minute. The clock of the database says UTC, as it was set up to."""
        for key, values in changes.items():
            row = self.rows.setdefault(int(key[1:]), dict.fromkeys(self.columns) | {self.native: int(key[1:])})
            row.update(values)
        self.now = START + timedelta(seconds=second)
        utc = self.now.replace(tzinfo=None).isoformat(sep=" ")
        seen = [found for row in self.rows.values() if (found := self.mapper.map({**row, self.clock_column: utc}))]
        state = load(dump(self.state))
        self.state, facts = reconcile(state, seen, self.now, profile=self.profile, source=self.profile.name)
        self.told += facts
        return facts

    @property
    def columns(self) -> list[str]:
        return NOVOSGA if self.profile.name == "novosga" else JACKQCHEN

    def kinds(self) -> Counter[str]:
        return Counter(fact.kind.removeprefix("ticket.") for fact in self.told)

    def flags(self) -> set[str]:
        return {flag for ticket in fold(self.told).tickets.values() for flag in ticket.flags}


NOVOSGA = [
    "id", "atendimento_id", "servico_id", "num_local", "usuario_id", "prioridade", "numero", "dt_cheg", "dt_cha",
    "dt_ini", "dt_fim", "status", "chamadas",
]  # fmt: skip
JACKQCHEN = [
    "ID", "ticketNumber", "ticketTime", "busTypeSeq", "windowNumber", "windowUser", "handleTime", "finishTime",
    "state", "calls",
]  # fmt: skip


@pytest.fixture
def novosga():
    return Pictures("novosga", "agora", "id")


@pytest.fixture
def jackqchen():
    return Pictures("jackqchen", "vendor_now", "ID")


def waiting(pictures: Pictures, number: str = "C001", at: float = 26) -> dict[str, Any]:
    """A ticket of NovoSGA that has just been given."""
    return {
        "numero": number, "servico_id": 7, "prioridade": 0, "dt_cheg": pictures.local(at), "status": "emitida",
        "num_local": None, "usuario_id": None, "chamadas": None,
    }  # fmt: skip


def test_a_database_in_another_zone_than_the_program_is_no_wrong_clock(novosga):
    """Its clock is in UTC while the program writes the time of the hall: eight hours apart, and neither wrong."""
    novosga.look(27, r14=waiting(novosga))
    novosga.look(28)
    assert novosga.state.skew_s == 0
    assert novosga.told[0].at == START + timedelta(seconds=26)
    assert novosga.told[0].clock == "vendor"


def test_a_recall_and_the_end_within_one_second_are_both_told(novosga):
    novosga.look(26, r14=waiting(novosga))
    novosga.look(27, r14={"status": "chamado", "dt_cha": novosga.local(26), "num_local": 2, "chamadas": 1})
    ended = {"status": "encerrado", "dt_ini": novosga.local(28), "dt_fim": novosga.local(28), "chamadas": 2}
    told = novosga.look(29, r14=ended)
    assert [fact.kind for fact in told] == ["ticket.recalled", "ticket.started", "ticket.finished"]
    assert [fact.certainty for fact in told] == ["inferred", "reported", "reported"]
    assert [round((fact.at - START).total_seconds(), 3) for fact in told] == [28, 28, 28]
    assert novosga.look(30) == []
    assert not novosga.flags()


def test_a_recall_does_not_move_the_start_of_the_service(novosga):
    novosga.look(50, r67=waiting(novosga, at=49))
    novosga.look(55, r67={"status": "chamado", "dt_cha": novosga.local(54), "num_local": 3, "chamadas": 1})
    told = novosga.look(58, r67={"status": "iniciado", "dt_ini": novosga.local(56), "chamadas": 3})
    assert [fact.kind for fact in told] == ["ticket.recalled", "ticket.recalled", "ticket.started"]
    assert told[-1].at == START + timedelta(seconds=56)
    assert len({fact.id for fact in told}) == 3


def test_a_recall_before_a_no_show_is_told(novosga):
    novosga.look(6, r29=waiting(novosga, at=5))
    novosga.look(7, r29={"status": "chamado", "dt_cha": novosga.local(6), "num_local": 3, "chamadas": 1})
    told = novosga.look(10, r29={"status": "nao_compareceu", "dt_fim": novosga.local(9), "chamadas": 2})
    assert [fact.kind for fact in told] == ["ticket.recalled", "ticket.no_show"]


def test_a_ticket_sent_back_to_a_service_is_not_called_twice_by_one_call(novosga):
    """painel_senha knows a ticket by its number and service alone: there, the calls of both visits add up."""
    called = {"status": "chamado", "num_local": 1, "chamadas": 1}
    novosga.look(8, r144=waiting(novosga, "A030", 7) | {"servico_id": 5})
    novosga.look(9, r144=called | {"dt_cha": novosga.local(8)})
    novosga.look(11, r144={"status": "iniciado", "dt_ini": novosga.local(10)})
    novosga.look(
        23,
        r144={"status": "encerrado", "dt_fim": novosga.local(22)},
        r149=waiting(novosga, "A030", 22) | {"servico_id": 6, "atendimento_id": 144},
    )
    novosga.look(25, r149=called | {"dt_cha": novosga.local(24)})
    novosga.look(28, r149={"status": "iniciado", "dt_ini": novosga.local(27)})
    # Back to the first service: its row already shows the one call of the first visit while it waits.
    novosga.look(
        46,
        r149={"status": "erro_triagem", "dt_fim": novosga.local(45)},
        r161=waiting(novosga, "A030", 45) | {"servico_id": 5, "atendimento_id": 149, "chamadas": 1},
    )
    novosga.look(48, r144={"chamadas": 2}, r161=called | {"dt_cha": novosga.local(47), "chamadas": 2})
    novosga.look(49)
    assert novosga.kinds() == {"issued": 1, "called": 3, "started": 2, "transferred": 2}
    assert len(fold(novosga.told).tickets) == 1


def given(pictures: Pictures, number: str, at: float) -> dict[str, Any]:
    """A ticket of JackQChen's system that has just been given."""
    return {"ticketNumber": number, "ticketTime": pictures.local(at), "busTypeSeq": "02", "state": "waiting"}


def at_window(pictures: Pictures, window: str, at: float, calls: int | None = 1) -> dict[str, Any]:
    return {
        "windowNumber": window, "windowUser": "90" + window, "handleTime": pictures.local(at), "state": "0",
        "finishTime": "0001-01-01 00:00:00", "calls": calls,
    }  # fmt: skip


def test_a_call_and_a_transfer_within_one_second_come_in_this_order(jackqchen):
    jackqchen.look(36, r102=given(jackqchen, "B012", 35))
    passed_on = at_window(jackqchen, "4", 37) | {"state": "transferred", "finishTime": jackqchen.local(38)}
    told = jackqchen.look(39, r102=passed_on | {"calls": None})
    assert [fact.kind for fact in told] == ["ticket.called", "ticket.transferred"]
    told = jackqchen.look(40, r102=at_window(jackqchen, "2", 39))
    assert [fact.kind for fact in told] == ["ticket.called"]
    assert not jackqchen.flags()


def test_a_count_that_begins_anew_with_every_call(jackqchen):
    jackqchen.look(1, r6=given(jackqchen, "B002", 0))
    jackqchen.look(2, r6=at_window(jackqchen, "3", 1))
    jackqchen.look(3, r6={"calls": 3})
    jackqchen.look(4, r6={"state": "3", "calls": None})  # held; called back with the old time of the call
    jackqchen.look(5, r6={"state": "0", "calls": 1})
    jackqchen.look(6, r6={"calls": 2})
    jackqchen.look(7, r6={"state": "transferred", "calls": None, "finishTime": jackqchen.local(6)})
    jackqchen.look(8, r6=at_window(jackqchen, "1", 7))
    jackqchen.look(9, r6={"state": "1", "finishTime": jackqchen.local(9), "calls": 2})  # and a recall before it
    assert jackqchen.kinds() == {
        "issued": 1, "called": 3, "recalled": 4, "held": 1, "transferred": 1, "finished": 1,
    }  # fmt: skip
    assert not jackqchen.flags()


def test_a_held_ticket_that_is_given_up_was_not_called_for_it(jackqchen):
    """The clearing of the hall ends tickets that are on hold; nobody called them then, and no voice may."""
    jackqchen.look(20, r10=given(jackqchen, "A002", 19))
    jackqchen.look(21, r10=at_window(jackqchen, "3", 20))
    jackqchen.look(22, r10={"state": "3", "calls": None})
    told = jackqchen.look(24, r10={"state": "-1", "finishTime": jackqchen.local(23)})
    assert [fact.kind for fact in told] == ["ticket.no_show"]
    assert not jackqchen.flags()


@pytest.mark.parametrize("counter", ["1", None])
def test_a_start_that_is_taken_back_shows_the_ticket_as_called(novosga, counter):
    novosga.look(2, r1=waiting(novosga, "A001", 1))
    novosga.look(3, r1={"status": "iniciado", "dt_ini": novosga.local(2), "num_local": counter})
    told = novosga.look(5, r1={"status": "chamado", "dt_cha": novosga.local(4), "num_local": 1, "chamadas": 1})
    assert [fact.kind for fact in told] == ["ticket.requeued", "ticket.called"]
    assert [ticket.state for ticket in fold(novosga.told).tickets.values()] == ["called"]


def test_no_number_is_cut_and_no_clock_of_a_session_is_trusted():
    """LPAD cuts the number 1000 to 100, and LOCALTIMESTAMP or NOW() says whatever zone the session has."""
    for name in ("novosga", "jackqchen"):
        source = load_profile(PROFILES / f"{name}.toml").sql
        assert source is not None
        query = source.query.upper()
        assert "LPAD" not in query
        assert "LOCALTIMESTAMP" not in query
        assert "UTC" in query


class _Stop(ListLink):
    """A link for one look."""

    def wait(self, seconds: float) -> bool:
        return True


def test_rare_characters_of_gbk_kept_as_latin1_are_read(tmp_path):
    """MySQL reads their bytes as signs of Windows-1252, and five of those as control characters."""
    words = "喆堃珺 亐綂 业务"
    raw = words.encode("gbk")
    assert {0x81, 0x86, 0x88} & set(raw)
    shown = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in raw)
    with sqlite3.connect(tmp_path / "q.db") as connection:
        connection.execute("CREATE TABLE q (id INTEGER, service TEXT, t TEXT)")
        connection.execute("INSERT INTO q VALUES (1, ?, '2026-11-22 02:00:00')", (shown,))
    connection.close()
    profile = Profile(
        name="q",
        transport="sql",
        zone="UTC",
        lost_after_s=15,
        sql=SqlSource(query="SELECT * FROM q", encoding="gbk"),
        columns=Columns(native="id", number="id", service="service"),
        times=Times(created=TimeColumn(column="t")),
    )
    link = _Stop(FixedClock(START))
    SqlPoll(profile, f"sqlite:///{tmp_path / 'q.db'}").run(link)
    assert [fact.service for fact in link.facts if isinstance(fact, f.TicketIssued)] == [words]


def test_a_ticket_put_back_while_it_was_served_begins_again(novosga):
    """Cancelled at the counter and put back, it keeps the time of its first start until it is begun again."""
    novosga.look(2, r1=waiting(novosga, "A001", 1))
    novosga.look(4, r1={"status": "chamado", "dt_cha": novosga.local(3), "num_local": 1, "chamadas": 1})
    novosga.look(6, r1={"status": "iniciado", "dt_ini": novosga.local(5)})
    novosga.look(8, r1={"status": "cancelada", "dt_fim": novosga.local(7)})
    novosga.look(10, r1={"status": "emitida", "dt_fim": None, "usuario_id": None})
    novosga.look(12, r1={"status": "chamado", "dt_cha": novosga.local(11), "num_local": 2, "chamadas": 2})
    novosga.look(13, r1={"chamadas": 3})
    told = novosga.look(15, r1={"status": "iniciado", "dt_ini": novosga.local(14), "chamadas": 4})
    assert [(fact.kind, fact.at) for fact in told][-1] == ("ticket.started", START + timedelta(seconds=14))
    assert novosga.kinds() == {"issued": 1, "called": 2, "recalled": 2, "started": 2, "cancelled": 1, "requeued": 1}
    assert "backwards" not in novosga.state.problems
