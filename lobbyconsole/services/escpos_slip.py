"""ESC/POS: a slip as bytes (text or picture), and lines to the printer that always end in bounded time.

Of python-escpos we take the command codes and the raster of a picture. Its printers are not used: they cannot give up
on a device that hangs, know only IPv4, print remarks on standard output, and take half a second to import.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol
from unicodedata import east_asian_width

from lobbyconsole.config import Printing, asset
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.slip_text import Line, PrintTrouble

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS = {58: 384, 80: 576}  # printable width at 203 dpi
COLUMNS = {58: 32, 80: 48}  # of the printer's own font
DOTS_PER_MM = 8
BAND = 256  # rows sent at once: cheap printers have small buffers
PORT = 9100
CONNECT_S = 3.0
WHOLE_S = 12.0  # for one slip, from connecting to the last answer
DONE_S = 4.0  # for the paper to come out
FAREWELL_S = 0.5
ASK_S = 0.7  # for a status; the printer answers at once, or never on a one-way line

_ENTER_CHINESE = b"\x1c\x26"  # FS &: without it GB bytes come out as Latin rubbish
_LEAVE_CHINESE = b"\x1c\x2e"  # FS .
_LEFT, _CENTRE = b"\x1ba\x00", b"\x1ba\x01"
_FEED_AND_CUT = b"\x1dVB\x00"  # GS V 66: feeds to the knife; printers without one ignore it
_ASK_CAUSE = b"\x10\x04\x02"  # DLE EOT 2: cover, paper end, error
_ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4: paper sensors
_ASK_WHEN_DONE = b"\x1dr\x01"  # GS r 1: answered only after everything before it was printed


# --- as text ---------------------------------------------------------------------------------------------------------


def columns_of(text: str) -> int:
    """Columns a text takes on the printer: two for a Chinese character."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, room: float, width_of: Callable[[str], float] = columns_of) -> list[str]:
    """The text in pieces that fit, broken at spaces where there are any."""
    pieces: list[str] = []
    piece = ""
    for word in _words(text):
        if piece and width_of(piece + word.rstrip()) > room:
            pieces.append(piece.rstrip())
            piece = ""
        while width_of(word) > room and len(word) > 1:
            cut = next((at for at in range(len(word), 1, -1) if width_of(word[:at]) <= room), 1)
            pieces.append(word[:cut])
            word = word[cut:]
        piece += word
    return [*pieces, piece.rstrip()] if piece.strip() else pieces


def _words(text: str) -> list[str]:
    words: list[str] = []
    for sign in text:
        joins = words and not words[-1].endswith(" ") and east_asian_width(sign) not in "WF"
        if (sign == " " and words) or (joins and east_asian_width(words[-1][-1]) not in "WF"):
            words[-1] += sign
        else:
            words.append(sign)
    return words


def as_text(lines: Sequence[Line], printing: Printing) -> bytes:
    """The slip in the printer's own letters."""
    from escpos.constants import HW_INIT, TXT_STYLE

    gb = printing.encoding == "gb18030"
    out = bytearray(HW_INIT + (_ENTER_CHINESE if gb else _LEAVE_CHINESE))
    for line in lines:
        if not line.text:
            out += _CENTRE + b"-" * COLUMNS[printing.paper_mm] + b"\n"
            continue
        times = 1 if line.mm < 4.5 else 2 if line.mm < 8 else 4
        while times > 2 and columns_of(line.text) > COLUMNS[printing.paper_mm] // times:
            times //= 2
        out += (_CENTRE if line.centre else _LEFT) + TXT_STYLE["bold"][line.bold]
        # GS ! enlarges all letters; FS ! is what some Chinese modes listen to instead, and knows no more than double.
        out += b"\x1d!" + bytes([(times - 1) * 16 + times - 1])
        if gb:
            out += b"\x1c!" + (b"\x0c" if times > 1 else b"\x00")
        for piece in wrapped(line.text, COLUMNS[printing.paper_mm] // times):
            # The en dash is not in every printer's letters.
            out += piece.replace("–", "-").encode("gb18030" if gb else "utf-8", "replace") + b"\n"
    return bytes(out + b"\x1d!\x00" + TXT_STYLE["bold"][False] + _LEAVE_CHINESE)


# --- as a picture ----------------------------------------------------------------------------------------------------


def as_image(lines: Sequence[Line], paper_mm: int) -> Image:
    """The slip drawn with the bundled font, black on white, as wide as the printer prints."""
    from PIL import Image as Images
    from PIL import ImageDraw, ImageFont

    width = DOTS[paper_mm]
    fonts: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}

    def font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
        if (size, bold) not in fonts:
            name = "NotoSansCJKsc-Bold.otf" if bold else "NotoSansCJKsc-Regular.otf"
            fonts[size, bold] = ImageFont.truetype(str(asset("resources", "fonts", name)), size)
        return fonts[size, bold]

    placed: list[tuple[float, int, str, int, bool]] = []  # x, y, text, size, bold; size 0 is a rule
    y = 8
    for line in lines:
        y += round(line.above * DOTS_PER_MM)
        if not line.text:
            placed.append((0, y + 4, "", 0, False))
            y += 10
            continue
        size = round(line.mm * DOTS_PER_MM)
        if line.mm >= 8:  # the number stands in one line, whatever its length
            size = min(size, int(size * width / max(1.0, font(size, line.bold).getlength(line.text))))
        for piece in wrapped(line.text, width, font(size, line.bold).getlength):
            length = font(size, line.bold).getlength(piece)
            placed.append(((width - length) / 2 if line.centre else 0, y, piece, size, line.bold))
            y += round(size * 1.25)
    image = Images.new("1", (width, y + 8), 1)
    draw = ImageDraw.Draw(image)
    draw.fontmode = "1"  # a thermal head knows no grey
    for x, top, text, size, bold in placed:
        if size:
            # From the top of the em square: the font's own ascent leaves a third of the line empty.
            draw.text((round(x), top + round(size * 1.08)), text, font=font(size, bold), fill=0, anchor="ls")
        else:
            draw.line((0, top, width, top), fill=0, width=2)
    return image


def as_raster(image: Image) -> bytes:
    """A picture in GS v 0 bands."""
    from escpos.constants import HW_INIT
    from escpos.image import EscposImage

    out = bytearray(HW_INIT)
    for part in EscposImage(image).split(BAND):
        band = EscposImage(part)
        out += b"\x1dv0\x00" + band.width_bytes.to_bytes(2, "little") + band.height.to_bytes(2, "little")
        out += band.to_raster_format()
    return bytes(out)


def encoded(lines: Sequence[Line], printing: Printing) -> bytes:
    """The whole slip with its cut."""
    body = as_raster(as_image(lines, printing.paper_mm)) if printing.encoding == "bitmap" else as_text(lines, printing)
    return body + _FEED_AND_CUT


# --- the line to the printer -----------------------------------------------------------------------------------------


class PrinterLine(Protocol):
    """Bytes to a printer and, where the line goes both ways, back. Raises PrintTrouble; never waits past `until`."""

    def send(self, data: bytes, until: float) -> None: ...
    def ask(self, question: bytes, until: float) -> bytes: ...
    def finish(self, until: float) -> None: ...
    def close(self) -> None: ...


def _closed() -> PrintTrouble:
    text = QT_TRANSLATE_NOOP("Messages", "The printer closed the line before the slip was through.")
    return PrintTrouble("closed", Message(text), uncertain=True)


def _late() -> PrintTrouble:
    text = QT_TRANSLATE_NOOP("Messages", "The printer did not finish in {seconds} s. Look whether a slip came out.")
    return PrintTrouble("timeout", Message(text, {"seconds": round(WHOLE_S)}), uncertain=True)


def _unreached(address: str, reason: str) -> PrintTrouble:
    text = QT_TRANSLATE_NOOP("Messages", "The printer {address} cannot be reached ({reason}). Is it on and plugged in?")
    return PrintTrouble("unreachable", Message(text, {"address": address, "reason": reason}))


class NetworkLine:
    """Port 9100 of a network printer."""

    def __init__(self, address: str, until: float) -> None:
        import socket  # a start without such a printer need not load it

        host, _, port = address.strip().rpartition(":") if address.count(":") == 1 else (address.strip(), "", "")
        number = int(port) if port.isdigit() else PORT
        try:
            self._socket = socket.create_connection((host.strip("[]"), number), min(CONNECT_S, _rest(until)))
        except TimeoutError as error:
            raise _unreached(address, "timeout") from error
        except OSError as error:
            raise _unreached(address, error.strerror or str(error)) from error

    def send(self, data: bytes, until: float) -> None:
        self._socket.settimeout(_rest(until))
        try:
            self._socket.sendall(data)
        except TimeoutError as error:
            raise _late() from error
        except OSError as error:
            raise _closed() from error

    def ask(self, question: bytes, until: float) -> bytes:
        try:
            # What an earlier question was answered too late must not pass for the answer to this one.
            self._socket.setblocking(False)
            while self._socket.recv(64):
                pass
            raise _closed()
        except BlockingIOError:
            pass
        except OSError as error:
            raise _closed() from error
        self.send(question, until + ASK_S)
        self._socket.settimeout(max(0.02, until - time.monotonic()))
        try:
            answer = self._socket.recv(16)
        except TimeoutError:
            return b""
        except OSError as error:
            raise _closed() from error
        if not answer:
            raise _closed()
        return answer

    def finish(self, until: float) -> None:
        """Say that nothing follows, and hear whether the printer threw anything away.

        Closing at once would do that ourselves: an answer not read makes the system reset the connection.
        """
        from socket import SHUT_WR

        try:
            self._socket.shutdown(SHUT_WR)
            self._socket.settimeout(min(FAREWELL_S, _rest(until)))
            while self._socket.recv(64):
                pass
        except TimeoutError:
            pass
        except OSError as error:
            raise _closed() from error

    def close(self) -> None:
        self._socket.close()


class DeviceLine:
    """A device file such as /dev/usb/lp0, /dev/ttyS0 or COM3; a terminal may name its speed, /dev/ttyS0:19200.

    Only a serial line is asked for its status: others may block on reading or answer with what they echo.
    """

    def __init__(self, address: str, until: float) -> None:
        path, _, speed = address.strip().partition(":") if address.startswith("/") else (address.strip(), "", "")
        self._name = address
        self._asks = False
        flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        try:
            kind = os.stat(path).st_mode if path.startswith("/") else stat.S_IFCHR
            if stat.S_ISREG(kind) or stat.S_ISDIR(kind):
                # A driver that is not loaded leaves the name free; what is then written there fills the disk unseen.
                raise _unreached(address, "not a device")
            try:
                # A pipe opened both ways would take the slip even when nobody reads it.
                self._handle = os.open(path, (os.O_WRONLY if stat.S_ISFIFO(kind) else os.O_RDWR) | flags)
            except PermissionError:
                self._handle = os.open(path, os.O_WRONLY | flags)
        except OSError as error:
            raise _unreached(address, error.strerror or str(error)) from error
        if sys.platform != "win32" and os.isatty(self._handle):
            import termios
            import tty

            try:
                tty.setraw(self._handle)
                if speed.isdigit():
                    rate = getattr(termios, f"B{speed}", None)
                    if rate is None:
                        raise _unreached(address, f"no such speed: {speed}")
                    mode = termios.tcgetattr(self._handle)
                    mode[4] = mode[5] = rate
                    termios.tcsetattr(self._handle, termios.TCSANOW, mode)
                self._asks = True
            except (termios.error, PrintTrouble) as error:
                os.close(self._handle)
                raise error if isinstance(error, PrintTrouble) else _unreached(address, str(error)) from error

    def send(self, data: bytes, until: float) -> None:
        rest = memoryview(data)
        while rest:
            if sys.platform != "win32" and not select.select((), (self._handle,), (), _rest(until))[1]:
                raise _late()
            try:
                rest = rest[os.write(self._handle, rest[:4096]) :]
            except BlockingIOError:
                time.sleep(0.01)  # ready for less than we offered
                _rest(until)
            except OSError as error:
                if error.errno == errno.ENOSPC:  # what the Linux printer driver says of missing paper
                    raise paper_out() from error
                raise _closed() from error

    def ask(self, question: bytes, until: float) -> bytes:
        if not self._asks:
            return b""
        try:
            while select.select((self._handle,), (), (), 0)[0] and os.read(self._handle, 64):
                pass
            self.send(question, until + ASK_S)
            if not select.select((self._handle,), (), (), max(0.02, until - time.monotonic()))[0]:
                return b""
            return os.read(self._handle, 16)
        except OSError as error:
            raise _closed() from error

    def finish(self, until: float) -> None:
        """A device tells nothing more."""

    def close(self) -> None:
        os.close(self._handle)


def _rest(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise _late()
    return left


def open_line(printing: Printing, until: float) -> PrinterLine:
    """The line to the printer in the settings."""
    if not printing.address.strip():
        text = QT_TRANSLATE_NOOP("Messages", "The settings name no address for the ticket printer.")
        raise PrintTrouble("setup", Message(text))
    kind: type[NetworkLine] | type[DeviceLine] = NetworkLine if printing.printer == "escpos_network" else DeviceLine
    return kind(printing.address, until)


def paper_out() -> PrintTrouble:
    """The roll is used up."""
    return PrintTrouble("paper_out", Message(QT_TRANSLATE_NOOP("Messages", "The ticket printer is out of paper.")))


def status(line: PrinterLine, until: float) -> str:
    """What the printer says of itself: "ok", "paper_low", or "unknown" on a line that does not answer.

    Raises PrintTrouble for no paper, an open cover or an error.
    """
    paper = _told(line, _ASK_PAPER, until)
    if paper is None:
        return "unknown"
    if paper & 0x60:
        raise paper_out()
    cause = _told(line, _ASK_CAUSE, until) or 0
    if cause & 0x04:
        raise PrintTrouble("cover", Message(QT_TRANSLATE_NOOP("Messages", "The cover of the ticket printer is open.")))
    if cause & 0x20:
        raise paper_out()
    if cause & 0x40:
        text = QT_TRANSLATE_NOOP("Messages", "The ticket printer reports a fault. Switch it off and on.")
        raise PrintTrouble("fault", Message(text))
    return "paper_low" if paper & 0x0C else "ok"


def _told(line: PrinterLine, question: bytes, until: float) -> int | None:
    """The status byte, known by its fixed bits from other things a printer says unasked; None: no answer."""
    end = min(until, time.monotonic() + ASK_S)
    while time.monotonic() < end:
        answer = line.ask(question, end)
        found = [byte for byte in answer if byte & 0x93 == 0x12]
        if found or not answer:
            return found[-1] if found else None
    return None


def send_slip(data: bytes, printing: Printing) -> str:
    """Print and make as sure as the line allows: "ok", "paper_low", or "unknown" where nobody answers.

    A printer that is out of paper is found before anything is sent: it would keep the slip and print it hours later.
    """
    until = time.monotonic() + WHOLE_S
    line = open_line(printing, until)
    try:
        before = status(line, until)
        line.send(data, until)
        if before == "unknown":
            line.finish(until)
            return before
        line.ask(_ASK_WHEN_DONE, min(until, time.monotonic() + DONE_S))  # models that do not know it keep silent
        try:
            after = status(line, until)
            if after == "unknown":
                raise _late()  # it spoke before and is silent now
            line.finish(until)
            return after
        except PrintTrouble as error:
            error.uncertain = True  # part of it is on paper, the rest may follow the new roll
            raise
    finally:
        line.close()
