"""Where two people must agree: no item leaves use by one alone, and a number of nobody is not "another person"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from lobbyconsole.config import Settings
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import RESTORE, RETIRE
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.library.shelf import shelf, versions
from lobbyconsole.services.staff import Staff
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.work import Work
from tests.services.conftest import SmallHall
from tests.services.rehearsing import rehearse

SHIPPED = load_library()


@pytest.fixture
def opened(open_hall: Callable[[], SmallHall]) -> Callable[[], LibraryBook]:
    def again() -> LibraryBook:
        hall = open_hall()
        subjects = Subjects(hall.store, hall.live)
        return LibraryBook(subjects, Staff(subjects, hall.key))

    return again


def staff_of(book: LibraryBook) -> Staff:
    assert book._staff is not None
    return book._staff


# --- retiring and using again -----------------------------------------------------------------------------------------


def test_a_plan_is_retired_only_when_a_second_person_agrees(opened: Callable[[], LibraryBook]) -> None:
    book = opened()
    with pytest.raises(Refused, match="staff number"):
        book.retire("plans", "fire", by="", why="the building has its own")
    state = book.retire("plans", "fire", by="8001", why="the building has its own")
    assert (state.retired, [entry.version for entry in state.waiting]) == (False, [RETIRE])
    assert "fire" in book.library().plans
    with pytest.raises(Refused, match="waits for approval"):
        book.retire("plans", "fire", by="8002", why="again")
    with pytest.raises(Refused, match="Another person"):
        book.approve("plans", "fire", RETIRE, by="8001")
    entry = next(one for one in shelf(book) if (one.family, one.id) == ("plans", "fire"))
    assert (entry.waiting, entry.retired) == (1, False)
    shown = versions(book, "plans", "fire")[0]
    assert (shown.standing, shown.origin, shown.item) == ("proposed", RETIRE, SHIPPED.plans["fire"])
    again = opened()
    assert "fire" in again.library().plans
    assert again.approve("plans", "fire", RETIRE, by="8002").retired
    assert "fire" not in again.library().plans
    assert versions(again, "plans", "fire")[0].standing == "agreed"
    with pytest.raises(Refused, match="never in force"):
        again.revert("plans", "fire", RETIRE, by="8001", why="x")
    with pytest.raises(Refused, match="Nothing was changed"):
        again.retire("plans", "fire", by="8001", why="twice")


def test_and_used_again_only_when_a_second_person_agrees(opened: Callable[[], LibraryBook]) -> None:
    book = opened()
    book.retire("plans", "fire", by="8001", why="x")
    book.approve("plans", "fire", RETIRE, by="8002")
    assert book.restore("plans", "fire", by="8001").retired
    assert "fire" not in book.library().plans
    book.refuse("plans", "fire", RESTORE, by="8002", why="not yet")
    assert "fire" not in book.library().plans
    book.restore("plans", "fire", by="8001", why="the building's plan is worse")
    assert not book.approve("plans", "fire", RESTORE, by="8002").retired
    assert opened().library().plans["fire"] == SHIPPED.plans["fire"]


def test_a_refused_retirement_changes_nothing_and_may_be_proposed_again(opened: Callable[[], LibraryBook]) -> None:
    book = opened()
    book.retire("plans", "fire", by="8001", why="x")
    book.refuse("plans", "fire", RETIRE, by="8001", why="a slip")  # one's own may be taken back
    assert "fire" in book.library().plans
    assert book.editions("plans", "fire").waiting == ()
    book.retire("plans", "fire", by="8003", why="really")
    book.approve("plans", "fire", RETIRE, by="8001")
    assert "fire" not in book.library().plans


def test_an_item_that_asks_for_two_itself_is_no_way_around(opened: Callable[[], LibraryBook]) -> None:
    book = opened()
    own = replace(SHIPPED.checklists["patrol_hourly"], id="vault", title=Text("Vault", "金库"), approval=True)
    version = book.propose("checklists", own, by="8001", why="new").waiting[0].version
    book.approve("checklists", "vault", version, by="8002")
    book.retire("checklists", "vault", by="8001", why="tedious")
    assert "vault" in book.library().checklists
    book.approve("checklists", "vault", RETIRE, by="8002")
    assert "vault" not in book.library().checklists


def test_what_one_person_may_change_one_person_may_retire(opened: Callable[[], LibraryBook]) -> None:
    book = opened()
    assert book.retire("forms", "activity_log", by="8001", why="x").retired
    assert not book.restore("forms", "activity_log", by="8001").retired


# --- the staff list ---------------------------------------------------------------------------------------------------


def test_once_there_is_a_staff_list_both_of_two_are_on_it(opened: Callable[[], LibraryBook]) -> None:
    book = opened()
    for number in ("8001", "8002", "8003"):
        staff_of(book).add(number)
    staff_of(book).leave("8003")
    own = replace(SHIPPED.checklists["patrol_hourly"], id="vault", title=Text("Vault", "金库"), approval=True)
    version = book.propose("checklists", own, by="8001", why="new").waiting[0].version
    book.approve("checklists", "vault", version, by="8002")
    mine = replace(own, summary=Text("Ours", "我们的"))
    for made_up in ("9999", "8003"):  # a number of nobody and one's own would be two
        with pytest.raises(Refused, match="staff list"):
            book.propose("checklists", mine, by=made_up, why="x")
        with pytest.raises(Refused, match="staff list"):
            book.retire("checklists", "vault", by=made_up, why="x")
    version = book.propose("checklists", mine, by="8001", why="x").waiting[0].version
    for made_up in ("9999", "8003"):
        with pytest.raises(Refused, match="staff list"):
            book.approve("checklists", "vault", version, by=made_up)
        with pytest.raises(Refused, match="staff list"):
            book.refuse("checklists", "vault", version, by=made_up, why="x")
    book.approve("checklists", "vault", version, by="８００２")
    assert book.library().checklists["vault"].summary.en == "Ours"
    forms = replace(SHIPPED.forms["activity_log"], title=Text("Diary", "日志"))
    assert book.propose("forms", forms, by="9999", why="one is enough here").current is not None


@pytest.fixture
def work(open_hall: Callable[[], SmallHall]) -> Work:
    hall = open_hall()
    return Work(hall.store, hall.live, lambda: Settings(branch=hall.branch))


def test_a_number_of_nobody_checks_no_corrective_action(work: Work) -> None:
    records = work.records
    without_list = records.open("actions", {"finding": "x", "owner": "cleaner"}).subject
    records.move(without_list, "report", by="8002", values={"evidence": "done"})
    assert records.move(without_list, "verify", by="9999").state == "verified"  # this hall keeps no list
    for number in ("8001", "8002", "8003"):
        work.staff.add(number)
    work.staff.leave("8003")
    for move in ("verify", "return"):
        subject = records.open("actions", {"finding": "x", "owner": "cleaner"}).subject
        records.move(subject, "report", by="8002", values={"evidence": "done"})
        for made_up in ("9999", "8003"):
            with pytest.raises(Refused, match="staff list"):
                records.move(subject, move, by=made_up, reason="x")
        records.move(subject, move, by="8001", reason="x")
    log = records.open("shift_log", {"entry": "quiet"}, by="8001").subject
    records.move(log, "hand_over", by="8001")
    with pytest.raises(Refused, match="staff list"):
        records.move(log, "sign", by="9999")
    assert records.move(log, "sign", by="8002").text("successor") == "8002"


def vault_round(work: Work, by: str) -> str:
    if work.library.checklist("vault") is None:
        patrol = SHIPPED.checklists["patrol_hourly"]
        item = replace(patrol.items[0], second_signature=True)
        work.library.propose(
            "checklists", replace(patrol, id="vault", items=(item,), when="on_demand"), by="8001", why="x"
        )
    opened = work.rounds.begin("vault", by=by)
    work.rounds.answer(opened.round.key, opened.checklist.items[0].id, said="na", by=by)
    return opened.round.key


def test_both_signatures_of_a_round_are_of_people_on_the_list(work: Work) -> None:
    work.rounds.close(vault_round(work, "9998"), by="9998", second="9999")
    work.staff.add("8001")
    work.staff.add("8002")
    key = vault_round(work, "8001")
    with pytest.raises(Refused, match="staff list"):
        work.rounds.close(key, by="8001", second="9999")
    with pytest.raises(Refused, match="staff list"):
        work.rounds.sign(key, by="9999", part="second")
    work.rounds.close(key, by="8001", second="8002")
    made_up = vault_round(work, "9998")
    with pytest.raises(Refused, match="staff list"):
        work.rounds.close(made_up, by="9998", second="8001")


def test_a_round_that_asks_for_two_is_not_finished_without_its_runners_own_signature(work: Work) -> None:
    rounds, key = work.rounds, vault_round(work, "8001")
    rounds.sign(key, by="8002", part="second")
    with pytest.raises(Refused, match="made this round must sign"):
        rounds.finish(key, by="8001")
    rounds.sign(key, by="8001")
    rounds.hand_over(key, "8003", by="8001")
    with pytest.raises(Refused, match="made this round must sign"):
        rounds.finish(key, by="8003")  # who handed it over signed for themselves
    rounds.sign(key, by="8003")
    assert rounds.finish(key, by="8003").round.state == "finished"


# --- PINs -------------------------------------------------------------------------------------------------------------


def test_who_has_a_pin_gives_it_as_first_and_as_second_person(opened: Callable[[], LibraryBook]) -> None:
    """Typed numbers would let one person be both: the service asks, not the screen alone."""
    book = opened()
    staff = staff_of(book)
    for number, pin in (("8001", "7391"), ("8002", "2846")):
        staff.add(number)
        staff.set_pin(number, pin)
    staff.add("8003")  # on the list, without a PIN
    fire = replace(SHIPPED.plans["fire"], summary=Text("Out.", "撤。"))
    with pytest.raises(Refused, match="signs with a PIN"):
        book.propose("plans", fire, by="8001", why="x")
    with pytest.raises(Refused, match="belongs to 8002"):
        book.propose("plans", fire, by="8001", why="x", proof=staff.prove("8002", "2846"))
    first = staff.prove("8001", "7391")
    version = book.propose("plans", fire, by="8001", why="x", proof=first).waiting[0].version
    rehearse(book, "fire", version)
    for by, proof in (("8002", None), ("８００２", None), (" 8002 ", None), ("8002", first)):
        with pytest.raises(Refused, match="PIN"):
            book.approve("plans", "fire", version, by=by, proof=proof)
        with pytest.raises(Refused, match="PIN"):
            book.refuse("plans", "fire", version, by=by, why="x", proof=proof)
    second = staff.prove("8002", "2846")
    state = book.approve("plans", "fire", version, by=" ８００２ ", proof=second)
    assert (state.in_force, state.current and state.current.decided_by) == (version, "8002")
    with pytest.raises(Refused, match="signs with a PIN"):
        book.retire("plans", "fire", by="8001", why="x")
    book.retire("plans", "fire", by="8001", why="x", proof=first)
    with pytest.raises(Refused, match="signs with a PIN"):
        book.approve("plans", "fire", RETIRE, by="8002")
    assert book.approve("plans", "fire", RETIRE, by="8003").retired  # who has no PIN goes on with the number
    with pytest.raises(Refused, match="signs with a PIN"):
        book.restore("plans", "fire", by="8002")
    book.restore("plans", "fire", by="8002", proof=second)
    with pytest.raises(Refused, match="signs with a PIN"):
        book.revert("plans", "fire", "", by="8001", why="x")


def test_of_two_answers_at_the_same_instant_the_second_is_told(opened: Callable[[], LibraryBook]) -> None:
    book = opened()
    own = replace(SHIPPED.checklists["patrol_hourly"], id="vault", title=Text("Vault", "金库"), approval=True)
    version = book.propose("checklists", own, by="8001", why="new").waiting[0].version
    start, told = Barrier(6), list[str]()

    def answer(by: str) -> None:
        start.wait()
        try:
            if int(by) % 2:
                book.approve("checklists", "vault", version, by=by)
            else:
                book.refuse("checklists", "vault", version, by=by, why="x")
        except Refused as error:
            told.append(str(error))

    windows = [Thread(target=answer, args=(str(number),)) for number in range(8002, 8008)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert len(told) == 5  # one answer counts, and nobody else believes theirs did
