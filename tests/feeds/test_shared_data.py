"""Real data through the shipped profiles: counts and waits of each day equal a direct computation from the file.

Four queues of one day at a Warsaw office are kept here, so that this is proven everywhere; the whole files lie in
../shared/data and are used where that is.
"""

import csv
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Book, Ticket, fold
from lobbyconsole.domain.lobby import Counter as Desk
from lobbyconsole.feeds.folder import facts_from_file, guess_profile, quality_report
from lobbyconsole.feeds.profile import load_profile

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PROFILES = ROOT / "resources" / "profiles"


def shared(name: str) -> Path:
    """A file of ../shared/data; the test is skipped where it is not there."""
    path = DATA / name
    return path if path.exists() else pytest.skip(f"no {name} in ../shared/data")


def some_days(name: str, tmp_path: Path, days: set[str], column: str = "date", **only: str) -> Path:
    """The rows of some days of a shared file, as a file of their own."""
    path = tmp_path / name.removesuffix(".xz")
    with lzma.open(shared(name), "rt", encoding="utf-8", newline="") as source, path.open("w", newline="") as target:
        reader = csv.DictReader(source)
        writer = csv.DictWriter(target, reader.fieldnames or [])
        writer.writeheader()
        for row in reader:
            if row[column] in days and all(row[key] == value for key, value in only.items()):
                writer.writerow(row)
    return path


# --- Anonymous Bank ------------------------------------------------------------------------------------------

BANK = "anonbank_calls_1999_jan_feb.csv.xz"
JERUSALEM = ZoneInfo("Asia/Jerusalem")


def calls(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="") as stream:
        yield from csv.DictReader(stream)


def test_the_bank_days_equal_a_direct_computation(tmp_path):
    days = {"1999-01-04", "1999-01-09", "1999-02-01"}
    path = some_days(BANK, tmp_path, days)
    joined, left, waited, served = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    handled: dict[str, list[int]] = defaultdict(list)
    broken = 0
    for row in calls(path):
        number = {name: int(row[name]) for name in ("q_start", "q_exit", "vru_exit", "ser_start", "ser_exit")}
        if row["outcome"] == "HANG" and number["q_start"] == 0:
            continue  # hung up in the menu: never in a line
        joined[row["date"]] += 1
        if row["outcome"] == "HANG":
            left[row["date"]] += 1
            continue
        served[row["date"]] += 1
        taken = number["q_exit"] or number["vru_exit"]
        wait = taken - (number["q_start"] or number["vru_exit"])
        broken += wait < 0
        waited[row["date"]] += max(0, wait)
        if number["ser_exit"] > number["ser_start"] > 0 and wait >= 0:
            handled[row["date"]].append(number["ser_exit"] - max(number["ser_start"], taken))

    lobby = fold(facts_from_file(path, load_profile(PROFILES / "anonbank.toml"), "bank"))
    got = {name: Counter[str]() for name in ("joined", "left", "served")}
    waits: Counter[str] = Counter()
    handling: dict[str, list[float]] = defaultdict(list)
    flagged = 0
    for ticket in lobby.tickets.values():
        assert ticket.issued_at is not None
        day = ticket.issued_at.astimezone(JERUSALEM).date().isoformat()
        got["joined"][day] += 1
        got["left" if ticket.state == "left" else "served"][day] += 1
        if ticket.state == "finished":
            waits[day] += round(ticket.leg.wait_s or 0)
            if ticket.leg.started_at is not None and ticket.leg.handling_s is not None:
                handling[day].append(ticket.leg.handling_s)
        flagged += "issued_after_event" in ticket.flags
    assert got == {"joined": joined, "left": left, "served": served}
    assert set(joined) == days
    assert waits == waited
    assert broken == 1  # one call of 9 January is taken before it queued (it crossed midnight) ...
    assert broken <= flagged <= 5  # ... and is flagged, as are a few that ended before they began
    for day in days:
        assert sum(seconds for seconds in handled[day] if seconds > 0) == pytest.approx(sum(handling[day]), abs=1)


def test_the_bank_file_as_a_whole_is_understood():
    path = shared(BANK)
    profile = load_profile(PROFILES / "anonbank.toml")
    guess = guess_profile(path)
    assert (guess.columns.status, guess.columns.staff, guess.columns.service) == ("outcome", "server", "type")
    assert guess.times.created is not None
    assert guess.times.created.format == "seconds_of_day"
    assert profile.folder is not None


# --- Warsaw ------------------------------------------------------------------------------------------

WARSAW = "warsaw_queues_2019dec30_2020jan10.csv.xz"
DAY = "2020-01-07"
POLAND = ZoneInfo("Europe/Warsaw")
EXCERPT = Path(__file__).parent / "recordings" / "warsaw_queues_wola_20200107.csv"


@pytest.fixture(scope="module", params=["four queues", "whole office"])
def office_day(request, tmp_path_factory):
    if request.param == "four queues":
        return EXCERPT
    return some_days(WARSAW, tmp_path_factory.mktemp("warsaw"), {DAY}, office="UD_Wola")


def test_the_excerpt_is_what_the_file_says(tmp_path):
    whole = calls(some_days(WARSAW, tmp_path, {DAY}, office="UD_Wola"))
    kept = list(calls(EXCERPT))
    assert kept == [row for row in whole if row["queue_id"] in {line["queue_id"] for line in kept}]


def test_every_picture_of_an_office_day_is_on_the_board(office_day):
    facts = sorted(facts_from_file(office_day, load_profile(PROFILES / "warsaw.toml"), "wola"), key=f.order_key)
    assert {fact.certainty for fact in facts} == {"inferred"}
    assert len({fact.id for fact in facts}) == len(facts)
    rows = list(calls(office_day))

    def at(row: dict[str, str]) -> datetime:
        return datetime.fromisoformat(f"{row['date']}T{row['time']}").replace(tzinfo=POLAND)

    book, position, pictures = Book(), 0, 0
    for when, picture in groupby(sorted(rows, key=at), key=at):
        while position < len(facts) and facts[position].at <= when:
            book.add(facts[position])
            position += 1
        lobby = book.lobby()
        waiting = Counter(ticket.service for ticket in lobby.tickets.values() if ticket.state == "waiting")
        open_at = Counter(desk.id.rpartition("-")[0] for desk in lobby.counters.values() if desk.state == "open")
        for row in picture:
            assert waiting[row["queue_id"]] == int(row["waiting"]), row
            assert open_at[row["queue_id"]] == int(row["open_counters"]), row
            pictures += 1
    assert pictures == len(rows) >= 440


def test_tickets_and_waits_follow_the_numbers(office_day):
    """Queue 182 (registrations): the numbers called and the waits read off them by hand, within half a picture."""
    facts = list(facts_from_file(office_day, load_profile(PROFILES / "warsaw.toml"), "wola"))
    tickets = {ticket.number: ticket for ticket in fold(facts).tickets.values() if ticket.legs[0].service == "182"}
    rows = [row for row in calls(office_day) if row["queue_id"] == "182"]
    shown = {row["current_ticket"] for row in rows if row["current_ticket"]}
    assert len(shown - set(tickets)) <= 1  # the number already called at the first picture is not ours to tell
    last: dict[str, tuple[datetime, str]] = {}
    compared = 0
    for row in rows:
        when = datetime.fromisoformat(f"{row['date']}T{row['time']}").replace(tzinfo=POLAND)
        number = row["current_ticket"]
        ticket = tickets.get(number)
        if ticket is not None and number not in last and ticket.leg.called_at is not None:
            last[number] = (when, number)
            # Shown for the first time in this picture: called between the last picture and this one, or before
            # that where the line grew shorter faster than the shown number rose.
            assert ticket.leg.called_at <= when
            compared += when - ticket.leg.called_at <= timedelta(minutes=6)
    assert compared >= 0.7 * len(last)
    assert compared > 20
    entities = (*tickets.values(), *fold(facts).counters.values())
    assert all(isinstance(entity, Ticket | Desk) and not entity.flags for entity in entities)


def test_the_warsaw_file_is_recognised(office_day):
    guess = guess_profile(office_day)
    assert guess.mode == "counts"
    assert (guess.columns.service, guess.columns.waiting, guess.columns.open_counters) == (
        "queue_id", "waiting", "open_counters",
    )  # fmt: skip
    report = quality_report(office_day, guess)
    assert report.bad_count == 0
    assert report.facts["ticket.issued"] > 400
