"""Settings: one frozen, validated model in one JSON file; data folders; assets in the source tree or when frozen.

A field's `title` and `description` are what the settings screen shows; the form is generated from this model.
"""

# Not `from __future__ import annotations`: what msgspec reads would be compiled from text at its first decoding, and
# that is at the start.

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.domain.workdays import parse_own_days
from lobbyconsole.files import write_whole

SETTINGS_FILE = "settings.json"


class SettingsError(Exception):
    """The settings file cannot be read or is not valid; `message` says where and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the console looks and sounds."""

    language: Annotated[
        Literal["system", "zh", "en"],
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Language"),
            description=QT_TRANSLATE_NOOP("Settings", "Changes at once."),
        ),
    ] = "system"
    theme: Annotated[
        Literal["system", "light", "dark", "contrast"],
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Theme"),
            description=QT_TRANSLATE_NOOP("Settings", "System follows the desktop."),
        ),
    ] = "system"
    text_scale: Annotated[
        int,
        Meta(
            ge=100,
            le=200,
            title=QT_TRANSLATE_NOOP("Settings", "Text size (%)"),
            description=QT_TRANSLATE_NOOP("Settings", "100 to 200 percent, for screens read from afar."),
        ),
    ] = 100
    sound: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Sound for “act now”"),
            description=QT_TRANSLATE_NOOP("Settings", "One short tone when a customer has waited too long."),
        ),
    ] = True


class Voice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Spoken calls."""

    enabled: Annotated[bool, Meta(title=QT_TRANSLATE_NOOP("Settings", "Speak calls"))] = True
    languages: Annotated[
        tuple[Literal["zh", "en"], ...],
        Meta(
            min_length=1,
            title=QT_TRANSLATE_NOOP("Settings", "Languages of a call"),
            description=QT_TRANSLATE_NOOP("Settings", "Spoken one after the other."),
        ),
    ] = ("zh",)
    repeats: Annotated[int, Meta(ge=1, le=3, title=QT_TRANSLATE_NOOP("Settings", "Times a call is spoken"))] = 2
    engine: Annotated[
        Literal["clips", "system"],
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Voice"),
            description=QT_TRANSLATE_NOOP("Settings", "Bundled recordings, or the voice of this computer."),
        ),
    ] = "clips"
    one_as_yao: Annotated[bool, Meta(title=QT_TRANSLATE_NOOP("Settings", "Say 幺 for 1"))] = False
    quiet_from: Annotated[
        str,
        Meta(
            pattern="^(|([01][0-9]|2[0-3]):[0-5][0-9])$",
            title=QT_TRANSLATE_NOOP("Settings", "Quiet from"),
            description=QT_TRANSLATE_NOOP("Settings", "HH:MM; empty: never quiet."),
        ),
    ] = ""
    quiet_to: Annotated[
        str,
        Meta(pattern="^(|([01][0-9]|2[0-3]):[0-5][0-9])$", title=QT_TRANSLATE_NOOP("Settings", "Quiet until")),
    ] = ""
    device: Annotated[
        str,
        Meta(
            max_length=100,
            title=QT_TRANSLATE_NOOP("Settings", "Sound device"),
            description=QT_TRANSLATE_NOOP("Settings", "Empty: the computer's usual one."),
        ),
    ] = ""
    volume: Annotated[int, Meta(ge=0, le=100, title=QT_TRANSLATE_NOOP("Settings", "Volume (%)"))] = 80


class Printing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ticket slips."""

    printer: Annotated[
        Literal["none", "escpos_network", "escpos_device", "system"],
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Ticket printer"),
            description=QT_TRANSLATE_NOOP("Settings", "None: the number is told or written by hand."),
        ),
    ] = "none"
    address: Annotated[
        str,
        Meta(
            max_length=200,
            title=QT_TRANSLATE_NOOP("Settings", "Printer address"),
            description=QT_TRANSLATE_NOOP("Settings", "Host or host:port, device file, or the system printer's name."),
        ),
    ] = ""
    encoding: Annotated[
        Literal["gb18030", "utf-8", "bitmap"],
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "How Chinese is sent"),
            description=QT_TRANSLATE_NOOP("Settings", "Bitmap works on every model, a little slower."),
        ),
    ] = "bitmap"
    required: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "A ticket needs its slip"),
            description=QT_TRANSLATE_NOOP("Settings", "Not printed: it stands aside until you decide."),
        ),
    ] = True
    paper_mm: Annotated[Literal[58, 80], Meta(title=QT_TRANSLATE_NOOP("Settings", "Paper width (mm)"))] = 80


class WallDisplay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The display customers look at."""

    enabled: Annotated[bool, Meta(title=QT_TRANSLATE_NOOP("Settings", "Show the wall display"))] = False
    screen: Annotated[
        str,
        Meta(
            max_length=200,
            title=QT_TRANSLATE_NOOP("Settings", "Monitor"),
            description=QT_TRANSLATE_NOOP("Settings", "Name of the monitor; empty: the second one."),
        ),
    ] = ""
    show_wait: Annotated[bool, Meta(title=QT_TRANSLATE_NOOP("Settings", "Show the expected wait"))] = True


class Door(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A network door of this console. Closed until switched on; this computer only, unless the network is ticked."""

    enabled: Annotated[bool, Meta(title=QT_TRANSLATE_NOOP("Settings", "Open"))] = False
    network: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Reachable from the local network"),
            description=QT_TRANSLATE_NOOP("Settings", "Otherwise from this computer only."),
        ),
    ] = False
    port: Annotated[int, Meta(ge=1024, le=65535, title=QT_TRANSLATE_NOOP("Settings", "Port"))] = 8471


class Callers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keypads of the counters on a serial line (RS-485), for halls without a queue server. Off until switched on."""

    enabled: Annotated[bool, Meta(title=QT_TRANSLATE_NOOP("Settings", "In use"))] = False
    port: Annotated[
        str,
        Meta(
            max_length=200,
            title=QT_TRANSLATE_NOOP("Settings", "Serial port"),
            description=QT_TRANSLATE_NOOP(
                "Settings", "COM3, /dev/ttyUSB0, /dev/serial/by-id/…, or a USB adapter as VID:PID or VID:PID:serial."
            ),
        ),
    ] = ""
    baud: Annotated[
        Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200],
        Meta(title=QT_TRANSLATE_NOOP("Settings", "Baud rate")),
    ] = 9600
    addresses: Annotated[
        str,
        Meta(
            max_length=2_000,
            title=QT_TRANSLATE_NOOP("Settings", "Addresses and counters"),
            description=QT_TRANSLATE_NOOP("Settings", "Address=counter, e.g. 1=1, 2=2, 17=5. Learn them below."),
        ),
    ] = ""
    once_ms: Annotated[
        int,
        Meta(
            ge=100,
            le=3000,
            title=QT_TRANSLATE_NOOP("Settings", "Same key counts once within (ms)"),
            description=QT_TRANSLATE_NOOP("Settings", "Longer when a caller repeats its key by itself."),
        ),
    ] = 300
    tone: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Tone when a key cannot be done"),
            description=QT_TRANSLATE_NOOP("Settings", "Also when nobody waits."),
        ),
    ] = True

    def __post_init__(self) -> None:
        parse_addresses(self.addresses)

    def counters(self) -> dict[int, str]:
        """Which counter stands behind an address."""
        return parse_addresses(self.addresses)


def parse_addresses(text: str) -> dict[int, str]:
    """Address to counter, from what a person wrote. Chinese signs count too. Raises ValueError."""
    found: dict[int, str] = {}
    for part in filter(None, re.split(r"[,，、;；\s]+", re.sub(r"\s*[=＝]\s*", "=", text.strip()))):
        match = re.fullmatch(r"(\d{1,3})=([^=]{1,20})", part)
        if match is None or int(match[1]) > 255:
            raise ValueError("write address=counter, the address from 0 to 255")
        if int(match[1]) in found:
            raise ValueError("two counters share an address")
        found[int(match[1])] = match[2]
    return found


def addresses_text(counters: Mapping[int, str]) -> str:
    """The same as a person writes it, in the order of the addresses."""
    return ", ".join(f"{address}={counters[address]}" for address in sorted(counters))


ONLY_REPLAY = {"kinds": ("replay",)}  # of a field: the form shows it for these kinds only


class FeedSetting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One queue source of this branch. Passwords and tokens are in the keyring under the feed's name."""

    name: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,30}$", title=QT_TRANSLATE_NOOP("Settings", "Name"))]
    kind: Annotated[
        Literal["sql", "folder", "webhook", "push", "mqtt", "simulator", "replay"],
        Meta(title=QT_TRANSLATE_NOOP("Settings", "Kind")),
    ]
    profile: Annotated[
        str,
        Meta(
            max_length=400,
            title=QT_TRANSLATE_NOOP("Settings", "Profile"),
            description=QT_TRANSLATE_NOOP("Settings", "Name of a shipped profile, or the path of a profile file."),
        ),
    ] = ""
    address: Annotated[
        str,
        Meta(
            max_length=400,
            title=QT_TRANSLATE_NOOP("Settings", "Address"),
            description=QT_TRANSLATE_NOOP(
                "Settings",
                "Database or web address without password, folder, broker (mqtt://host); for a replay a day"
                " (2026-11-20) or a file of facts.",
            ),
        ),
    ] = ""
    speed: Annotated[
        int,
        Meta(
            ge=1,
            le=600,
            title=QT_TRANSLATE_NOOP("Settings", "Speed"),
            description=QT_TRANSLATE_NOOP(
                "Settings",
                "1: as fast as it was, 10: ten times as fast. A replay plays in an exercise hall only, never among real"
                " customers.",
            ),
            extra=ONLY_REPLAY,
        ),
    ] = 1
    start_at: Annotated[
        str,
        Meta(
            pattern="^(|([01][0-9]|2[0-3]):[0-5][0-9])$",
            title=QT_TRANSLATE_NOOP("Settings", "Begins at"),
            description=QT_TRANSLATE_NOOP(
                "Settings", "HH:MM of the recorded day; what was before is there at once. Empty: its first customer."
            ),
            extra=ONLY_REPLAY,
        ),
    ] = ""
    enabled: Annotated[bool, Meta(title=QT_TRANSLATE_NOOP("Settings", "In use"))] = True
    lost_after_s: Annotated[int, Meta(ge=5, le=600, title=QT_TRANSLATE_NOOP("Settings", "Lost after (s)"))] = 15


def exercise_feed(speed: int, start_at: str) -> FeedSetting:
    """The only source of an exercise hall, its recording still to be named. Raises ValueError."""
    return msgspec.convert(
        {"name": "replay", "kind": "replay", "speed": speed, "start_at": start_at, "lost_after_s": 60}, FeedSetting
    )


class Safety(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Backups."""

    backup_at: Annotated[
        str,
        Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", title=QT_TRANSLATE_NOOP("Settings", "Nightly backup at")),
    ] = "19:30"
    keep: Annotated[int, Meta(ge=2, le=400, title=QT_TRANSLATE_NOOP("Settings", "Backups kept"))] = 14
    second_folder: Annotated[
        str,
        Meta(
            max_length=400,
            title=QT_TRANSLATE_NOOP("Settings", "Second backup folder"),
            description=QT_TRANSLATE_NOOP("Settings", "A share or a stick; empty: none."),
        ),
    ] = ""


class Incidents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What incidents owe: reports in time, and video before the recorder writes over it."""

    first_major_min: Annotated[
        int,
        Meta(
            ge=1,
            le=600,
            title=QT_TRANSLATE_NOOP("Settings", "First report of grades I and II within (min)"),
            description=QT_TRANSLATE_NOOP("Settings", "A plan may ask for it sooner."),
        ),
    ] = 10
    first_minor_min: Annotated[
        int, Meta(ge=1, le=2880, title=QT_TRANSLATE_NOOP("Settings", "First report of grades III and IV within (min)"))
    ] = 30
    written_hours: Annotated[
        int, Meta(ge=1, le=240, title=QT_TRANSLATE_NOOP("Settings", "Written report of grades I and II within (hours)"))
    ] = 12
    final_hours: Annotated[
        int, Meta(ge=1, le=720, title=QT_TRANSLATE_NOOP("Settings", "Final report after the end within (hours)"))
    ] = 72
    recorder_days: Annotated[
        int,
        Meta(
            ge=1,
            le=400,
            title=QT_TRANSLATE_NOOP("Settings", "Days the video recorder keeps"),
            description=QT_TRANSLATE_NOOP("Settings", "A reminder comes before it writes over an incident."),
        ),
    ] = 30
    cameras: Annotated[
        str,
        Meta(
            max_length=2000,
            title=QT_TRANSLATE_NOOP("Settings", "Cameras"),
            description=QT_TRANSLATE_NOOP(
                "Settings", "Parted by semicolons, with the zone behind @, e.g. Camera 3@waiting; empty: by zone."
            ),
        ),
    ] = ""


class WorkingCalendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which days are working days. Weekdays follow the opening hours."""

    rests_on_holidays: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Settings", "Closed on public holidays"),
            description=QT_TRANSLATE_NOOP("Settings", "Shifted workdays count as open."),
        ),
    ] = True
    own_days: Annotated[
        str,
        Meta(
            max_length=4000,
            title=QT_TRANSLATE_NOOP("Settings", "The branch's own days"),
            description=QT_TRANSLATE_NOOP(
                "Settings", "Parted by semicolons, e.g. 2026-11-21 open stock-taking; 2026-12-01 closed moving."
            ),
        ),
    ] = ""

    def __post_init__(self) -> None:
        parse_own_days(self.own_days)  # raises ValueError, which the form says


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a branch can change."""

    version: int = 1
    set_up: bool = False
    branch: Branch = msgspec.field(default_factory=Branch)
    look: Annotated[Look, Meta(title=QT_TRANSLATE_NOOP("Settings", "Look and sound"))] = Look()
    voice: Annotated[Voice, Meta(title=QT_TRANSLATE_NOOP("Settings", "Spoken calls"))] = Voice()
    printing: Annotated[Printing, Meta(title=QT_TRANSLATE_NOOP("Settings", "Ticket slips"))] = Printing()
    wall: Annotated[WallDisplay, Meta(title=QT_TRANSLATE_NOOP("Settings", "Wall display"))] = WallDisplay()
    call_pad: Annotated[Door, Meta(title=QT_TRANSLATE_NOOP("Settings", "Call pads of the counters"))] = Door(port=8471)
    callers: Annotated[Callers, Meta(title=QT_TRANSLATE_NOOP("Settings", "Serial callers"))] = Callers()
    webhook: Annotated[Door, Meta(title=QT_TRANSLATE_NOOP("Settings", "Webhook for queue systems"))] = Door(port=8472)
    feeds: Annotated[tuple[FeedSetting, ...], Meta(title=QT_TRANSLATE_NOOP("Settings", "Queue sources"))] = ()
    calendar: Annotated[WorkingCalendar, Meta(title=QT_TRANSLATE_NOOP("Settings", "Working calendar"))] = (
        WorkingCalendar()
    )
    incidents: Annotated[Incidents, Meta(title=QT_TRANSLATE_NOOP("Settings", "Incidents"))] = Incidents()
    safety: Annotated[Safety, Meta(title=QT_TRANSLATE_NOOP("Settings", "Backup"))] = Safety()

    def __post_init__(self) -> None:
        names = [feed.name for feed in self.feeds]
        if len(set(names)) != len(names):
            raise ValueError("two queue sources share a name")
        if "desk" in names:
            raise ValueError("the name desk belongs to the own desk")
        if self.call_pad.enabled and self.webhook.enabled and self.call_pad.port == self.webhook.port:
            raise ValueError("call pads and webhook need different ports")


def load_settings(folder: Path) -> Settings:
    """Settings of a data folder; defaults when there is no file yet. Raises SettingsError for a bad file."""
    path = folder / SETTINGS_FILE
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(
            Message(
                QT_TRANSLATE_NOOP("Messages", "The settings file {path} cannot be read: {reason}"),
                {"path": path, "reason": error.strerror or error},
            )
        ) from error
    try:
        return msgspec.json.decode(raw, type=Settings)
    except (msgspec.DecodeError, KeyError, ValueError, OSError, RecursionError) as error:
        # OSError: a zone that names a folder of the zone files, such as "Asia".
        raise SettingsError(
            Message(
                QT_TRANSLATE_NOOP("Messages", "The settings file {path} is not valid: {reason}"),
                {"path": path, "reason": error},
            )
        ) from error


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the settings whole or not at all. Raises OSError when the folder cannot be written."""
    write_whole(folder / SETTINGS_FILE, msgspec.json.format(msgspec.json.encode(settings), indent=2))


def changed_settings(old: Settings, new: Settings) -> tuple[tuple[str, str, str], ...]:
    """The differences as (dotted name, old, new) in JSON text, for the journal."""
    before, after = dict(_leaves("", old)), dict(_leaves("", new))
    names = sorted(before.keys() | after.keys())
    return tuple(
        (name, before.get(name, ""), after.get(name, "")) for name in names if before.get(name) != after.get(name)
    )


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, msgspec.Struct):
        parts = [(field, getattr(value, field)) for field in value.__struct_fields__]
    elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        parts = [
            (str(getattr(item, "id", "") or getattr(item, "name", "") or at), item) for at, item in enumerate(value)
        ]
    else:
        yield name, msgspec.json.encode(value).decode()
        return
    for part, item in parts:
        yield from _leaves(f"{name}.{part}" if name else part, item)


def asset(*parts: str) -> Path:
    """A shipped file, e.g. asset("resources", "icons", "app.svg"), in the source tree or the frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root.joinpath(*parts)
