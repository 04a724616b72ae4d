"""The console without a window: ingest, status, verify, backup, screenshot ... JSON out, words to standard error."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lobbyconsole.bootstrap.hall import OpenHall, closing, key_of, open_demo, open_hall, open_or_create, settle
from lobbyconsole.config import Settings, SettingsError, load_settings, save_settings
from lobbyconsole.credentials import CredentialError
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services import ingest as ingesting
from lobbyconsole.services.status import picture_as_json
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.errors import StorageError
from lobbyconsole.store.export import legs_between

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
    except OSError as error:
        tell(f"{error.filename or ''}: {error.strerror or error}")
        return REFUSED
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        tell("stopped")
        return REFUSED


def _instant(text: str, settings: Settings) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(Message("{text} is not a time; write it like 2026-11-21T10:42", {"text": text})) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=settings.branch.tz)


def _day(text: str | None, otherwise: date) -> date:
    if text is None:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(Message("{text} is not a day; write it like 2026-11-21", {"text": text})) from None


def _existing(options: argparse.Namespace) -> OpenHall:
    folder, key = key_of(options)
    return open_hall(folder, key, feeds=False, upkeep=False)


def _ingest(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise Refused(Message("There is no file {path}.", {"path": options.file}))
    if options.report:
        answer(ingesting.report(options.file, options.profile))
        return DONE
    hall = open_or_create(options, told=tell)
    try:
        source = ingesting.open_source(options.file, options.profile, options.source)
        result = ingesting.ingest(hall.console, source, speed=options.speed, told=tell)
    finally:
        hall.close()
    answer(result)
    return DONE


def _status(options: argparse.Namespace) -> int:
    hall = _existing(options)
    try:
        settings = load_settings(hall.folder)
        last = DeskMemory(hall.store).last_happened_at()
        at = _instant(options.at, settings) if options.at else last
        if at is None:
            tell("the journal is empty")
            answer({"at": None, "journal": {"seq": 0}})
            return DONE
        picture = hall.console.history.picture_at(at)
        seq, head = hall.store.head()
        answer({**picture_as_json(settings.branch, picture), "journal": {"seq": seq, "head": head.hex()}})
    finally:
        hall.close()
    return DONE


def _verify(options: argparse.Namespace) -> int:
    hall = _existing(options)
    with closing(hall):
        report = hall.store.verify()
    answer(
        {
            "ok": report.ok,
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
        }
    )
    if not report.ok:
        tell(
            f"{report.bad_row_count} rows of the journal and {report.difference_count} rows of the tables are not as"
            f" they were written; {len(report.bad_pages)} pages are damaged"
        )
    return DONE if report.ok else DIFFERENT


def _backup(options: argparse.Namespace) -> int:
    from lobbyconsole.store.backup import backup

    hall = _existing(options)
    with closing(hall):
        settings = load_settings(hall.folder)
        path = backup(hall.store, options.to or hall.folder / "backups", keep=settings.safety.keep)
    answer({"backup": str(path), "bytes": path.stat().st_size})
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from lobbyconsole.services.clock import wall_time
    from lobbyconsole.store.backup import inspect, restore

    folder, key = key_of(options)
    info = inspect(options.file, key)
    aside = restore(options.file, folder, key, now=wall_time())
    answer({"restored": str(options.file), "seq": info.head.seq, "last_fact": info.last_at, "moved_aside": aside})
    return DONE


def _export(options: argparse.Namespace) -> int:
    hall = _existing(options)
    try:
        days = hall.store.days()
        if not days:
            raise Refused(Message("There is nothing to export yet."))
        first, last = _day(options.first, days[0]), _day(options.last, days[-1])
        settings = load_settings(hall.folder)
        start, end = settings.branch.day_span(first)[0], settings.branch.day_span(last)[1]
        rows = (
            _write_facts(options.out, (entry.fact for entry in hall.store.entries(start=start, end=end)))
            if options.what == "facts"
            else _write_tickets(options.out, legs_between(hall.store, first, last))
        )
    finally:
        hall.close()
    answer({"file": str(options.out), "rows": rows, "from": first, "to": last})
    return DONE


def _write_facts(path: Path, facts: Iterable[Fact]) -> int:
    from lobbyconsole.store.codec import encode

    rows = 0
    with path.open("wb") as stream:
        for fact in facts:
            stream.write(encode(fact) + b"\n")
            rows += 1
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
    hall = open_or_create(options, told=tell)
    hall.close()
    if options.sample:
        from lobbyconsole.domain.sample import sample_branch

        settings = load_settings(hall.folder)
        branch = sample_branch(options.sector)
        save_settings(hall.folder, Settings(set_up=True, branch=branch, look=settings.look))
    answer({"folder": str(hall.folder), "seconds": round(time.perf_counter() - started, 2)})
    return DONE


def _screenshot(options: argparse.Namespace) -> int:
    width, _, height = options.size.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 100 <= options.text <= 200):
        raise Refused(Message("--size is WIDTHxHEIGHT in pixels, --text is 100 to 200"))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from lobbyconsole.ui.shot import take_shot

    if options.demo:
        hall = open_demo(options.sector)
    else:
        folder, key = key_of(options)
        hall = open_hall(folder, key, feeds=False, upkeep=False, at_journal_end=True)
    with closing(hall):
        settle(hall)
        take_shot(
            hall.console,
            options.screen,
            language=options.lang,
            theme=options.theme,
            size=(int(width), int(height)),
            text_scale=options.text,
            out=options.out,
        )
    answer({"file": str(options.out)})
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
    "screenshot": _screenshot,
    "selftest": _selftest,
}
