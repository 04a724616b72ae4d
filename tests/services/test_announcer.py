"""Spoken calls: order, gaps, duplicates, dropping, muting, what is read, recordings joined, players that fail."""

from __future__ import annotations

import io
import itertools
import threading
import time
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from lobbyconsole.config import Settings, Voice, asset
from lobbyconsole.domain.facts import TicketCalled, TicketIssued
from lobbyconsole.domain.lobby import Ticket
from lobbyconsole.domain.words import Message
from lobbyconsole.services.announcer import GAP_S, Announcer
from lobbyconsole.services.recordings import (
    PAUSE,
    RATE,
    Clips,
    Sentence,
    VoiceTrouble,
    read_call,
    samples_of,
    silence,
    wav_of,
)
from lobbyconsole.ui import player as players
from tests.services.conftest import SmallHall


class Loudspeaker:
    """The wire: hears sounds, one at a time, as long as it is told to, and remembers when."""

    def __init__(self) -> None:
        self.sounds: list[bytes] = []
        self.spans: list[tuple[float, float]] = []
        self.broken: Message | None = None
        self.slow = threading.Event()
        self.slow.set()  # clear it and a sound lasts until it is set
        self._stopped = threading.Event()
        self._news = threading.Condition()

    def play(self, sound: bytes) -> None:
        if self.broken is not None:
            raise VoiceTrouble(self.broken)
        begun = time.monotonic()
        with self._news:
            self.sounds.append(sound)
            self._news.notify_all()
        self._stopped.clear()
        while not self.slow.wait(0.005) and not self._stopped.is_set():
            pass
        self.spans.append((begun, time.monotonic()))

    def stop(self) -> None:
        self._stopped.set()

    def heard(self, count: int, seconds: float = 5.0) -> int:
        """Waits until so many sounds have begun; how many really have."""
        with self._news:
            self._news.wait_for(lambda: len(self.sounds) >= count, seconds)
            return len(self.sounds)


class Hall:
    """The small hall with an announcer that hears of every fact, as bootstrap would connect it."""

    def __init__(self, hall: SmallHall) -> None:
        self.hall = hall
        self.speaker = Loudspeaker()
        self.settings = Settings(branch=hall.branch, voice=Voice(repeats=1))
        self.voice: Any = None
        self.quiet: tuple[time_of_day, time_of_day] | None = None
        self.announcer: Announcer | None = None

    def start(self, **options: Any) -> Announcer:
        def find() -> Loudspeaker:
            self.speaker.play(wav_of([silence(0.01)])) if self.speaker.broken else None
            return self.speaker

        options = {"gap_s": 0.05, "repeat_gap_s": 0.02, "quiet_hours": lambda: self.quiet, **options}
        self.announcer = Announcer(self.hall.live, lambda: self.settings, find, lambda _: self.voice, **options)
        self.announcer.start()
        return self.announcer

    def set(self, **voice: Any) -> None:
        self.settings = msgspec.structs.replace(
            self.settings, voice=msgspec.structs.replace(self.settings.voice, **voice)
        )

    def tell(self) -> None:
        """All facts of all tickets, again and again: what is known already must not be spoken."""
        assert self.announcer is not None
        book = self.hall.live.book
        for ticket in list(book.tickets()):
            self.announcer.on_facts(book.facts_of("ticket:" + ticket.key))

    def call(self, counter: str = "1", service: str = "cash") -> Ticket:
        done(self.hall.desk.issue(service))
        ticket = done(self.hall.desk.call_next(counter))
        assert isinstance(ticket, Ticket)
        self.tell()
        return ticket


def done(future: Future[Any]) -> Any:
    return future.result(timeout=10)


def until(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.005)
    return true()


@pytest.fixture
def hall(hall: SmallHall) -> Iterator[Hall]:
    for counter in ("1", "2", "3"):
        done(hall.desk.open_counter(counter))
    made = Hall(hall)
    yield made
    made.speaker.slow.set()
    if made.announcer is not None:
        made.announcer.stop()


# --- the spooler


def test_a_call_is_spoken_with_its_chime_as_often_as_set(hall: Hall) -> None:
    hall.set(repeats=2)
    announcer = hall.start()
    hall.call()
    assert hall.speaker.heard(2) == 2
    first, second = (length(sound) for sound in hall.speaker.sounds)
    assert first > second > 4.0  # the chime sounds once, before the first
    assert until(lambda: announcer.state.spoken == 1)
    assert (announcer.state.state, announcer.state.waiting) == ("ready", 0)


def test_no_call_cuts_another_and_there_is_silence_between_them(hall: Hall) -> None:
    hall.start(gap_s=0.2)
    hall.speaker.slow.clear()
    hall.call("1")
    assert hall.speaker.heard(1) == 1
    hall.call("2")
    hall.call("3", "corporate")
    assert hall.announcer is not None
    assert until(lambda: hall.announcer is not None and hall.announcer.state.waiting == 2)
    assert len(hall.speaker.sounds) == 1
    assert hall.announcer.state.state == "speaking"
    hall.speaker.slow.set()
    assert hall.speaker.heard(3) == 3
    assert until(lambda: len(hall.speaker.spans) == 3)
    spans = hall.speaker.spans
    assert all(later[0] - earlier[1] >= 0.2 for earlier, later in itertools.pairwise(spans))
    assert GAP_S >= 1.5


def test_calls_are_spoken_in_the_order_they_were_made(hall: Hall) -> None:
    hall.start()
    hall.speaker.slow.clear()
    tickets = [hall.call("1"), hall.call("2"), hall.call("3", "corporate")]
    hall.speaker.slow.set()
    assert hall.speaker.heard(3) == 3
    clips = Clips()
    wanted = [
        wav_of([clips.chime(), silence(0.45), *clips.sentence(read_call("zh", ticket.number, counter))], 80)
        for ticket, counter in zip(tickets, "123", strict=True)
    ]
    assert hall.speaker.sounds == wanted


def test_the_same_call_told_twice_is_spoken_once(hall: Hall) -> None:
    announcer = hall.start()
    hall.call()
    hall.tell()
    assert hall.speaker.heard(1) == 1
    hall.tell()
    assert until(lambda: announcer.state.spoken == 1)
    assert announcer.state.waiting == 0
    assert hall.speaker.heard(2, 0.2) == 1


def test_a_recall_is_spoken_again(hall: Hall) -> None:
    hall.start()
    hall.call()
    assert hall.speaker.heard(1) == 1
    done(hall.hall.desk.recall("1"))
    hall.tell()
    assert hall.speaker.heard(2) == 2


def test_a_recall_while_the_call_still_waits_is_one_call(hall: Hall) -> None:
    announcer = hall.start()
    hall.speaker.slow.clear()
    hall.call("1")
    assert hall.speaker.heard(1) == 1
    hall.call("2")
    done(hall.hall.desk.recall("2"))
    hall.tell()
    assert announcer.state.waiting == 1


def test_a_call_whose_customer_has_come_is_dropped(hall: Hall) -> None:
    announcer = hall.start()
    hall.speaker.slow.clear()
    hall.call("1")
    assert hall.speaker.heard(1) == 1
    hall.call("2")
    done(hall.hall.desk.start("2"))
    hall.speaker.slow.set()
    assert until(lambda: announcer.state.dropped == 1)
    assert len(hall.speaker.sounds) == 1


def test_a_repeat_is_dropped_when_the_customer_has_come_or_others_wait(hall: Hall) -> None:
    hall.set(repeats=3)
    announcer = hall.start(repeat_gap_s=0.3)
    hall.speaker.slow.clear()
    hall.call("1")
    assert hall.speaker.heard(1) == 1
    hall.call("2")
    hall.speaker.slow.set()
    assert hall.speaker.heard(2) == 2
    done(hall.hall.desk.start("2"))
    assert until(lambda: announcer.state.spoken == 2)
    assert len(hall.speaker.sounds) == 2


def test_a_call_that_waited_too_long_is_dropped(hall: Hall) -> None:
    announcer = hall.start()
    hall.speaker.slow.clear()
    hall.call("1")
    assert hall.speaker.heard(1) == 1
    hall.call("2")
    hall.hall.time.advance(15.5)
    hall.speaker.slow.set()
    assert until(lambda: announcer.state.dropped == 1)
    assert len(hall.speaker.sounds) == 1


def test_an_undone_call_is_not_spoken(hall: Hall) -> None:
    announcer = hall.start()
    hall.speaker.slow.clear()
    hall.call("1")
    assert hall.speaker.heard(1) == 1
    hall.call("2")
    offer = hall.hall.live.last_action
    assert offer is not None
    done(hall.hall.desk.undo(offer))
    hall.tell()
    assert until(lambda: announcer.state.waiting == 0)
    hall.speaker.slow.set()
    assert hall.speaker.heard(2, 0.2) == 1


def test_calls_of_other_sources_are_left_to_their_own_voice(hall: Hall) -> None:
    announcer = hall.start()
    now = hall.hall.time()
    issued = TicketIssued(id="v1", at=now, source="fqm", ticket="fqm:1", number="A001", service="cash")
    called = TicketCalled(id="v2", at=now, source="fqm", ticket="fqm:1", counter="1")
    done(hall.hall.live.record((issued, called)))
    hall.tell()
    assert announcer.state.waiting == 0
    assert hall.speaker.heard(1, 0.1) == 0


def test_a_demo_may_speak_for_its_simulator(hall: Hall) -> None:
    hall.start(sources=frozenset({"simulator"}))
    now = hall.hall.time()
    issued = TicketIssued(id="v1", at=now, source="simulator", ticket="s:1", number="A001", service="cash")
    called = TicketCalled(id="v2", at=now, source="simulator", ticket="s:1", counter="1")
    done(hall.hall.live.record((issued, called)))
    hall.tell()
    assert hall.speaker.heard(1) == 1


def test_muting_is_at_once_and_visible_and_nothing_is_made_up_for(hall: Hall) -> None:
    announcer = hall.start()
    hall.speaker.slow.clear()
    hall.call("1")
    hall.call("2")
    assert hall.speaker.heard(1) == 1
    announcer.mute()
    assert until(lambda: len(hall.speaker.spans) == 1)  # cut short, the loudspeaker is still "slow"
    assert (announcer.state.state, str(announcer.state.message)) == ("muted", "Calls are muted.")
    hall.speaker.slow.set()
    hall.call("3", "corporate")
    assert until(lambda: announcer.state.dropped == 1)
    announcer.mute(False)
    assert announcer.state.state == "ready"
    assert hall.speaker.heard(2, 0.2) == 1


@pytest.mark.parametrize(("voice", "state"), [({"enabled": False}, "off"), ({"volume": 0}, "muted")])
def test_a_voice_switched_off_or_down_says_so(hall: Hall, voice: dict[str, Any], state: str) -> None:
    announcer = hall.start()
    hall.set(**voice)
    hall.call()
    assert until(lambda: announcer.state.dropped == 1)
    assert announcer.state.state == state
    assert hall.speaker.sounds == []


def test_quiet_hours_may_pass_midnight(hall: Hall) -> None:
    announcer = hall.start()
    hall.quiet = (time_of_day(20), time_of_day(9, 30))  # it is nine in the morning
    hall.call("1")
    assert until(lambda: announcer.state.dropped == 1)
    assert announcer.state.state == "quiet"
    hall.quiet = (time_of_day(12), time_of_day(13))
    hall.call("2")
    assert hall.speaker.heard(1) == 1
    assert until(lambda: announcer.state.state == "ready")


def test_a_tone_waits_for_the_calls(hall: Hall) -> None:
    announcer = hall.start()
    hall.speaker.slow.clear()
    hall.call("1")
    assert hall.speaker.heard(1) == 1
    announcer.tone(asset("resources", "sounds", "act_now.wav"))
    hall.call("2")
    hall.speaker.slow.set()
    assert hall.speaker.heard(3) == 3
    calls_and_tone = [length(sound) for sound in hall.speaker.sounds]
    assert calls_and_tone[2] < 2.0 < min(calls_and_tone[:2])


def test_a_test_is_spoken_and_ends_with_the_program(hall: Hall) -> None:
    announcer = hall.start()
    hall.speaker.slow.clear()
    announcer.test()
    assert hall.speaker.heard(1) == 1
    begun = time.monotonic()
    announcer.stop()
    assert time.monotonic() - begun < 2.0


# --- players that are not there


def test_without_a_loudspeaker_it_says_so_and_looks_again_when_asked(hall: Hall) -> None:
    hall.speaker.broken = Message("No sound: this computer has no sound device.")
    announcer = hall.start()
    assert until(lambda: announcer.state.state == "no_player")
    assert str(announcer.state.message) == "No sound: this computer has no sound device."
    hall.call("1")
    assert until(lambda: announcer.state.dropped == 1)
    hall.speaker.broken = None
    announcer.test()
    assert hall.speaker.heard(1) == 1
    assert until(lambda: announcer.state.state == "ready")


def test_a_player_that_fails_is_sought_anew_for_the_next_call(hall: Hall) -> None:
    announcer = hall.start()
    assert until(lambda: announcer.state.state == "ready")
    hall.speaker.broken = Message("No sound: aplay says device busy.")
    hall.call("1")
    assert until(lambda: announcer.state.state == "failing")
    assert announcer.state.dropped == 1
    hall.speaker.broken = None
    hall.call("2")
    assert hall.speaker.heard(1) == 1


def test_a_missing_recording_leaves_the_chime_and_is_named(hall: Hall) -> None:
    hall.hall.branch = replace(
        hall.hall.branch,
        services=tuple(replace(s, numbers=replace(s.numbers, prefix="壹")) for s in hall.hall.branch.services),
    )
    announcer = hall.start()
    hall.call()
    assert hall.speaker.heard(1) == 1
    assert hall.speaker.sounds == [wav_of([Clips().chime()], 80)]
    assert until(lambda: announcer.state.state == "chime_only")
    assert "zh/壹.wav" in str(announcer.state.message)


class OwnVoice:
    """A voice of the computer, for Chinese only."""

    def __init__(self, broken: bool = False) -> None:
        self.languages = frozenset({"zh"})
        self.said: list[Sentence] = []
        self.broken = broken

    def say(self, sentence: Sentence, volume: int) -> None:
        if self.broken:
            raise VoiceTrouble(Message("no"))
        self.said.append(sentence)

    def stop(self) -> None: ...


def test_the_computers_voice_speaks_after_the_chime(hall: Hall) -> None:
    hall.voice = OwnVoice()
    hall.set(engine="system")
    announcer = hall.start()
    hall.call()
    assert until(lambda: announcer.state.spoken == 1)
    assert [sentence.text for sentence in hall.voice.said] == ["请A零零一号，到一号窗口办理业务"]
    assert [length(sound) < 2.0 for sound in hall.speaker.sounds] == [True]


@pytest.mark.parametrize("broken", [True, False])
def test_recordings_stand_in_for_a_voice_that_cannot(hall: Hall, broken: bool) -> None:
    hall.voice = OwnVoice(broken)
    hall.set(engine="system", languages=("zh",) if broken else ("zh", "en"))
    announcer = hall.start()
    hall.call()
    assert until(lambda: announcer.state.spoken == 1)
    assert length(hall.speaker.sounds[-1]) > 4.0
    assert "recordings are used" in str(announcer.state.message)


# --- what is read


@pytest.mark.parametrize(
    ("number", "counter", "text"),
    [
        ("A001", "3", "请A零零一号，到三号窗口办理业务"),
        ("C045", "12", "请C零四五号，到十二号窗口办理业务"),
        ("VIP7", "20", "请VIP七号，到二十号窗口办理业务"),
        ("B110", "105", "请B一一零号，到一百零五号窗口办理业务"),
        ("B110", "110", "请B一一零号，到一百一十号窗口办理业务"),
        ("D-02", "02", "请D零二号，到二号窗口办理业务"),
        ("A001", "V2", "请A零零一号，到V二号窗口办理业务"),
        ("A001", "贵宾室", "请A零零一号，到贵宾室办理业务"),
    ],
)
def test_chinese_reads_digits_one_by_one_and_the_counter_as_a_number(number: str, counter: str, text: str) -> None:
    assert read_call("zh", number, counter).text == text


def test_other_wishes_in_chinese() -> None:
    sentence = read_call("zh", "A101", "11", sector="telecom", yao=True)
    assert sentence.text == "请A幺零幺号，到十一号台席办理业务"
    assert sentence.pinyin == "qing3 A yao1 ling2 yao1 hao4 , dao4 shi2 yi1 hao4 tai2xi2 ban4li3ye4wu4"


def test_english_reads_the_same() -> None:
    sentence = read_call("en", "A012", "23")
    assert sentence.text == "Ticket A 0 1 2, please go to counter 23"
    assert sentence.clips == ("ticket", "letter_a", "n0", "n1", "n2", PAUSE, "please_go_to_counter", "n20", "n3")
    assert read_call("en", "A1", "4", sector="telecom").clips[-2:] == ("desk", "n4")


def test_every_number_and_letter_has_its_recording() -> None:
    clips = Clips()
    names = {read_call(language, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "1") for language in ("zh", "en")}
    names |= {read_call(language, "A1", str(at), yao=True) for language in ("zh", "en") for at in range(1, 200)}
    names |= {read_call(language, "A1", "1", sector="telecom") for language in ("zh", "en")}
    for sentence in names:
        assert sum(len(part) for part in clips.sentence(sentence)) > RATE


# --- recordings


def test_a_branch_may_bring_its_own_recordings(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    own = silence(1.0)
    (tmp_path / "zh" / "qing.wav").write_bytes(wav_of([own]))
    parts = Clips((tmp_path,)).sentence(read_call("zh", "A1", "1"))
    assert len(parts[0]) == len(own)


def test_recordings_in_another_form_are_brought_to_ours() -> None:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(b"\x10\x00\x30\x00" * 44_100)
    samples = samples_of(buffer.getvalue(), "x")
    assert len(samples) == RATE
    assert set(samples) == {0x20}


@pytest.mark.parametrize("data", [b"", b"RIFF", b"not a sound at all" * 9])
def test_what_is_no_recording_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(VoiceTrouble, match="must be a 16-bit PCM WAV file"):
        samples_of(data, "qing.wav")


def test_the_volume_is_in_the_sound_itself() -> None:
    loud = Clips().chime()
    half = samples_of(wav_of([loud], 50), "x")
    assert max(half) == pytest.approx(max(loud) / 2, abs=1)


# --- the programs that play


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "cp", "cat", "sleep"):
        (folder / tool).symlink_to(f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_the_first_player_that_really_plays_is_taken(bin_folder: Path, tmp_path: Path) -> None:
    program(bin_folder, "paplay", "echo 'Connection refused' >&2; exit 1")
    program(bin_folder, "aplay", f'cp "$2" {tmp_path}/heard.wav')
    found = players.find_player()
    sound = wav_of([Clips().chime()])
    found.play(sound)
    assert (tmp_path / "heard.wav").read_bytes() == sound


def test_no_player_and_no_device_are_told_apart(bin_folder: Path) -> None:
    with pytest.raises(VoiceTrouble, match="none of the players paplay, pw-play, aplay is installed"):
        players.find_player()
    program(bin_folder, "aplay", 'echo "aplay: main:831: audio open error: No such file" >&2; exit 1')
    with pytest.raises(VoiceTrouble, match="aplay says main:831: audio open error: No such file"):
        players.find_player()


def test_a_player_is_stopped_from_outside(bin_folder: Path) -> None:
    program(bin_folder, "aplay", "exec sleep 20")
    player = players.ProgramPlayer(("aplay", "-q"))
    playing = threading.Thread(target=player.play, args=(wav_of([silence(0.1)]),))
    begun = time.monotonic()
    playing.start()
    while playing.is_alive():
        player.stop()
        playing.join(0.02)
    assert time.monotonic() - begun < 3.0


def test_the_voice_of_the_computer_is_asked_for_its_languages(bin_folder: Path, tmp_path: Path) -> None:
    speaker = Loudspeaker()
    assert players.find_voice(speaker) is None
    (tmp_path / "said.wav").write_bytes(wav_of([silence(0.5)]))
    program(bin_folder, "espeak-ng", f'[ "$1" = --voices ] && echo "5 cmn-latn-pinyin" || cat {tmp_path}/said.wav')
    voice = players.find_voice(speaker)
    assert voice is not None
    assert voice.languages == {"zh"}
    voice.say(read_call("zh", "A1", "1"), 100)
    assert [length(sound) for sound in speaker.sounds] == [0.5]


def length(sound: bytes) -> float:
    return players.length_s(sound)
