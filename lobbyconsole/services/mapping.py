"""A technician's mapping of a foreign file: proposed, tried, judged, and saved as a profile and a source."""

from __future__ import annotations

import lzma
import re
from collections import Counter as Tally
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from lobbyconsole.config import FeedSetting, Settings, asset
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.folder import PreviewRow, QualityReport, quality_report
from lobbyconsole.feeds.guess import guess_profile
from lobbyconsole.feeds.mapping import BadRecord, Mapper, text_of, without_personal_fields
from lobbyconsole.feeds.observe import State, reconcile
from lobbyconsole.feeds.profile import (
    FolderSource,
    Profile,
    ProfileError,
    dump_profile,
    load_profile,
    parse_profile,
)  # fmt: skip
from lobbyconsole.feeds.reading import open_file, pieces_of, raw_records
from lobbyconsole.files import write_whole
from lobbyconsole.services.console import Console

_T = TypeVar("_T")
LEAD = 1_000  # records folded before a preview is shown
SAMPLED = 5_000  # records looked at for the values of a column
MOST_VALUES = 60


class MappingTrouble(Exception):
    """A file or profile that cannot be used; `message` says which, where and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class FileShape:
    """The columns of a file and, of each, its values with their counts, the most frequent first."""

    columns: tuple[str, ...]
    values: Mapping[str, tuple[tuple[str, int], ...]]


def profiles_folder(console: Console) -> Path:
    """Where this hall keeps its own profiles."""
    return console.folder / "profiles"


def known_profiles(console: Console) -> list[Path]:
    """Shipped profiles for files, and those saved in this hall; the latter first."""
    own = sorted(profiles_folder(console).glob("*.toml"))
    shipped = sorted(asset("resources", "profiles").glob("*.toml"))
    return [*own, *(path for path in shipped if _reads_files(path))]


def _reads_files(path: Path) -> bool:
    try:
        return load_profile(path).folder is not None
    except ProfileError:
        return False


def propose(path: Path) -> Profile:
    """A first profile for a file. Raises MappingTrouble."""
    return _in_words(path, lambda: guess_profile(path))


def read_profile(path: Path) -> Profile:
    """A profile for files. Raises MappingTrouble with file, line and reason."""
    profile = _in_words(path, lambda: load_profile(path))
    if profile.folder is None:
        raise MappingTrouble(
            Message(QT_TRANSLATE_NOOP("Messages", "The profile {file} does not read files"), {"file": path.name})
        )
    return profile


def checked(profile: Profile) -> Profile:
    """The profile as it would be read back from its file. Raises MappingTrouble with line and reason."""
    name = f"{profile.name}.toml"
    return _in_words(Path(name), lambda: parse_profile(dump_profile(profile), name))


def shape_of(path: Path, source: FolderSource) -> FileShape:
    """The columns of a file with their values, from its first records. Raises MappingTrouble."""

    def read() -> FileShape:
        tallies: dict[str, Tally[str]] = {}
        for piece in islice(pieces_of(path, source), SAMPLED):
            for name, value in (piece.record or {}).items():
                tallies.setdefault(str(name), Tally())[text_of(value)] += 1
        values = {name: tuple(tally.most_common(MOST_VALUES)) for name, tally in tallies.items()}
        return FileShape(tuple(tallies), values)

    return _in_words(path, read)


def try_out(path: Path, profile: Profile, limit: int = 50) -> list[PreviewRow]:
    """The last records beside their facts; nothing is recorded. Raises MappingTrouble.

    Like feeds.folder.preview, but of a long file only the last LEAD records are folded before those that are shown, so
    that every change of the mapping is answered at once. Their facts may then lack what an earlier row would have told.
    """
    source = profile.folder or FolderSource()

    def read() -> list[PreviewRow]:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        offset, line = _near_end(path, source)
        mapper, state, shown = Mapper(profile), State(), deque[PreviewRow](maxlen=limit)
        for piece in pieces_of(path, source, offset, line):
            raw = without_personal_fields(piece.record or {})
            bad = piece.bad.reason if piece.bad is not None else None
            seen = None
            try:
                if piece.record is not None:
                    record = {**piece.record, "@file": path.name, "@line": piece.line}
                    seen = mapper.map(record, line=piece.line, now=written)
            except BadRecord as error:
                bad = error.message
            state, facts = reconcile(
                state, [seen] if seen else [], None, profile=profile, source="-", complete=False, live=False
            )
            raw = raw or {"": piece.bad.text if piece.bad is not None else ""}
            shown.append(PreviewRow(piece.line, raw, tuple(facts), ignored=seen is None and bad is None, bad=bad))
        return list(shown)

    return _in_words(path, read)


def _near_end(path: Path, source: FolderSource) -> tuple[int, int]:
    """Where to begin reading: (offset, lines before it), LEAD records before the end of a long file."""
    places: deque[tuple[int, int]] = deque(maxlen=LEAD + 1)
    line = 0
    with open_file(path) as stream:
        for end, raw in raw_records(stream, 0, source.format == "csv", True):
            line += max(1, raw.count(b"\n"))
            places.append((end, line))
    return places[0] if len(places) > LEAD else (0, 0)


def judge(path: Path, profile: Profile) -> QualityReport:
    """What the whole file would give; nothing is recorded. Raises MappingTrouble."""
    return _in_words(path, lambda: quality_report(path, profile))


def save_profile(folder: Path, profile: Profile) -> Path:
    """Write the profile whole or not at all into `folder`/NAME.toml. Raises MappingTrouble, OSError."""
    text = dump_profile(checked(profile))
    path = folder / f"{profile.name}.toml"
    write_whole(path, text.encode())
    return path


def feed_name(text: str) -> str:
    """A name the settings take for a source, from any words."""
    name = re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")[:31]
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) and name != "desk" else f"file_{name}".rstrip("_")[:31]


def with_folder_feed(settings: Settings, name: str, profile: Path, folder: Path, lost_after_s: float) -> Settings:
    """The settings with this watched folder added, or in the place of the source of that name."""
    made = FeedSetting(
        name=name,
        kind="folder",
        profile=str(profile),
        address=str(folder),
        lost_after_s=int(min(600, max(5, lost_after_s))),
    )
    others = [made if feed.name == name else feed for feed in settings.feeds]
    feeds = others if any(feed.name == name for feed in settings.feeds) else [*others, made]
    return msgspec.structs.replace(settings, feeds=tuple(feeds))


def _in_words(path: Path, work: Callable[[], _T]) -> _T:
    try:
        return work()
    except ProfileError as error:
        raise MappingTrouble(error.message) from error
    except (OSError, EOFError, lzma.LZMAError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = QT_TRANSLATE_NOOP("Messages", "The file {file} cannot be read: {reason}")
        raise MappingTrouble(Message(text, {"file": path.name, "reason": reason})) from error
