"""Spoken calls: a spooler that lets no call cut another, speaks none twice and none too late.

The announcer hears of calls as committed facts (`on_facts`, on the recorder's thread) and speaks on its own thread.
What makes a sound is handed in (see ui/player.py), so this file runs, and is tested, without any sound device.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec.structs import replace

from lobbyconsole.config import Settings, Voice
from lobbyconsole.domain.facts import Fact, TicketCalled, TicketRecalled
from lobbyconsole.domain.lobby import CALLED, Book, Ticket
from lobbyconsole.domain.standing import undone_ids
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.live import Live, Outcome
from lobbyconsole.services.numbers import DESK
from lobbyconsole.services.recordings import Clips, Sentence, VoiceTrouble, read_call, samples_of, silence, wav_of

log = logging.getLogger(__name__)

GAP_S = 1.5  # least silence between two calls
REPEAT_GAP_S = 0.7  # between the repeats of one call, which the ear takes for one
TOO_OLD_S = 15.0
LOOK_AGAIN_S = 30.0  # a loudspeaker may be plugged in later
ANSWER_S = 5.0
MOST_SEEN = 1_000
PHRASE_GAP_S = 0.45  # after the chime and between languages


class Player(Protocol):
    """Where sound goes. `play` returns when the sound has been heard and raises VoiceTrouble when it was not."""

    def play(self, sound: bytes) -> None: ...
    def stop(self) -> None: ...


class SystemVoice(Protocol):
    """The computer's own voice. `say` returns when the sentence has been heard; raises VoiceTrouble."""

    languages: frozenset[str]

    def say(self, sentence: Sentence, volume: int) -> None: ...
    def stop(self) -> None: ...


class Call(msgspec.Struct, frozen=True):
    """One call to be spoken. A recall is a call of its own with its own id."""

    id: str
    ticket: str
    counter: str
    at: datetime
    number: str = ""


class VoiceState(msgspec.Struct, frozen=True):
    """`state`: off, starting, ready, speaking, muted, quiet (hours), no_player, failing, chime_only."""

    state: str
    message: Message | None = None
    waiting: int = 0
    spoken: int = 0
    dropped: int = 0


class Announcer:
    """Speaks the calls of `sources` one after the other. Everything public may be called from any thread."""

    def __init__(
        self,
        live: Live,
        settings: Callable[[], Settings],
        find_player: Callable[[], Player],
        find_voice: Callable[[Player], SystemVoice | None] = lambda player: None,
        *,
        sources: frozenset[str] = frozenset({DESK}),  # a vendor's hall has a voice of its own
        quiet_hours: Callable[[], tuple[time_of_day, time_of_day] | None] = lambda: None,
        clips: Clips | None = None,
        gap_s: float = GAP_S,
        repeat_gap_s: float = REPEAT_GAP_S,
    ) -> None:
        self._live = live
        self._settings = settings
        self._find_player = find_player
        self._find_voice = find_voice
        self._sources = sources
        self._quiet_hours = quiet_hours
        self._clips = clips or Clips()
        self._gaps = (gap_s, repeat_gap_s)
        self._news = threading.Condition()
        self._line: list[Call] = []
        self._tone: tuple[Path, float] | None = None
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._muted = False
        self._stopping = False
        self._speaking = False
        self._player: Player | None = None
        self._voice: SystemVoice | None = None
        self._looked_at = self._sounded_at = float("-inf")
        self._trouble: tuple[str, Message] | None = None
        self._counts = [0, 0]  # spoken, dropped
        self._thread = threading.Thread(target=self._work, name="announcer", daemon=True)

    def start(self) -> None:
        """Look for a sound device, then wait for calls."""
        self._thread.start()

    def stop(self) -> None:
        """Be silent at once and end the thread; before `live` stops."""
        with self._news:
            self._stopping = True
            self._line.clear()
            self._news.notify_all()
        for _ in range(50):  # again and again: a sound may just have been about to begin
            self._hush()
            if not self._thread.is_alive():
                break
            self._thread.join(0.1)

    def on_facts(self, facts: Sequence[Fact]) -> None:
        """Newly committed facts; cheap, for the recorder's thread. The same fact twice is spoken once."""
        calls = [
            Call(fact.id, fact.ticket, fact.counter, fact.at)
            for fact in facts
            if isinstance(fact, TicketCalled | TicketRecalled) and fact.source in self._sources
        ]
        undone = undone_ids(facts)
        if not calls and not undone:
            return
        with self._news:
            self._line = [call for call in self._line if call.id not in undone]
            for call in calls:
                if call.id in undone or call.id in self._seen:
                    continue
                self._seen[call.id] = None
                while len(self._seen) > MOST_SEEN:
                    self._seen.popitem(last=False)
                # Called again while the first call still waits for its turn: one call, at the old place.
                places = [at for at, other in enumerate(self._line) if other.ticket == call.ticket]
                if places:
                    self._line[places[0]] = call
                else:
                    self._line.append(call)
            self._news.notify_all()

    def mute(self, muted: bool = True) -> None:
        """Silence at once, or sound again. Calls made meanwhile are not made up for: they are on the wall."""
        with self._news:
            self._muted = muted
            if muted:
                self._line.clear()
            self._news.notify_all()
        if muted:
            self._hush()

    def tone(self, path: Path) -> None:
        """One short signal such as "act now": never during a call, before a waiting one, or long after its cause."""
        with self._news:
            self._tone = (path, time.monotonic())
            self._news.notify_all()

    def test(self) -> None:
        """Speak a sample call, for the settings page."""
        now = self._live.clock.now()
        with self._news:
            self._line.append(Call(f"test {now.isoformat()}", "", "1", now, "A012"))
            self._looked_at = float("-inf")  # a person who tries has perhaps just plugged something in
            self._news.notify_all()

    @property
    def state(self) -> VoiceState:
        """What the floor shows beside the loudspeaker."""
        with self._news:
            waiting, speaking, muted = len(self._line), self._speaking, self._muted
            state = VoiceState("ready", None, waiting, *self._counts)
            trouble = self._trouble
        voice = self._settings().voice
        if not voice.enabled:
            return replace(state, state="off")
        if muted or voice.volume == 0:
            return replace(state, state="muted", message=Message(QT_TRANSLATE_NOOP("Messages", "Calls are muted.")))
        if trouble is not None:
            return replace(state, state=trouble[0], message=trouble[1])
        if self._player is None:
            return replace(state, state="starting")
        if speaking:
            return replace(state, state="speaking")
        if self._is_quiet():
            message = Message(QT_TRANSLATE_NOOP("Messages", "Calls are silent during the quiet hours."))
            return replace(state, state="quiet", message=message)
        return state

    # --- on the announcer's thread ---

    def _work(self) -> None:
        self._look_for_player()
        while True:
            with self._news:
                while not (self._stopping or self._line or self._tone):
                    self._news.wait()
                if self._stopping:
                    return
                call = self._line.pop(0) if self._line else None
                tone, self._tone = (None, self._tone) if call else (self._tone, None)
            try:
                if call is not None:
                    self._announce(call)
                elif tone is not None:
                    self._sound(tone)
            except Exception:
                log.exception("a call was not spoken")

    def _announce(self, call: Call) -> None:
        heard = 0
        gap, repeat_gap = self._gaps
        for turn in range(self._settings().voice.repeats):
            self._rest(repeat_gap if turn else gap)
            spoken = self._checked(call)
            # A repeat is owed to nobody who has come, and others who wait for their call go first.
            if spoken is None or (turn and self._line) or not self._player_is_there():
                break
            if not self._speak(spoken, chimes=turn == 0):
                break
            heard += 1
        with self._news:
            self._counts[0 if heard else 1] += 1

    def _rest(self, seconds: float) -> None:
        """Wait until `seconds` after the last sound."""
        with self._news:
            self._news.wait_for(lambda: self._stopping, self._sounded_at + seconds - time.monotonic())

    def _checked(self, call: Call) -> Call | None:
        """The call with its number, or None when it should not be spoken (any more)."""
        voice = self._settings().voice
        with self._news:
            if self._stopping or self._muted:
                return None
        if not call.ticket:  # a test
            return call
        if not voice.enabled or voice.volume == 0 or self._is_quiet():
            return None
        if (self._live.clock.now() - call.at).total_seconds() > TOO_OLD_S:
            return None
        ticket = self._ticket(call.ticket)
        if ticket is None or ticket.state != CALLED or (call.counter and ticket.counter != call.counter):
            return None
        return replace(call, number=ticket.number or call.ticket, counter=ticket.counter)

    def _ticket(self, key: str) -> Ticket | None:
        def read(book: Book, now: datetime) -> Outcome:
            return Outcome((), book.ticket(key))

        try:
            found = self._live.run(read).result(ANSWER_S)
        except TimeoutError:
            return None
        return found if isinstance(found, Ticket) else None

    def _speak(self, call: Call, chimes: bool) -> bool:
        """True when something was heard."""
        settings = self._settings()
        voice, sector = settings.voice, settings.branch.sector
        sentences = [
            read_call(language, call.number, call.counter, sector=sector, yao=voice.one_as_yao)
            for language in voice.languages
        ]
        with self._news:
            self._speaking = True
        try:
            trouble = self._say(sentences, voice, chimes)
        except VoiceTrouble as error:
            self._failed("failing", error.message)
            self._player, self._looked_at = None, float("-inf")  # the next call tries again
            return False
        finally:
            with self._news:
                self._speaking, self._sounded_at = False, time.monotonic()
        self._trouble = trouble
        return True

    def _say(self, sentences: Sequence[Sentence], voice: Voice, chimes: bool) -> tuple[str, Message] | None:
        """Chime and sentences, by the computer's voice or as one joined sound; what was less than wished."""
        trouble: tuple[str, Message] | None = None
        player = self._player
        assert player is not None
        try:
            chime = self._clips.chime() if chimes else silence(0)
        except VoiceTrouble as error:
            chime, trouble = silence(0), ("ready", error.message)
        if voice.engine == "system":
            if self._voice is not None and {sentence.language for sentence in sentences} <= self._voice.languages:
                player.play(wav_of([chime], voice.volume))
                chime = silence(0)
                try:
                    for sentence in sentences:
                        self._voice.say(sentence, voice.volume)
                    return trouble
                except VoiceTrouble as error:
                    log.info("the computer's voice failed: %s", error)
            text = QT_TRANSLATE_NOOP("Messages", "This computer cannot speak these languages; recordings are used.")
            trouble = ("ready", Message(text))
        parts = [chime]
        try:
            for sentence in sentences:
                parts += (silence(PHRASE_GAP_S), *self._clips.sentence(sentence))
        except VoiceTrouble as error:
            parts, trouble = [self._clips.chime()], ("chime_only", error.message)
        player.play(wav_of(parts, voice.volume))
        return trouble

    def _sound(self, tone: tuple[Path, float]) -> None:
        path, asked = tone
        self._rest(self._gaps[1])
        if time.monotonic() - asked > TOO_OLD_S or not self._player_is_there():
            return
        assert self._player is not None
        try:
            self._player.play(wav_of([samples_of(path.read_bytes(), path.name)], self._settings().voice.volume))
        except (VoiceTrouble, OSError) as error:
            log.info("tone %s: %s", path.name, error)

    def _player_is_there(self) -> bool:
        if self._player is None and time.monotonic() - self._looked_at >= LOOK_AGAIN_S:
            self._look_for_player()
        return self._player is not None

    def _look_for_player(self) -> None:
        self._looked_at = time.monotonic()
        try:
            self._player = self._find_player()
        except VoiceTrouble as error:
            self._failed("no_player", error.message)
            return
        self._voice = self._find_voice(self._player)
        self._trouble = None

    def _failed(self, state: str, message: Message) -> None:
        # Said once a change: a hall without loudspeakers would otherwise fill the log.
        if self._trouble != (state, message):
            log.info("calls are not spoken: %s", message)
        self._trouble = (state, message)

    def _hush(self) -> None:
        for sounding in (self._player, self._voice):
            if sounding is not None:
                sounding.stop()

    def _is_quiet(self) -> bool:
        hours = self._quiet_hours()
        if hours is None:
            return False
        begin, end = hours
        now = self._live.clock.now().astimezone(self._settings().branch.tz).time()
        return begin <= now < end if begin <= end else now >= begin or now < end
