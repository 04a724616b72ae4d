"""What makes a sound: winsound on Windows, a player program on Linux, and the voice of the computer. No Qt is needed.

QtMultimedia is not part of the Qt we ship. A player is taken only after it has played a moment of silence without
complaint, since an installed program says nothing about a sound device.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.announcer import Player, SystemVoice
from lobbyconsole.services.recordings import Sentence, VoiceTrouble, samples_of, silence, wav_of

PROGRAMS: tuple[tuple[str, ...], ...] = (("paplay",), ("pw-play",), ("aplay", "-q"))
DEVICE_OPTIONS = {"paplay": "--device={}", "pw-play": "--target={}", "aplay": "--device={}"}
PATIENCE_S = 4.0  # beyond the length of the sound
ASK_S = 10.0

_SAPI = (
    "Add-Type -AssemblyName System.Speech;"
    "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$found = $s.GetInstalledVoices() | Where-Object { $_.Enabled } | ForEach-Object { $_.VoiceInfo };"
)
_SAPI_LIST = _SAPI + "$found | ForEach-Object { $_.Culture.Name }"
# What is spoken comes by the environment: nothing in it is ever read as a command.
_SAPI_SAY = (
    _SAPI + "$one = $found | Where-Object { $_.Culture.Name -like ($env:LC_SPEAK_LANGUAGE + '*') } | "
    "Select-Object -First 1; $s.SelectVoice($one.Name); $s.SetOutputToWaveFile($env:LC_SPEAK_FILE);"
    "$s.Speak($env:LC_SPEAK_TEXT); $s.Dispose()"
)


def length_s(sound: bytes) -> float:
    """How long a WAV file sounds."""
    with wave.open(io.BytesIO(sound)) as file:
        frames: int = file.getnframes()
        return frames / int(file.getframerate())


class _Program:
    """One child process at a time, which `stop` ends from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def run(
        self, command: Sequence[str], seconds: float, given: bytes = b"", extra: Mapping[str, str] | None = None
    ) -> bytes:
        """What the program writes. Raises VoiceTrouble when it fails or takes longer than `seconds`."""
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **(extra or {})},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black window on Windows
            )
        except OSError as error:
            raise _trouble(command[0], error.strerror or str(error)) from error
        with self._lock:
            self._child = child
        try:
            out, complaint = child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise _trouble(command[0], "timeout") from None
        finally:
            with self._lock:
                stopped = self._child is None
                self._child = None
        if child.returncode and not stopped:
            said = complaint.decode(errors="replace").strip().splitlines() or [f"exit code {child.returncode}"]
            raise _trouble(command[0], said[-1].removeprefix(f"{command[0]}: ")[:200])
        return out

    def stop(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.kill()


def _trouble(program: str, reason: str) -> VoiceTrouble:
    text = QT_TRANSLATE_NOOP("Messages", "No sound: {program} says {reason}.")
    return VoiceTrouble(Message(text, {"program": program, "reason": reason}))


class _File:
    """A sound as a file for a program that reads nothing else; gone afterwards."""

    def __init__(self, content: bytes = b"") -> None:
        handle, name = tempfile.mkstemp(suffix=".wav", prefix="lobbyconsole-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        self.path = Path(name)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.path.unlink(missing_ok=True)


class ProgramPlayer:
    """Plays through a program such as paplay, pw-play or aplay."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._program = _Program()

    def play(self, sound: bytes) -> None:
        with _File(sound) as path:
            self._program.run((*self._command, str(path)), length_s(sound) + PATIENCE_S)

    def stop(self) -> None:
        self._program.stop()


class WindowsPlayer:
    """Plays through winsound: in the background and waiting here, because its own waiting cannot be ended."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def play(self, sound: bytes) -> None:
        if sys.platform != "win32":
            raise _trouble("winsound", "not on this system")
        import winsound

        self._stopped.clear()
        with _File(sound) as path:
            try:
                winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
                self._stopped.wait(length_s(sound))
                winsound.PlaySound(None, 0)  # lets go of the file
            except RuntimeError as error:
                raise _trouble("Windows", str(error)) from error

    def stop(self) -> None:
        self._stopped.set()


def _windows_player() -> Player:
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.winmm.waveOutGetNumDevs():
            return WindowsPlayer()
    raise VoiceTrouble(Message(QT_TRANSLATE_NOOP("Messages", "No sound: this computer has no sound device.")))


def find_player(device: str = "") -> Player:
    """The first player that really plays. Raises VoiceTrouble that says why there is none. Takes up to seconds."""
    if sys.platform == "win32":
        return _windows_player()
    trouble: VoiceTrouble | None = None
    for name, *options in PROGRAMS:
        if shutil.which(name) is None:
            continue
        chosen = [DEVICE_OPTIONS[name].format(device)] if device else []
        player = ProgramPlayer((name, *options, *chosen))
        try:
            player.play(wav_of([silence(0.05)]))
        except VoiceTrouble as error:
            trouble = error
            continue
        return player
    raise trouble or VoiceTrouble(
        Message(
            QT_TRANSLATE_NOOP("Messages", "No sound: none of the players {players} is installed."),
            {"players": ", ".join(name for name, *_ in PROGRAMS)},
        )
    )


class RenderedVoice:
    """A voice that writes a WAV file, which is then played like any other sound."""

    def __init__(
        self, player: Player, languages: frozenset[str], render: Callable[[_Program, Sentence], bytes], name: str
    ) -> None:
        self.languages = languages
        self._player = player
        self._render = render
        self._name = name
        self._program = _Program()

    def say(self, sentence: Sentence, volume: int) -> None:
        sound = self._render(self._program, sentence)
        if sound:
            self._player.play(wav_of([samples_of(sound, self._name)], volume))

    def stop(self) -> None:
        self._program.stop()
        self._player.stop()


class SpeechDispatcher:
    """Speaks through speech-dispatcher, which has its own way to the loudspeaker."""

    def __init__(self, languages: frozenset[str]) -> None:
        self.languages = languages
        self._program = _Program()

    def say(self, sentence: Sentence, volume: int) -> None:
        language = "zh-CN" if sentence.language == "zh" else "en"
        command = ("spd-say", "--wait", "-l", language, "-i", str(volume * 2 - 100), "--", sentence.text)
        self._program.run(command, 30.0)

    def stop(self) -> None:
        self._program.stop()


def _espeak(program: _Program, sentence: Sentence) -> bytes:
    # The voice for characters reads many common ones (请 号 到 口 办 理) as English; pinyin it reads rightly.
    if sentence.language == "zh":
        voice, text = "cmn-latn-pinyin", sentence.pinyin
    else:
        voice, text = "en-gb", sentence.text
    return program.run(("espeak-ng", "-v", voice, "-s", "145", "--stdin", "--stdout"), ASK_S, text.encode())


def _sapi(program: _Program, sentence: Sentence) -> bytes:
    with _File() as path:
        spoken = {"LC_SPEAK_TEXT": sentence.text, "LC_SPEAK_LANGUAGE": sentence.language, "LC_SPEAK_FILE": str(path)}
        program.run(("powershell", "-NoProfile", "-NonInteractive", "-Command", _SAPI_SAY), 30.0, extra=spoken)
        return path.read_bytes()


def find_voice(player: Player) -> SystemVoice | None:
    """The computer's voice and the languages it really has: engines are listed even where no voice is installed."""
    if sys.platform == "win32":
        command = ("powershell", "-NoProfile", "-NonInteractive", "-Command", _SAPI_LIST)
        languages = _languages(command, {"zh": "zh-", "en": "en-"})
        return RenderedVoice(player, languages, _sapi, "SAPI") if languages else None
    if shutil.which("espeak-ng"):
        languages = _languages(("espeak-ng", "--voices"), {"zh": "cmn-latn-pinyin", "en": "en-gb"})
        if languages:
            return RenderedVoice(player, languages, _espeak, "espeak-ng")
    if shutil.which("spd-say"):
        # Its list has one voice a line: name, language, variant.
        languages = _languages(("spd-say", "-L"), {"zh": " zh", "en": " en"}) | _languages(
            ("spd-say", "-L"), {"zh": " cmn"}
        )
        return SpeechDispatcher(languages) if languages else None
    return None


def _languages(command: Sequence[str], signs: Mapping[str, str]) -> frozenset[str]:
    try:
        listed = _Program().run(command, ASK_S).decode(errors="replace").lower()
    except VoiceTrouble:
        return frozenset()
    return frozenset(language for language, sign in signs.items() if sign in listed)
