"""The command line: reads the arguments, and hands over to bootstrap (window) or cli (everything without a window)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

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


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir", type=Path, metavar="FOLDER", help="folder of the hall (default: this user's)")
    common.add_argument("--passphrase-file", type=Path, metavar="FILE", help="file holding the passphrase")
    parser = argparse.ArgumentParser(
        prog="lobbyconsole",
        description="Floor-manager console for bank branches and telecom halls. Without a command it opens the window.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"lobbyconsole {__version__}")
    parser.add_argument("--demo", action="store_true", help="open a sample branch, its day running; nothing is kept")
    parser.add_argument("--sector", choices=("bank", "telecom"), default="bank", help="kind of the sample branch")
    parser.add_argument("--selftest", action="store_true", help="check this installation without a window, then exit")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of this start, whatever the settings say")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands without a window")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=text, description=text, parents=[common], epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip

    ingest = command("ingest", "read facts (.jsonl) or a vendor's export into the journal")
    ingest.add_argument("file", type=Path)
    ingest.add_argument("--profile", help="for vendor exports: a shipped profile (fqm, warsaw ...) or a file")
    ingest.add_argument("--source", help="name of the queue source in the journal (default: the profile's name)")
    ingest.add_argument("--speed", type=float, metavar="N", help="replay N times as fast as it was (default: at once)")
    ingest.add_argument("--report", action="store_true", help="only say what the file holds and what is wrong with it")
    status = command("status", "the live picture at the end of the journal, or at a time")
    status.add_argument("--json", action="store_true", help="JSON (the default form)")
    status.add_argument("--at", metavar="TIME", help="ISO time; without a zone it is the hall's")
    command("verify", "check the journal's chain and compare all tables with a refold")
    backup = command("backup", "write a verified backup")
    backup.add_argument("--to", type=Path, metavar="FOLDER", help="folder (default: backups in the data folder)")
    restore = command("restore", "put a backup in place of the database, which is moved aside")
    restore.add_argument("file", type=Path)
    restore.add_argument("--recovery-key-file", type=Path, metavar="FILE", help="for another computer's backup")
    export = command("export", "write facts or tickets to a file")
    export.add_argument("--what", choices=("facts", "tickets"), default="facts")
    export.add_argument("--from", dest="first", metavar="DAY", help="first business day, YYYY-MM-DD")
    export.add_argument("--to", dest="last", metavar="DAY", help="last business day, YYYY-MM-DD")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=".jsonl for facts, .csv for tickets")
    shot = command("screenshot", "paint a real screen into a PNG file")
    shot.add_argument("--demo", action="store_true", help="of the sample branch")
    shot.add_argument("--sector", choices=("bank", "telecom"), default="bank")
    shot.add_argument("--screen", default="floor", metavar="NAME")
    shot.add_argument("--lang", choices=("zh", "en"), default="zh")
    shot.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")
    shot.add_argument("--size", default="1440x900", metavar="WxH")
    shot.add_argument("--text", type=int, default=100, metavar="PERCENT", help="text size, 100 to 200")
    shot.add_argument("--out", type=Path, required=True, metavar="FILE")
    create = command("create", "make a data folder with its key and the sample or default set-up, without asking")
    create.add_argument("--sample", action="store_true", help="with the sample branch's services and counters")
    create.add_argument("--sector", choices=("bank", "telecom"), default="bank")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code documented in --help."""
    options = _parser().parse_args(argv)
    if options.selftest:
        options.command = "selftest"
    if options.command:
        from lobbyconsole.cli import run_command

        return run_command(options)
    from lobbyconsole.bootstrap.window import run_window

    return run_window(options)


if __name__ == "__main__":
    sys.exit(main())
