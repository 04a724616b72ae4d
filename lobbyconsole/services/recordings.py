"""How a call is read aloud, and recordings joined to one sound with nothing but the standard library."""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from lobbyconsole.config import asset
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message

RATE = 22_050  # Hz, mono, 16 bit: the form of all recordings
FRAGMENT_GAP_S = 0.07
COMMA_S = 0.15
PHRASE_GAP_S = 0.45  # after the chime and between languages
PAUSE = ","  # stands among the names of recordings

_ZH_WORDS = {
    "qing": ("请", "qing3"),
    "hao": ("号", "hao4"),
    "dao": ("到", "dao4"),
    "chuangkou": ("窗口", "chuang1kou3"),
    "taixi": ("台席", "tai2xi2"),
    "banli": ("办理业务", "ban4li3ye4wu4"),
    "dyao": ("幺", "yao1"),
    "n10": ("十", "shi2"),
    "n100": ("百", "bai3"),
    PAUSE: ("，", ","),
    "d0": ("零", "ling2"),
    "d1": ("一", "yi1"),
    "d2": ("二", "er4"),
    "d3": ("三", "san1"),
    "d4": ("四", "si4"),
    "d5": ("五", "wu3"),
    "d6": ("六", "liu4"),
    "d7": ("七", "qi1"),
    "d8": ("八", "ba1"),
    "d9": ("九", "jiu3"),
}
_EN_GOING = {"please_go_to_counter": "please go to counter", "desk": "please go to desk"}


class VoiceTrouble(Exception):
    """A sound cannot be made or heard; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


# --- how a call is read ----------------------------------------------------------------------------------------------


class Sentence(msgspec.Struct, frozen=True):
    """One call in one language: names of recordings in order, and the same as text and (Chinese) as pinyin."""

    language: str
    clips: tuple[str, ...]
    text: str
    pinyin: str = ""


def read_call(language: str, number: str, counter: str, *, sector: str = "bank", yao: bool = False) -> Sentence:
    """A ticket's letters and digits one by one, the counter as a number: 请A零一二号，到十二号窗口办理业务.

    A sign that has no recording stays in the list of clips under its own name, where it is found missing.
    """
    if language == "zh":
        place = ("taixi" if sector == "telecom" else "chuangkou",)
        where = _counter(counter, _count_zh, "d")
        # A counter with a name of its own, such as 贵宾室, takes neither 号 nor 窗口.
        ending = ("hao", *place) if counter[-1:].isdigit() else ()
        clips = ("qing", *_spelled(number, "d", yao), "hao", PAUSE, "dao", *where, *ending, "banli")
        return Sentence(
            language,
            clips,
            "".join(_ZH_WORDS.get(clip, (_plain(clip),))[0] for clip in clips),
            " ".join(_ZH_WORDS[clip][1] if clip in _ZH_WORDS else _plain(clip) for clip in clips),
        )
    going = "desk" if sector == "telecom" else "please_go_to_counter"
    spelled = _spelled(number, "n", False)
    clips = ("ticket", *spelled, PAUSE, going, *_counter(counter, _count_en, "n"))
    text = f"Ticket {' '.join(_plain(clip) for clip in spelled)}, {_EN_GOING[going]} {counter}"
    return Sentence(language, clips, text)


def _plain(clip: str) -> str:
    return clip.removeprefix("letter_").upper() if clip.startswith("letter_") else clip.removeprefix("n")


def _spelled(text: str, digit: str, yao: bool) -> list[str]:
    found = []
    for sign in text.lower():
        if sign.isascii() and sign.isdigit():
            found.append("dyao" if yao and sign == "1" else digit + sign)
        elif sign.isascii() and sign.isalpha():
            found.append("letter_" + sign)
        elif not sign.isspace() and sign not in "-_./":
            found.append(sign)
    return found


def _counter(counter: str, count: Callable[[int], list[str]], digit: str) -> list[str]:
    found: list[str] = []
    run = ""
    for sign in (*counter.strip(), ""):
        if sign.isascii() and sign.isdigit():
            run += sign
            continue
        if run:
            found.extend(count(int(run)) if 0 < int(run) < 1000 else _spelled(run, digit, False))
            run = ""
        found.extend(_spelled(sign, digit, False))
    return found


def _count_zh(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    found = [f"d{hundreds}", "n100"] if hundreds else []
    if hundreds and units and not tens:
        found.append("d0")
    if tens:
        found += ["n10"] if tens == 1 and not hundreds else [f"d{tens}", "n10"]
    if units:
        found.append(f"d{units}")
    return found


def _count_en(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    found = [f"n{hundreds}", "n100"] if hundreds else []
    if rest > 20 and rest % 10:
        return [*found, f"n{rest - rest % 10}", f"n{rest % 10}"]
    return [*found, f"n{rest}"] if rest else found


# --- recordings to one sound -----------------------------------------------------------------------------------------


def silence(seconds: float) -> array[int]:
    """Nothing, for so long."""
    return array("h", bytes(2 * round(seconds * RATE)))


def samples_of(data: bytes, name: str) -> array[int]:
    """The samples of a WAV file as 22,050 Hz mono. Raises VoiceTrouble for anything but 16-bit PCM."""
    import wave  # nothing is spoken while a program starts

    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                raise wave.Error("not 16 bit")
            channels, rate, found = file.getnchannels(), file.getframerate(), array("h", file.readframes(1 << 30))
    except (wave.Error, EOFError, ValueError) as error:
        raise VoiceTrouble(
            Message(
                QT_TRANSLATE_NOOP("Messages", "The recording {name} cannot be used: it must be a 16-bit PCM WAV file."),
                {"name": name},
            )
        ) from error
    if channels > 1:
        found = array("h", (sum(found[at : at + channels]) // channels for at in range(0, len(found), channels)))
    if rate != RATE and found:
        last = len(found) - 1
        steps = [at * rate / RATE for at in range(int(len(found) * RATE / rate))]
        found = array(
            "h", (round(found[int(s)] + (found[min(int(s) + 1, last)] - found[int(s)]) * (s % 1)) for s in steps)
        )
    return found


def wav_of(parts: Iterable[array[int]], volume: int = 100) -> bytes:
    """One WAV file of all parts; `volume` in percent."""
    import wave

    joined = array("h")
    for part in parts:
        joined.extend(part)
    if volume < 100:
        joined = array("h", (sample * volume // 100 for sample in joined))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(joined.tobytes())
    return buffer.getvalue()


class Clips:
    """The recordings on disk; each is read once. A branch's own folder may come before the shipped one."""

    def __init__(self, folders: Sequence[Path] = (), sounds: Path | None = None) -> None:
        self._folders = (*folders, asset("resources", "voice"))
        self._chime = (sounds or asset("resources", "sounds")) / "chime.wav"
        self._read: dict[Path, array[int]] = {}

    def chime(self) -> array[int]:
        """What is heard before a call."""
        return self._samples(self._chime)

    def sentence(self, sentence: Sentence) -> list[array[int]]:
        """Recordings and the pauses between them. Raises VoiceTrouble, naming what is missing."""
        parts: list[array[int]] = []
        for name in sentence.clips:
            if name == PAUSE:
                parts.append(silence(COMMA_S))
                continue
            places = [folder / sentence.language / f"{name}.wav" for folder in self._folders]
            path = next((place for place in places if place.is_file()), places[-1])
            parts += (self._samples(path), silence(FRAGMENT_GAP_S))
        return parts

    def _samples(self, path: Path) -> array[int]:
        if path not in self._read:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise VoiceTrouble(
                    Message(
                        QT_TRANSLATE_NOOP(
                            "Messages", "The recording {name} is missing: the call is not spoken in full."
                        ),
                        {"name": f"{path.parent.name}/{path.name}"},
                    )
                ) from error
            self._read[path] = samples_of(data, path.name)
        return self._read[path]
