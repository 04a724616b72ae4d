"""The two bank series as histories, with their holidays: for the forecasts' measurements."""

from __future__ import annotations

import csv
import lzma
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from lobbyconsole.domain.foresight.arrivals import History
from lobbyconsole.domain.foresight.events import Almanac
from lobbyconsole.domain.workdays import OfficialDay, WorkCalendar

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

# Public holidays of Israel 1999 and the United States 2003, from the calendars. The halls (call centres) stay open.
ISRAEL = "1999-04-01 1999-04-07 1999-04-21 1999-05-21 1999-09-11 1999-09-12 1999-09-20 1999-09-25 1999-10-02"
# Days on which part of the country does not work: Purim, Memorial Day, the election, the Ninth of Av.
ISRAEL_HALF = "1999-03-02 1999-04-20 1999-05-17 1999-07-22"
AMERICA = "2003-05-26 2003-07-04 2003-09-01 2003-10-13"


@dataclass(frozen=True)
class Series:
    """A history with its almanac, the first day that is forecast, and the last one of the development part."""

    name: str
    history: History
    almanac: Almanac
    first: date
    development: date

    def origins(self) -> list[date]:
        """Begins of the weeks that are forecast: all whole ones, or those past the development part if there are."""
        weeks = (self.history.end - self.first).days // 7
        found = [self.first + timedelta(days=7 * i) for i in range(weeks)]
        later = [day for day in found if day > self.development]
        return later or found

    def actual(self, day: date) -> np.ndarray:
        return self.history.counts[(day - self.history.first).days]


def _days(words: str) -> list[date]:
    return [date.fromisoformat(word) for word in words.split()]


def _almanac(holidays: str, weekdays: frozenset[int], half: str = "") -> Almanac:
    official = {day: OfficialDay(day, work=False) for day in _days(holidays)}
    calendar = WorkCalendar(weekdays, official, date(2004, 1, 1), rests_on_holidays=False)
    return Almanac(calendar, {"half day": frozenset(_days(half))} if half else {}, presume=False)


def rows_of(pattern: str) -> list[dict[str, str]] | None:
    """All rows of the files of that pattern, by date: a later period may lie beside the development part or include it.
    None: there is no such file."""
    rows: list[dict[str, str]] = []
    dates: set[str] = set()
    for path in sorted(DATA.glob(pattern), key=lambda path: (-path.stat().st_size, path.name)):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            new = [row for row in csv.DictReader(file) if _date_of(row) not in dates]
        dates |= {_date_of(row) for row in new}
        rows += new
    return sorted(rows, key=_date_of) or None


def _date_of(row: dict[str, str]) -> str:
    return row["date"] if "date" in row else row["DateTime"][:10]


def anonymous_bank() -> Series | None:
    """Calls per half hour, 07:00 to 24:00, every day of 1999 as far as the file goes."""
    rows = rows_of("anonbank_counts6min_1999_*.csv.xz")
    if rows is None:
        return None
    days = sorted({row["date"] for row in rows})
    counts = np.zeros((len(days), 48))
    for row in rows:
        counts[(date.fromisoformat(row["date"]) - date.fromisoformat(days[0])).days, int(row["slot6"]) // 5] += float(
            row["calls"]
        )
    history = History(date.fromisoformat(days[0]), counts[:, 14:], 7 * 3600)
    almanac = _almanac(ISRAEL, frozenset(range(7)), ISRAEL_HALF)
    return Series("Anonymous Bank", history, almanac, date(1999, 4, 30), date(1999, 8, 31))


def american_bank() -> Series | None:
    """Calls per half hour, 07:00 to 21:00, weekdays of 2003; days that are missing in the file are not known."""
    rows = rows_of("nabank_calls5min_2003_*.csv.xz")
    if rows is None:
        return None
    first = datetime.fromisoformat(rows[0]["DateTime"]).date()
    last = datetime.fromisoformat(rows[-1]["DateTime"]).date()
    counts = np.full(((last - first).days + 1, 28), np.nan)
    for row in rows:
        at = datetime.fromisoformat(row["DateTime"])
        slot = (at.hour * 60 + at.minute - 420) // 30
        if slot < 28:
            cell = counts[(at.date() - first).days]
            cell[slot] = np.nan_to_num(cell[slot]) + float(row["Calls"])
    history = History(first, counts, 7 * 3600)
    return Series(
        "NA bank", history, _almanac(AMERICA, frozenset(range(5))), first + timedelta(days=98), date(2003, 7, 31)
    )
