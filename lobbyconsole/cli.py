"""The console without a window: ingest, status, verify, backup, screenshot ... JSON out, words to standard error."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import partial
from pathlib import Path
from typing import Any

from lobbyconsole.bootstrap.hall import (
    OpenHall,
    closing,
    first_line,
    is_exercise,
    key_of,
    open_demo,
    open_hall,
    open_or_create,
    passphrase_from,
    settle,
)
from lobbyconsole.bootstrap.in_use import alone
from lobbyconsole.bootstrap.keys import has_records
from lobbyconsole.bootstrap.place import folder_of
from lobbyconsole.bootstrap.slim import lacking
from lobbyconsole.config import SETTINGS_FILE, Settings, SettingsError, load_settings, save_settings
from lobbyconsole.credentials import VAULT, CredentialError
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services import ingest as ingesting
from lobbyconsole.services.kept_promises import kept_promises
from lobbyconsole.services.status import picture_as_json, picture_with_waits
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.errors import StorageError
from lobbyconsole.store.export import legs_between

EXPORTS = (".jsonl", ".csv", ".png", ".pdf", ".xlsx")  # the hall's own files have other endings
PAGE = 5_000  # facts read at a time
SMALLEST, WIDEST, HIGHEST = 200, 7680, 4320  # pixels of a screenshot; beyond, Qt's picture alone takes a gigabyte
DONE, DEFECT, USAGE, REFUSED, STORAGE, KEY, DIFFERENT = range(7)


def tell(words: object) -> None:
    """Words for a person, on standard error."""
    print(words, file=sys.stderr, flush=True)


def answer(value: Any) -> None:
    """The answer, as JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str), flush=True)


def run_command(options: argparse.Namespace) -> int:
    """Run one command; returns its exit code."""
    return guarded(lambda: COMMANDS[options.command](options))


def guarded(work: Callable[[], int]) -> int:
    """Run `work`; trouble becomes words on standard error and the exit code documented in --help."""
    try:
        return work()
    except StorageError as error:
        tell(error.message)
        return STORAGE
    except CredentialError as error:
        tell(error.message)
        return KEY
    except (SettingsError, Refused, ingesting.IngestError) as error:
        tell(error.message)
        return REFUSED
    except BrokenPipeError:
        # Whoever read the answer (`head`) has seen enough. Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        tell(f"{error.filename or ''}: {error.strerror or error}")
        return REFUSED
    except ImportError as error:
        if not lacking(error):
            raise
        tell(lacking(error))
        return REFUSED
    except KeyboardInterrupt:
        tell("stopped")
        return REFUSED


def _instant(text: str, settings: Settings) -> datetime:
    at: datetime | None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or not _within_calendars(at):
        raise Refused(Message("{text} is not a time; write it like 2026-11-21T10:42", {"text": text}))
    return at if at.tzinfo is not None else at.replace(tzinfo=settings.branch.tz)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not _within_calendars(day):
        raise Refused(Message("{text} is not a day; write it like 2026-11-21", {"text": text}))
    return day


def _within_calendars(day: date) -> bool:
    return 2 <= day.year <= 9990  # a business day, and a zone further, must still be dates


def _key_of_a_hall(options: argparse.Namespace) -> tuple[Path, bytes]:
    """The folder and its key. Where nothing lies is no hall; a missing key beside records is another thing."""
    folder = folder_of(options)
    if not (folder / VAULT).exists() and not has_records(folder):
        raise Refused(Message("There is no hall in {path}.", {"path": folder}))
    return key_of(options)


def _existing(options: argparse.Namespace) -> OpenHall:
    folder, key = _key_of_a_hall(options)
    return open_hall(folder, key, feeds=False, upkeep=False)


def _to_read(options: argparse.Namespace) -> OpenHall:
    """The hall for a command that records nothing: also on a stick, a share or in an account that may not write."""
    folder, key = _key_of_a_hall(options)
    hall = open_hall(folder, key, feeds=False, upkeep=False, reading=True)
    for notice in hall.console.live.snapshot.health.notices:
        tell(notice)
    return hall


def _ingest(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise Refused(Message("There is no file {path}.", {"path": options.file}))
    if options.report:
        answer(ingesting.report(options.file, options.profile))
        return DONE
    hall = open_or_create(options, told=tell)
    try:
        source = ingesting.open_source(options.file, options.profile, options.source, exercise=is_exercise(hall.store))
        result = ingesting.ingest(hall.console, source, speed=options.speed, told=tell)
    finally:
        hall.close()
    answer(result)
    return STORAGE if result["unsaved"] else DONE


def _status(options: argparse.Namespace) -> int:
    hall = _to_read(options)
    try:
        unsaved, reason = hall.console.live.unsaved
        if unsaved:
            tell(f"{reason} {unsaved} facts wait beside the database and are not in this picture.")
        settings = load_settings(hall.folder)
        last = DeskMemory(hall.store).last_happened_at()
        at = _instant(options.at, settings) if options.at else last
        if at is None:
            tell("the journal is empty")
            answer({"at": None, "journal": {"seq": 0}})
            return DONE
        picture = picture_with_waits(hall.store, settings.branch, hall.console.history, at)
        seq, head = hall.store.head()
        kept = [week.to_json() for week in kept_promises(hall.store, settings.branch, at)]
        journal = {"seq": seq, "head": head.hex()}
        answer({**picture_as_json(settings.branch, picture), "promises": kept, "journal": journal})
    finally:
        hall.close()
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from lobbyconsole.services.upkeep import backups_lacking, check_attachments

    hall = _to_read(options)
    with closing(hall):
        safety = load_settings(hall.folder).safety
        second = safety.second_folder
        report = hall.store.verify(anchors=hall.store.noted_heads(*((Path(second),) if second else ())))
        photos = check_attachments(hall.store)
        lacking = backups_lacking(hall.folder, safety)
    answer(
        {
            "ok": report.ok and photos.ok and not lacking,
            "complete": report.complete,
            "facts": report.rows,
            "head": {"seq": report.head.seq, "hash": report.head.hash.hex()},
            "first_bad_seq": report.first_bad_seq,
            "bad_rows": [asdict(row) for row in report.bad_rows[:100]],
            "bad_row_count": report.bad_row_count,
            "bad_pages": list(report.bad_pages[:100]),
            "differences": [asdict(difference) for difference in report.differences[:100]],
            "difference_count": report.difference_count,
            "facts_of_newer_programs": report.unjudged,
            "noted_heads": report.anchors,
            "attachments": asdict(photos),
            "backups_lacking_attachments": lacking,
        }
    )
    if not report.ok:
        tell(
            f"{report.bad_row_count} rows of the journal and {report.difference_count} rows of the tables are not as"
            f" they were written; {len(report.bad_pages)} pages are damaged"
        )
    if not photos.ok:
        tell(f"{photos.missing_count} attachments are missing and {photos.damaged_count} are damaged")
    if lacking:
        tell("attachments are missing beside these backups: " + ", ".join(lacking))
    return DONE if report.ok and photos.ok and not lacking else DIFFERENT


def _backup(options: argparse.Namespace) -> int:
    from lobbyconsole.store.backup import backup
    from lobbyconsole.store.companions import list_of, read_list

    hall = _existing(options)
    with closing(hall):
        settings = load_settings(hall.folder)
        path = backup(hall.store, options.to or hall.folder / "backups", keep=settings.safety.keep)
    listed = read_list(list_of(path)) or {}
    gone = sorted(name for name, size in listed.items() if size is None)
    if gone:
        tell(f"{len(gone)} attachments are missing or damaged in the hall and so are not in this backup")
    answer(
        {"backup": str(path), "bytes": path.stat().st_size, "attachments": len(listed) - len(gone), "lost": len(gone)}
    )
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from lobbyconsole.services.clock import wall_time
    from lobbyconsole.store.backup import inspect, restore

    folder, key = key_of(options)
    info = inspect(options.file, key)
    with alone(folder):
        done = restore(options.file, folder, key, now=wall_time())
    photos = done.attachments
    if photos.missing:
        tell(
            f"{len(photos.missing)} attachments were neither beside the backup nor in the hall; put the folder"
            " “attachments” beside the backup and restore it once more to have them"
        )
    answer(
        {
            "restored": str(options.file),
            "seq": info.head.seq,
            "last_fact": info.last_at,
            "moved_aside": done.aside,
            "attachments": {"brought_back": photos.came, "there": photos.there, "missing": len(photos.missing)},
        }
    )
    return DONE


def _out(options: argparse.Namespace) -> Path:
    """The file to be written. Refuses the hall's own: one slip of the hand would write over the database."""
    out: Path = options.out
    folder, there = folder_of(options), out.expanduser().resolve()
    if there.is_relative_to(folder) and there.suffix.lower() not in EXPORTS:
        raise Refused(Message("{path} lies among the hall's own files. Choose another place.", {"path": out}))
    return out


def _export(options: argparse.Namespace) -> int:
    out = _out(options)
    hall = _to_read(options)
    try:
        days = hall.store.days()
        first = _day(options.first) if options.first else None
        last = _day(options.last) if options.last else None
        if first is not None and last is not None and first > last:
            raise Refused(Message("--from is after --to: {first} and {last}", {"first": first, "last": last}))
        if options.what == "facts":
            if not hall.store.head()[0]:
                raise Refused(Message("There is nothing to export yet."))
            rows = _write_facts(out, _facts_between(hall, first, last), exercise=is_exercise(hall.store))
        else:
            if not days:
                raise Refused(Message("There is nothing to export yet."))
            # Not day by day through centuries in which nobody came.
            span = max(first or days[0], days[0]), min(last or days[-1], days[-1])
            rows = _write_tickets(out, legs_between(hall.store, *span))
    finally:
        hall.close()
    answer(
        {
            "file": str(out),
            "rows": rows,
            "from": first or next(iter(days), None),
            "to": last or next(iter(days[::-1]), None),
        }
    )
    return DONE


def _facts_between(hall: OpenHall, first: date | None, last: date | None) -> Iterator[Fact]:
    """The facts of these business days in the order of happening; without days all there are, also those of days on
    which nobody came (settings, notes). Never more than a day in memory."""
    branch = load_settings(hall.folder).branch
    start = branch.day_span(first)[0] if first else datetime.min.replace(tzinfo=UTC)
    end = branch.day_span(last)[1] if last else datetime.max.replace(tzinfo=UTC)
    seq = 0
    days: set[date] = set()
    while entries := hall.store.entries_after(seq, PAGE):
        seq = entries[-1].seq
        days.update(entry.fact.at.astimezone(UTC).date() for entry in entries if start <= entry.fact.at < end)
    for day in sorted(days):
        begin = datetime.combine(day, clock_time(), UTC)
        for entry in hall.store.entries(start=max(start, begin), end=min(end, begin + timedelta(days=1))):
            yield entry.fact


def _write_facts(path: Path, facts: Iterable[Fact], *, exercise: bool) -> int:
    from lobbyconsole.domain.staff_facts import StaffPinSet
    from lobbyconsole.store.attached import named_by
    from lobbyconsole.store.codec import encode

    rows = 0
    left: set[str] = set()
    with path.open("wb") as stream:
        for fact in facts:
            if isinstance(fact, StaffPinSet):
                continue  # the hash of a PIN is nobody's business, and worth nothing in another hall
            line = encode(fact)
            stream.write((ingesting.marked(line) if exercise else line) + b"\n")
            rows += 1
            left |= named_by(fact)
    if left:
        tell(f"{len(left)} attachments belong to these facts; they are not in this file, a backup carries them")
    return rows


def _write_tickets(path: Path, legs: Iterator[dict[str, object]]) -> int:
    rows = 0
    # The mark at the start makes office programs read the file as UTF-8.
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer: csv.DictWriter[str] | None = None
        for leg in legs:
            if writer is None:
                writer = csv.DictWriter(stream, fieldnames=list(leg))
                writer.writeheader()
            writer.writerow(leg)
            rows += 1
    return rows


def _create(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    if options.sample and (folder_of(options) / SETTINGS_FILE).exists():
        raise Refused(
            Message(
                "There is a hall in {folder} already; its set-up was not touched. Choose an empty folder.",
                {"folder": folder_of(options)},
            )
        )
    hall = open_or_create(options, told=tell)
    hall.close()
    if options.sample:
        from lobbyconsole.domain.sample import sample_branch

        settings = load_settings(hall.folder)
        branch = sample_branch(options.sector)
        save_settings(hall.folder, Settings(set_up=True, branch=branch, look=settings.look))
    answer({"folder": str(hall.folder), "seconds": round(time.perf_counter() - started, 2)})
    return DONE


def _exercise(options: argparse.Namespace) -> int:
    from lobbyconsole.bootstrap.exercise import make_exercise
    from lobbyconsole.bootstrap.replays import of_day
    from lobbyconsole.config import exercise_feed

    target = options.to.expanduser().resolve()
    try:
        plan = exercise_feed(options.speed, options.start)
    except ValueError:
        tell("--speed is 1 to 600, --start is HH:MM")
        return USAGE
    hall = _to_read(options)
    with closing(hall):
        settings = load_settings(hall.folder)
        days = hall.store.days()
        if not days:
            raise Refused(Message("There is no day to be replayed yet."))
        facts = of_day(hall.store, settings.branch, _day(options.day) if options.day else days[-1])
    number, day = make_exercise(target, passphrase_from(options), settings, facts, plan, tell)
    tell(f"Open it with: lobbyconsole --data-dir {shlex.quote(str(target))}")
    answer({"folder": str(target), "day": day, "facts": number, "speed": plan.speed})
    return DONE


def _screenshot(options: argparse.Namespace) -> int:
    found = re.fullmatch(r"([0-9]{3,5})x([0-9]{3,5})", options.size.lower())
    size = (int(found.group(1)), int(found.group(2))) if found else (0, 0)
    if not (min(size) >= SMALLEST and size[0] <= WIDEST and size[1] <= HIGHEST and 100 <= options.text <= 200):
        tell(
            f"--size is WIDTHxHEIGHT in pixels, each at least {SMALLEST}, at most {WIDEST}x{HIGHEST};"
            " --text is 100 to 200"
        )
        return USAGE
    out = _out(options)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from lobbyconsole.ui.shot import take_shot

    if options.demo:
        hall = open_demo(options.sector, lang=options.lang or "zh")
    else:
        folder, key = key_of(options)
        hall = open_hall(folder, key, feeds=False, upkeep=False, at_journal_end=True)
    with closing(hall):
        settle(hall)
        take_shot(
            hall.console,
            options.screen,
            language=options.lang or "zh",
            theme=options.theme,
            size=size,
            text_scale=options.text,
            out=out,
            sample=options.demo,
        )
    answer({"file": str(out)})
    return DONE


def _report(options: argparse.Namespace) -> int:
    from lobbyconsole.bootstrap.report import form_of, list_reports, write_report

    if options.list:
        answer(list_reports())
        return DONE
    if not options.kind or options.out is None:
        tell("which report, and --out FILE? --list names the reports")
        return USAGE
    out = _out(options)
    form_of(out)
    hall = open_demo(options.sector, lang=options.lang or "zh") if options.demo else _to_read(options)
    with closing(hall):
        settle(hall)
        at = _instant(options.at, hall.console.settings.current) if options.at else None
        day = _day(options.day) if options.day else None
        answer(write_report(hall, options.kind, options.period, day, at, out, options.lang or "zh"))
    return DONE


def _standards(options: argparse.Namespace) -> int:
    from lobbyconsole.bootstrap.standards import take_standards, write_standards

    if options.out is not None:
        out = _out(options)
        with closing(_to_read(options)) as hall:
            answer(write_standards(hall, out, everything=options.all))
        return DONE
    if options.file is None:
        tell("--out FILE writes this branch's standards; FILE takes those of another in")
        return USAGE
    with closing(_to_read(options) if options.look else _existing(options)) as hall:
        pin = partial(_pin, options.pin_file)
        answer(take_standards(hall, options.file, by=options.by, why=options.why, look=options.look, pin=pin))
    return DONE


def _pin(file: Path | None, number: str) -> str:
    """The PIN of who signs: from a file, or asked for at a terminal."""
    if file is not None:
        return first_line(file).strip()
    if not sys.stdin.isatty():
        raise Refused(Message("{number} signs with a PIN: --pin-file FILE.", {"number": number}))
    import getpass

    return getpass.getpass(f"PIN of {number}: ")


def _plans(options: argparse.Namespace) -> int:
    from lobbyconsole.bootstrap.plans import write_plans

    hall = open_demo(options.sector, lang=options.lang or "zh") if options.demo else _existing(options)
    with closing(hall):
        answer(write_plans(hall, options.html, options.pdf, options.plan, options.lang or "zh"))
    return DONE


def _selftest(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from lobbyconsole.bootstrap.selftest import check_all

    results = check_all()
    good = all(result.ok for result in results)
    answer({"ok": good, "checks": [result.as_json() for result in results]})
    for result in results:
        if not result.ok:
            tell(f"{result.name}: {result.words}")
    return DONE if good else DIFFERENT


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "ingest": _ingest,
    "status": _status,
    "verify": _verify,
    "backup": _backup,
    "restore": _restore,
    "export": _export,
    "create": _create,
    "exercise": _exercise,
    "drill": _exercise,  # its name until drills of emergency plans came
    "screenshot": _screenshot,
    "report": _report,
    "plans": _plans,
    "standards": _standards,
    "selftest": _selftest,
}
