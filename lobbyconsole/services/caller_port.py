"""The serial port of the callers: found by name or as a USB adapter, opened, and in plain words why it cannot be."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message

if TYPE_CHECKING:
    import serial

# What a port may raise when its adapter is pulled out under us; the C library's own error is none of Python's.
LINE_ERRORS: tuple[type[Exception], ...] = (OSError, TypeError, ValueError)
with contextlib.suppress(ImportError):
    import termios

    LINE_ERRORS = (*LINE_ERRORS, termios.error)

READ_S = 0.05
WRITE_S = 0.5
_USB = re.compile(r"^([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(.+))?$")
_DENIED, _TAKEN = {errno.EACCES, errno.EPERM}, {errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK}
_GONE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO}


@dataclass(frozen=True, slots=True)
class FoundPort:
    """A serial port of this computer. `wish` is what to write into the settings so that it is found again."""

    wish: str
    device: str
    about: str


class PortTrouble(Exception):
    """The port cannot be had. `message` says what to do; `gone`: it is simply not there (any more)."""

    def __init__(self, message: Message, *, gone: bool = False) -> None:
        super().__init__(str(message))
        self.message = message
        self.gone = gone


def ports() -> list[FoundPort]:
    """The serial ports of this computer, USB adapters by their ids. May take a while; [] without pyserial."""
    try:
        from serial.tools.list_ports import comports
    except ImportError:
        return []
    found = []
    for port in sorted(comports(), key=lambda port: str(port.device)):
        wish = port.device
        if port.vid is not None and port.pid is not None:
            wish = f"{port.vid:04X}:{port.pid:04X}" + (f":{port.serial_number}" if port.serial_number else "")
        about = port.description if port.description and port.description != "n/a" else ""
        found.append(FoundPort(wish, port.device, about))
    twins = [port.wish for port in found]
    # Two adapters without a serial number cannot be told apart by their ids: these keep their names.
    return [port if twins.count(port.wish) == 1 else FoundPort(port.device, port.device, port.about) for port in found]


def device_of(wish: str) -> str:
    """The device a setting means. Raises PortTrouble when it is not there or not the only one."""
    match = _USB.match(wish)
    if match is None:
        return f"/dev/{wish}" if os.name == "posix" and "/" not in wish else wish
    from serial.tools.list_ports import comports

    vid, pid, number = int(match[1], 16), int(match[2], 16), match[3]
    found = [
        str(port.device)
        for port in comports()
        if port.vid == vid and port.pid == pid and (number is None or (port.serial_number or "") == number)
    ]
    if not found:
        raise PortTrouble(_missing(wish), gone=True)
    if len(found) > 1:
        raise PortTrouble(
            Message(
                QT_TRANSLATE_NOOP(
                    "Messages", "Several adapters are {port}: choose one by its serial number or its device name."
                ),
                {"port": wish},
            )
        )
    return found[0]


def open_port(wish: str, baud: int) -> serial.Serial:
    """Open the port, nobody else may have it. What was sent before is dropped. Raises PortTrouble."""
    if not wish:
        raise PortTrouble(Message(QT_TRANSLATE_NOOP("Messages", "No serial port is chosen for the callers.")))
    try:
        import serial
    except ImportError:
        raise PortTrouble(
            Message(QT_TRANSLATE_NOOP("Messages", "Serial callers need pyserial, which is not installed here."))
        ) from None
    device = device_of(wish)
    try:
        # 8N1 is what pyserial does unasked.
        return serial.Serial(device, baud, timeout=READ_S, write_timeout=WRITE_S, exclusive=True)
    except LINE_ERRORS as error:
        raise _trouble(device, error) from error


def _missing(port: str) -> Message:
    text = QT_TRANSLATE_NOOP("Messages", "The callers' serial port {port} is not there: plug its adapter in.")
    return Message(text, {"port": port})


def _trouble(device: str, error: Exception) -> PortTrouble:
    number = getattr(error, "errno", None)
    words = str(error)
    if number in _GONE or "FileNotFoundError" in words:
        return PortTrouble(_missing(device), gone=True)
    if number in _TAKEN or "PermissionError" in words:  # Windows says so of a port that is open elsewhere
        text = QT_TRANSLATE_NOOP("Messages", "Another program has the callers' serial port {port}: close it.")
    elif number in _DENIED:
        text = QT_TRANSLATE_NOOP(
            "Messages",
            "This user may not open the callers' serial port {port}. On Linux the user must be in the group dialout.",
        )
    else:
        text = QT_TRANSLATE_NOOP("Messages", "The callers' serial port {port} cannot be opened: {reason}")
        return PortTrouble(Message(text, {"port": device, "reason": words}))
    return PortTrouble(Message(text, {"port": device}))
