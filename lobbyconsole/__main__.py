"""The command line: reads the arguments, and hands over to bootstrap (window) or cli (everything without a window)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lobbyconsole import __version__

EXIT_CODES = """\
exit codes:
  0  done
  1  a defect of the program (please report it)
  2  the command line is wrong
  3  what was asked cannot be done: bad file, unknown name, nothing there
  4  storage trouble: disk full, database locked, damaged or newer than the program
  5  the key is missing or wrong (keyring, passphrase, recovery key)
  6  verify found differences, or the self-test failed

Words go to standard error, JSON to standard output. Without a keyring on the computer give the passphrase in a file
(--passphrase-file) or in the environment variable LOBBYCONSOLE_PASSPHRASE.
"""


def _common(**kept: Any) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, **kept)
    common.add_argument("--data-dir", type=Path, metavar="FOLDER", help="folder of the hall (default: this user's)")
    common.add_argument("--passphrase-file", type=Path, metavar="FILE", help="file holding the passphrase")
    return common


def _window() -> argparse.ArgumentParser:
    """The options without a command, which mean the window."""
    window = argparse.ArgumentParser(add_help=False, exit_on_error=False, parents=[_common()])
    window.add_argument("--demo", action="store_true", help="open a sample branch, its day running; nothing is kept")
    window.add_argument("--sector", choices=("bank", "telecom"), default="bank", help="kind of the sample branch")
    window.add_argument("--selftest", action="store_true", help="check this installation without a window, then exit")
    window.add_argument("--lang", choices=("zh", "en"), help="language of this start, whatever the settings say")
    window.set_defaults(command=None)
    return window


def _parser() -> argparse.ArgumentParser:
    # A command's own default would take the place of what stood before the command: --data-dir X restore FILE.
    common = _common(argument_default=argparse.SUPPRESS)
    parser = argparse.ArgumentParser(
        prog="lobbyconsole",
        description="Floor-manager console for bank branches and telecom halls. Without a command it opens the window.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_window()],
    )
    parser.add_argument("--version", action="version", version=f"lobbyconsole {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands without a window")

    def command(name: str, text: str, *former: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, aliases=former, help=text, description=text, parents=[common], epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip

    ingest = command("ingest", "read facts (.jsonl) or a vendor's export into the journal")
    ingest.add_argument("file", type=Path)
    ingest.add_argument("--profile", help="for vendor exports: a shipped profile (fqm, warsaw ...) or a file")
    ingest.add_argument("--source", help="name of the queue source in the journal (default: the profile's name)")
    ingest.add_argument(
        "--speed",
        type=float,
        metavar="N",
        help="book them N times as fast as they were (default: at once)",
    )
    ingest.add_argument("--report", action="store_true", help="only say what the file holds and what is wrong with it")
    status = command("status", "the live picture with expected waits, at the end of the journal or at a time")
    status.add_argument("--json", action="store_true", help="JSON (the default form)")
    status.add_argument(
        "--at", metavar="TIME", help="ISO time; without a zone it is the hall's (default: the last fact)"
    )
    command("verify", "check the journal's chain, compare all tables with a refold, and open every attachment")
    backup = command(
        "backup", "write a verified backup, with the attachments its facts refer to in the folder beside it"
    )
    backup.add_argument("--to", type=Path, metavar="FOLDER", help="folder (default: backups in the data folder)")
    restore = command(
        "restore", "put a backup in place of the database, which is moved aside, and bring attachments back"
    )
    restore.add_argument("file", type=Path)
    restore.add_argument("--recovery-key-file", type=Path, metavar="FILE", help="for another computer's backup")
    export = command("export", "write facts or tickets to a file")
    export.add_argument("--what", choices=("facts", "tickets"), default="facts")
    export.add_argument("--from", dest="first", metavar="DAY", help="first business day, YYYY-MM-DD")
    export.add_argument("--to", dest="last", metavar="DAY", help="last business day, YYYY-MM-DD")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=".jsonl for facts, .csv for tickets")
    shot = command("screenshot", "paint a real screen into a PNG file")
    unsaid: dict[str, Any] = {"default": argparse.SUPPRESS}
    shot.add_argument("--demo", action="store_true", help="of the sample branch", **unsaid)
    shot.add_argument("--sector", choices=("bank", "telecom"), **unsaid)
    shot.add_argument(
        "--screen", default="floor", metavar="NAME",
        help="default: floor; an unknown name lists them; with --demo also states of an emergency, e.g. walkthrough",
    )  # fmt: skip
    shot.add_argument("--lang", choices=("zh", "en"), help="language (default: zh)", **unsaid)
    shot.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")
    shot.add_argument("--size", default="1440x900", metavar="WxH")
    shot.add_argument("--text", type=int, default=100, metavar="PERCENT", help="text size, 100 to 200")
    shot.add_argument("--out", type=Path, required=True, metavar="FILE")
    report = command("report", "write a report (key figures, waiting, rounds ...) of a day, week or month into a file")
    report.add_argument("kind", nargs="?", metavar="REPORT", help="which one; see --list")
    report.add_argument("--list", action="store_true", help="name the reports there are")
    report.add_argument("--period", choices=("day", "week", "month"), default="day")
    report.add_argument("--day", metavar="DAY", help="a business day of the period (default: the last with customers)")
    report.add_argument("--at", metavar="TIME", help="as made at that instant (default: now)")
    report.add_argument("--lang", choices=("zh", "en"), help="language (default: zh)", **unsaid)
    report.add_argument("--demo", action="store_true", help="of the sample branch", **unsaid)
    report.add_argument("--sector", choices=("bank", "telecom"), **unsaid)
    report.add_argument("--out", type=Path, metavar="FILE", help="ending in .csv, .xlsx, .json or .pdf")
    standards = command("standards", "write the branch's checklists, plans and so on into one file, or take one in")
    standards.add_argument("file", type=Path, nargs="?", help="take it in: what is new or changed is proposed")
    standards.add_argument("--look", action="store_true", help="only say what the file would bring")
    standards.add_argument("--by", default="", metavar="STAFF", help="staff number of who takes it in")
    standards.add_argument("--why", default="", metavar="TEXT", help="why it is taken in")
    standards.add_argument("--pin-file", type=Path, metavar="FILE", help="file holding their PIN (default: asked for)")
    standards.add_argument("--out", type=Path, metavar="FILE", help="write what this branch changed or added")
    standards.add_argument("--all", action="store_true", help="with --out: all that is in force")
    plans = command("plans", "write the emergency plans into files, and say which printed ones are out of date")
    plans.add_argument("--html", type=Path, metavar="FILE", help="all plans as one file for a phone or another PC")
    plans.add_argument(
        "--pdf", type=Path, metavar="FOLDER", help="one-page plans, role cards and the phone sheet; counts as printed"
    )
    plans.add_argument("--plan", default="", metavar="ID", help="with --pdf: only this plan")
    plans.add_argument("--lang", choices=("zh", "en"), help="language of the PDF files (default: zh)", **unsaid)
    plans.add_argument("--demo", action="store_true", help="of the sample branch", **unsaid)
    plans.add_argument("--sector", choices=("bank", "telecom"), **unsaid)
    create = command("create", "make a data folder with its key and the sample or default set-up, without asking")
    create.add_argument("--sample", action="store_true", help="with the sample branch's services and counters")
    create.add_argument("--sector", choices=("bank", "telecom"), **unsaid)
    exercise = command(
        "exercise", "make an exercise hall that replays a day of this hall; the hall itself is only read", "drill"
    )
    exercise.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="empty folder of the exercise hall")
    exercise.add_argument("--day", metavar="DAY", help="business day, YYYY-MM-DD (default: the last one)")
    exercise.add_argument("--speed", type=int, default=1, metavar="N", help="N times as fast as it was (1 to 600)")
    exercise.add_argument(
        "--start", default="", metavar="HH:MM", help="time of day to begin at (default: first customer)"
    )
    return parser


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments, understood. The parsers of all commands cost a window 8 ms: they are made only when needed."""
    try:
        options, others = _window().parse_known_args(argv)
    except argparse.ArgumentError:
        return _parser().parse_args(argv)  # which says it in full and ends the program
    return _parser().parse_args(argv) if others else options


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code documented in --help."""
    options = _options(argv)
    if options.selftest:
        options.command = "selftest"
    if options.command:
        from lobbyconsole.cli import run_command

        return run_command(options)
    from lobbyconsole.bootstrap.window import run_window

    return run_window(options)


if __name__ == "__main__":
    sys.exit(main())
