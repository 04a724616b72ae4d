"""Asks in a register's panel for the PIN of whoever signs a move, where they have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lobbyconsole.ui.people_sign import PinQuestion, ask_whether_pin
from lobbyconsole.ui.register_stage import RegisterStage

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof


def with_proof(screen: RegisterStage, by: str, then: Callable[[Proof | None], object], alone: bool = False) -> None:
    """Go on with the proof that this is `by`; at once, and with none, when there is nobody to ask or no PIN."""
    work = screen.console.work
    if not by:
        then(None)
        return

    def go(has_pin: bool) -> None:
        if not has_pin:
            then(None)
            return
        question = PinQuestion(lambda: work.staff, by)
        screen.panel.ask(question, lambda _given: then(question.proof), alone=alone)

    ask_whether_pin(screen, lambda: work.staff, by, go, screen.tell_refused)
