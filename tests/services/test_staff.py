"""The staff list on a real store: PINs kept as hashes only, tries that slow down, proofs nobody can make up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from lobbyconsole import credentials
from lobbyconsole.config import Settings
from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Scale
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register_facts import RecordMoved
from lobbyconsole.domain.round_facts import RoundHandedOver
from lobbyconsole.domain.staff_facts import StaffPinSet
from lobbyconsole.domain.words import Refused
from lobbyconsole.services import staff as services
from lobbyconsole.services.staff import PinRefused, Proof, Staff
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.work import Work
from tests.services.conftest import SmallHall

PIN, OTHER = "4826", "7304"
WORDS = Text("words", "字")
Open = Callable[[], tuple[SmallHall, Staff]]


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "slow_hash" not in request.keywords:
        monkeypatch.setattr(credentials, "_ARGON", {"t": 1, "m": 64, "p": 1})


@pytest.fixture
def opened(open_hall: Callable[[], SmallHall]) -> Open:
    def again() -> tuple[SmallHall, Staff]:
        hall = open_hall()
        return hall, Staff(Subjects(hall.store, hall.live), hall.key, ticks=hall.time.monotonic)

    return again


@pytest.fixture
def there(opened: Open) -> tuple[SmallHall, Staff]:
    hall, staff = opened()
    staff.add("1001", ["lobby_manager"], by="1001")
    staff.add("1002", ["teller"], by="1001")
    staff.set_pin("1001", PIN)
    return hall, staff


def test_the_list_survives_a_restart(there: tuple[SmallHall, Staff], opened: Open) -> None:
    staff = there[1]
    staff.set_roles("1002", ["teller", "trainer", "teller"], by="1001")
    staff.add("1003")
    staff.leave("1003", by="1001")
    for after in (lambda: staff, lambda: opened()[1]):
        now = after()
        found = [(one.number, one.roles, one.has_pin, one.left) for one in now.roster(everybody=True)]
        assert found == [
            ("1001", ("lobby_manager",), True, False),
            ("1002", ("teller", "trainer"), False, False),
            ("1003", (), False, True),
        ]
        assert [one.number for one in now.roster()] == ["1001", "1002"]
        assert now.prove("1001", PIN).number == "1001"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda staff: staff.add("", []), "staff number has"),
        (lambda staff: staff.add("王五", []), "staff number has"),
        (lambda staff: staff.add("1001", []), "on the list already"),
        (lambda staff: staff.set_roles("1009", []), "not on the staff list"),
        (lambda staff: staff.leave("1009"), "not on the staff list"),
        (lambda staff: staff.set_pin("1009", PIN), "not on the staff list"),
        (lambda staff: staff.set_pin("1002", "12"), "4 to 8 digits"),
        (lambda staff: staff.set_pin("1002", "1234"), "easy to guess"),
        (lambda staff: staff.set_pin("1002", "1002"), "staff number"),
        (lambda staff: staff.set_pin("1001", OTHER), "present PIN first"),
        (lambda staff: staff.set_pin("1001", OTHER, old_pin=OTHER), "not the PIN"),
        (lambda staff: staff.prove("1009", PIN), "not on the staff list"),
        (lambda staff: staff.prove("1002", PIN), "no PIN yet"),
        (lambda staff: staff.prove("1001", OTHER), "not the PIN"),
        (lambda staff: staff.clear_pin("1001", by="1001"), "Another person"),
        (lambda staff: staff.clear_pin("1001", by=""), "your staff number"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    there: tuple[SmallHall, Staff], act: Callable[[Staff], Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        act(there[1])


def test_numbers_and_pins_typed_full_width_are_the_same(there: tuple[SmallHall, Staff]) -> None:
    staff = there[1]
    assert staff.prove(" １００１", "４８２６").number == "1001"
    staff.add("a7", [])
    with pytest.raises(Refused, match="a7 is on the list already"):
        staff.add("A7", [])


def test_a_pin_is_changed_by_who_knows_it_and_the_old_one_is_void(there: tuple[SmallHall, Staff]) -> None:
    staff = there[1]
    staff.set_pin("1001", OTHER, old_pin=PIN)
    assert staff.prove("1001", OTHER)
    with pytest.raises(PinRefused, match="not the PIN"):
        staff.prove("1001", PIN)


def test_wrong_tries_slow_down_also_across_restarts_and_the_right_one_forgives(
    there: tuple[SmallHall, Staff], opened: Open
) -> None:
    hall, staff = there
    for _ in range(2):
        with pytest.raises(PinRefused) as told:
            staff.prove("1001", OTHER)
        assert (told.value.reason, told.value.wait_s) == ("wrong", 0)
    with pytest.raises(PinRefused, match="10 seconds") as told:
        staff.prove("1001", OTHER)
    assert told.value.wait_s == 10
    hall, staff = opened()
    hall.time.advance(4)
    with pytest.raises(PinRefused, match=r"Too many wrong tries.* 6 seconds") as told:
        staff.prove("1001", PIN)
    assert told.value.reason == "slow"
    with pytest.raises(PinRefused, match="Too many"):
        staff.set_pin("1001", OTHER, old_pin=PIN)
    hall.time.advance(6)
    assert staff.prove("1001", PIN)
    member = staff.member("1001")
    assert member is not None
    assert member.wrong == 0
    hall, staff = opened()
    member = staff.member("1001")
    assert member is not None
    assert member.wrong == 0, "forgiven for good"


def test_a_clock_that_was_a_year_ahead_locks_nobody_out_for_a_year(
    there: tuple[SmallHall, Staff], opened: Open
) -> None:
    hall, staff = there
    today = hall.time()
    hall.time.set(today + timedelta(days=365))
    hall, staff = opened()
    for _ in range(3):
        with pytest.raises(PinRefused, match="not the PIN"):
            staff.prove("1001", OTHER)
    hall.time.set(today)  # the time server was heard
    hall, staff = opened()
    with pytest.raises(PinRefused, match=r"10 seconds"):
        staff.prove("1001", PIN)
    hall.time.advance(4)
    with pytest.raises(PinRefused, match=r"6 seconds"):
        staff.prove("1001", PIN)
    hall.time.advance(6)
    assert staff.prove("1001", PIN)
    with pytest.raises(PinRefused, match="next try"):
        staff.prove("1001", OTHER)
    with pytest.raises(PinRefused, match="Too many"):
        staff.prove("1001", PIN)


def test_a_number_in_other_letters_is_the_same_person(there: tuple[SmallHall, Staff]) -> None:
    staff = there[1]
    staff.add("A07", [])
    staff.set_pin("a07", PIN)
    for typed in ("a07", "A07", "ａ０７ "):
        assert staff.has_pin(typed)
        with pytest.raises(Refused, match="signs with a PIN"):
            staff.signature(typed, None)
        assert staff.prove(typed, PIN).number == "A07"
        assert staff.signature(typed, staff.prove("A07", PIN)) == "pin"
    with pytest.raises(Refused, match="Another person"):
        staff.clear_pin("A07", by="a07")
    staff.leave("a07")
    staff.add("a07", ["teller"])
    assert [one.number for one in staff.roster(everybody=True)].count("A07") == 1
    assert staff.has_pin("A07"), "leaving and coming back in other letters is no way to get rid of a PIN"


def test_tries_at_the_same_time_count_one_by_one(there: tuple[SmallHall, Staff]) -> None:
    staff = there[1]

    def guess(pin: str) -> str:
        try:
            staff.prove("1001", pin)
        except PinRefused as error:
            return error.reason
        return "proved"

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(guess, [f"{number:04d}" for number in range(5001, 5013)]))
    assert told.count("wrong") == 3
    assert told.count("slow") == 9


def guessed(hall: SmallHall, staff: Staff, numbers: list[str], seconds: float) -> int:
    """How many tries somebody gets who goes from number to number without a pause for so long."""
    end, tries = hall.time() + timedelta(seconds=seconds), 0
    while hall.time() < end:
        waits = []
        for number in numbers:
            try:
                staff.prove(number, "9137")
            except PinRefused as error:
                tries += error.reason == "wrong"
                waits.append(error.wait_s)
        hall.time.advance(max(1.0, min(waits)))
    return tries


def crowd(staff: Staff) -> list[str]:
    numbers = [f"20{at:02d}" for at in range(30)]
    for number in numbers:
        staff.add(number)
        staff.set_pin(number, "4826" if number != "2007" else "5519")
    return numbers


def test_whoever_walks_over_all_numbers_is_slowed_and_a_restart_does_not_end_it(
    there: tuple[SmallHall, Staff], opened: Open
) -> None:
    hall, staff = there
    numbers = crowd(staff)
    assert guessed(hall, staff, numbers, 600) <= 60, "without the hall's own wait it is 150"
    hall, staff = opened()
    assert guessed(hall, staff, numbers, 3600) <= 65


def test_a_walk_over_the_numbers_locks_nobody_out(there: tuple[SmallHall, Staff], opened: Open) -> None:
    hall, staff = there
    numbers = crowd(staff)
    staff.prove("1001", PIN)
    guessed(hall, staff, numbers, 600)
    with pytest.raises(PinRefused):
        staff.prove(numbers[0], "9137")
    assert staff.prove("1001", PIN), "who signed today goes on signing"
    hall, staff = opened()
    for number in reversed(numbers):
        with pytest.raises(PinRefused) as caught:
            staff.prove(number, "9137")
        if caught.value.reason == "wrong":
            break
    with pytest.raises(PinRefused) as caught:  # after a restart nobody is known: a minute at the most
        staff.prove("1001", PIN)
    assert caught.value.reason == "slow"
    hall.time.advance(60)
    assert staff.prove("1001", PIN)
    hall.time.advance(24 * 3600)
    assert staff.prove("2007", "5519"), "and the next day it is forgotten"


def test_two_who_forgot_their_pins_slow_nobody_else(there: tuple[SmallHall, Staff]) -> None:
    hall, staff = there
    numbers = crowd(staff)[:2]
    guessed(hall, staff, numbers, 900)
    assert staff.prove("1001", PIN)
    assert staff.prove("2007", "5519")


def test_slips_that_were_put_right_count_for_nothing(there: tuple[SmallHall, Staff]) -> None:
    staff = there[1]
    for number in crowd(staff):
        for pin in ("9137", "9138", "5519" if number == "2007" else "4826"):
            with suppress(PinRefused):
                staff.prove(number, pin)
        assert staff.member(number).wrong == 0  # type: ignore[union-attr]


def test_neither_pin_nor_guess_stands_in_the_journal_or_the_log(
    there: tuple[SmallHall, Staff], caplog: pytest.LogCaptureFixture
) -> None:
    hall, staff = there
    with caplog.at_level(logging.DEBUG), pytest.raises(PinRefused):
        staff.prove("1001", OTHER)
    facts = hall.store.facts_of("staff:1001")
    kept_words = [msgspec.structs.asdict(fact) for fact in facts]
    for words in kept_words:  # random letters and digits: now and then any four digits stand in them by chance
        words["id"] = words["hash"] = ""
    text = repr(kept_words)
    assert PIN not in text
    assert OTHER not in text
    assert PIN not in caplog.text
    assert OTHER not in caplog.text
    kept = [fact.hash for fact in facts if isinstance(fact, StaffPinSet)]
    assert [one.startswith("$argon2id$") for one in kept] == [True]


def test_a_hash_is_worth_nothing_without_the_key_of_the_hall_or_for_another_person(
    there: tuple[SmallHall, Staff],
) -> None:
    hall, staff = there
    member = staff.member("1001")
    assert member is not None
    assert credentials.pin_fits(hall.key, "1001", PIN, member.pin_hash)
    assert not credentials.pin_fits(bytes(32), "1001", PIN, member.pin_hash)
    assert not credentials.pin_fits(hall.key, "1002", PIN, member.pin_hash)


@pytest.mark.parametrize("kept", ["", "rubbish", "$argon2id$v=19$m=99999999,t=3,p=4$YWFhYWFhYWE$YmJiYmJiYmJiYmI", "€"])
def test_a_spoilt_or_doctored_hash_proves_nothing_and_eats_nothing(kept: str) -> None:
    assert not credentials.pin_fits(bytes(32), "1001", PIN, kept)


@pytest.mark.slow_hash
def test_the_real_hash_is_slow_enough() -> None:
    kept = credentials.hash_pin(bytes(32), "1001", PIN)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert credentials.pin_fits(bytes(32), "1001", PIN, kept)


def test_a_proof_is_believed_for_minutes_and_only_if_it_was_given_here(there: tuple[SmallHall, Staff]) -> None:
    hall, staff = there
    proof = staff.prove("1001", PIN)
    assert staff.signature("1001", proof) == "pin"
    with pytest.raises(Refused, match="belongs to 1001"):
        staff.signature("1002", proof)
    with pytest.raises(Refused, match="PIN again"):
        staff.signature("1001", Proof("1001"))
    with pytest.raises(Refused, match="1001 signs with a PIN"):
        staff.signature("1001", None)
    assert staff.signature("1002", None) == "name"
    assert staff.signature("9999", None) == "name", "somebody from another hall, as before there were PINs"
    hall.time.advance(services.PROOF_LIFE_S + 1)
    with pytest.raises(Refused, match="PIN again"):
        staff.signature("1001", proof)


def test_who_has_left_proves_nothing(there: tuple[SmallHall, Staff]) -> None:
    staff = there[1]
    staff.leave("1001", by="1002")
    with pytest.raises(PinRefused, match="no longer"):
        staff.prove("1001", PIN)
    with pytest.raises(Refused, match="no longer"):
        staff.signature("1001", None)
    staff.add("1001", ["teller"], by="1002")
    assert staff.prove("1001", PIN), "back with the same PIN: leaving is no way to get rid of one"


def test_a_forgotten_pin_is_cleared_by_another_person_with_theirs(there: tuple[SmallHall, Staff]) -> None:
    hall, staff = there
    assert staff.who_may_clear("1001") == []
    assert not staff.clear_pin("1001", by="1002").has_pin, "nobody else has a PIN yet"
    staff.set_pin("1001", PIN)
    staff.set_pin("1002", OTHER)
    with pytest.raises(Refused, match="with their own PIN"):
        staff.clear_pin("1001", by="1002")
    assert not staff.clear_pin("1001", by=staff.prove("1002", OTHER)).has_pin
    told = [(fact.by, fact.proof) for fact in hall.store.facts_of("staff:1001") if fact.kind == "staff.pin_cleared"]  # type: ignore[attr-defined]
    assert told == [("1002", "name"), ("1002", "pin")]


def test_numbers_seen_at_the_counters_are_offered(there: tuple[SmallHall, Staff]) -> None:
    hall, staff = there
    for counter, number in (("1", "1001"), ("2", "1040"), ("3", "1023")):
        hall.desk.open_counter(counter, staff=number).result()
    hall.time.advance(60)
    for counter in ("1", "2", "3"):
        hall.desk.close_counter(counter).result()
    assert staff.seen() == ["1023", "1040"]


def test_the_screen_hears_of_changes(there: tuple[SmallHall, Staff]) -> None:
    staff = there[1]
    heard: list[int] = []
    stop = staff.watch(lambda: heard.append(1))
    staff.add("1077", [])
    stop()
    staff.leave("1077")
    assert heard == [1]


# --- signing


@pytest.fixture
def work(open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch) -> Work:
    vault = CheckItem(
        id="vault", text=WORDS, touchpoint="queueing", zone="waiting", standard=WORDS, scale=Scale(type="pass_fail"),
        weight=1, critical=False, on_fail=OnFail(action=WORDS, owner="cleaner", due_min=30), second_signature=True,
    )  # fmt: skip
    double = Checklist(
        id="double", title=WORDS, kind="patrol", when="on_demand", zone="waiting", owner="lobby_manager", minutes=5,
        pass_score=80, summary=WORDS, items=(vault,),
    )  # fmt: skip
    library = Library(checklists={"double": double})
    monkeypatch.setattr("lobbyconsole.services.library.book.load_library", lambda: library)
    hall = open_hall()
    made = Work(hall.store, hall.live, lambda: Settings(branch=hall.branch))
    for number, pin in (("1001", PIN), ("1002", OTHER), ("1003", "")):
        made.staff.add(number)
        if pin:
            made.staff.set_pin(number, pin)
    return made


@pytest.fixture
def key(work: Work) -> str:
    begun = work.rounds.begin("double", by="1001").round.key
    work.rounds.answer(begun, "vault", said="pass", by="1001")
    return begun


def signed(work: Work, key: str) -> list[tuple[str, str, str]]:
    state = work.rounds.get(key)
    assert state is not None
    return [(signature.part, signature.by, signature.proof) for signature in state.round.signatures]


def test_a_round_is_closed_with_two_pins_in_one_breath(work: Work, key: str) -> None:
    proof, other = work.staff.prove("1001", PIN), work.staff.prove("1002", OTHER)
    done = work.rounds.close(key, by="1001", proof=proof, second="1002", second_proof=other)
    assert done.round.state == "finished"
    assert signed(work, key) == [("runner", "1001", "pin"), ("second", "1002", "pin")]


def test_who_has_no_pin_signs_by_number_as_before(work: Work, key: str) -> None:
    proof = work.staff.prove("1001", PIN)
    work.rounds.close(key, by="1001", proof=proof, second="1003")
    assert signed(work, key) == [("runner", "1001", "pin"), ("second", "1003", "name")]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({}, "A second person must sign"),
        ({"second": "1002"}, "1002 signs with a PIN"),
        ({"second": "1001"}, "1001 signs with a PIN"),
        ({"second": "1001", "second_proof": ("1001", PIN)}, "Another person"),
        ({"second": "1002", "second_proof": ("1001", PIN)}, "belongs to 1001"),
        ({"second": "王五"}, "your staff number"),
    ],
)
def test_without_the_right_second_person_nothing_at_all_is_signed(
    work: Work, key: str, second: dict[str, Any], words: str
) -> None:
    given = dict(second)
    if "second_proof" in given:
        given["second_proof"] = work.staff.prove(*given["second_proof"])
    with pytest.raises(Refused, match=words):
        work.rounds.close(key, by="1001", proof=work.staff.prove("1001", PIN), **given)
    assert signed(work, key) == []
    state = work.rounds.get(key)
    assert state is not None
    assert state.round.state == "running"


def test_nobody_signs_twice_as_two_people(work: Work, key: str) -> None:
    work.rounds.hand_over(key, "1003")
    work.rounds.sign(key, by="1001", part="second", proof=work.staff.prove("1001", PIN))
    with pytest.raises(Refused, match="Another person"):
        work.rounds.close(key, by="1001", proof=work.staff.prove("1001", PIN))
    assert work.rounds.close(key, by="1003").round.state == "finished"


def test_other_letters_do_not_make_a_second_person(work: Work) -> None:
    work.staff.add("B10")
    key = work.rounds.begin("double", by="B10").round.key
    work.rounds.answer(key, "vault", said="pass", by="B10")
    with pytest.raises(Refused, match="Another person"):
        work.rounds.sign(key, by="b10", part="second")
    with pytest.raises(Refused, match="Another person"):
        work.rounds.close(key, by="B10", second="b10")
    made = work.records.open("actions", {"finding": "x", "owner": "cleaner"}, by="1003")
    work.records.move(made.subject, "report", by="B10", values={"evidence": "y"})
    for by in ("b10", " Ｂ１０"):
        with pytest.raises(Refused, match="Another person"):
            work.records.move(made.subject, "verify", by=by)
    entry = work.records.open("shift_log", {"entry": "早班交班"}, by="B10")
    work.records.move(entry.subject, "hand_over", by="1003")
    with pytest.raises(Refused, match="Another person"):
        work.records.move(entry.subject, "sign", by="b10")


def test_only_a_staff_number_signs_a_record(work: Work) -> None:
    entry = work.records.open("shift_log", {"entry": "早班交班"}, by="1003")
    work.records.move(entry.subject, "hand_over", by="1003")
    for by in ("张三", "cleaner", ""):
        with pytest.raises(Refused):
            work.records.move(entry.subject, "sign", by=by)
    with pytest.raises(Refused, match="not on the staff list"):
        work.records.move(entry.subject, "sign", by="1004")
    work.staff.add("1004")
    done = work.records.move(entry.subject, "sign", by=" １００４")
    assert done.values["successor"] == "1004"


def test_who_has_left_signs_nothing_and_the_round_goes_on_with_another(work: Work, key: str) -> None:
    work.staff.leave("1001", by="1002")
    with pytest.raises(Refused, match="no longer"):
        work.rounds.close(key, by="1001", second="1003")
    work.rounds.hand_over(key, "1002", proof=work.staff.prove("1002", OTHER))
    done = work.rounds.close(key, by="1002", proof=work.staff.prove("1002", OTHER), second="1003")
    assert done.round.state == "finished"


def test_a_running_round_is_taken_over_by_who_proves_it(work: Work, key: str) -> None:
    with pytest.raises(Refused, match="1002 signs with a PIN"):
        work.rounds.hand_over(key, "1002", by="1001")
    taken = work.rounds.hand_over(key, "1002", by="1001", proof=work.staff.prove("1002", OTHER))
    assert taken.round.runner == "1002"
    told = [fact.proof for fact in work.subjects.facts("round:" + key) if isinstance(fact, RoundHandedOver)]
    assert told == ["pin"]


def test_a_record_is_rechecked_by_another_person_with_their_pin(work: Work) -> None:
    made = work.records.open("actions", {"finding": "x", "owner": "1001"}, by="1001")
    work.records.move(made.subject, "report", by="1001", values={"evidence": "y"})
    for by, proof, words in (
        ("1002", None, "1002 signs with a PIN"),
        ("1002", Proof("1002"), "PIN again"),
        ("1002", work.staff.prove("1001", PIN), "belongs to 1001"),
        ("1001", work.staff.prove("1001", PIN), "Another person"),
    ):
        with pytest.raises(Refused, match=words):
            work.records.move(made.subject, "verify", by=by, proof=proof)
    done = work.records.move(made.subject, "verify", by="1002", proof=work.staff.prove("1002", OTHER))
    moves = [(fact.by, fact.proof) for fact in done.history if isinstance(fact, RecordMoved)]
    assert moves == [("1001", ""), ("1002", "pin")]


def test_the_next_shift_signs_with_a_pin_or_without_one_by_number(work: Work) -> None:
    for by, pin, how in (("1002", OTHER, "pin"), ("1003", "", "name")):
        entry = work.records.open("shift_log", {"entry": "早班交班"}, by="1001")
        work.records.move(entry.subject, "hand_over", by="1001")
        if pin:
            with pytest.raises(Refused, match="signs with a PIN"):
                work.records.move(entry.subject, "sign", by=by)
        done = work.records.move(entry.subject, "sign", by=by, proof=work.staff.prove(by, pin) if pin else None)
        assert done.values["successor"] == by
        last = done.history[-1]
        assert isinstance(last, RecordMoved)
        assert last.proof == how
