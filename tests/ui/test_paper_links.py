"""From a figure to its source: every kind of link goes somewhere through a screen's command; others are said."""

from __future__ import annotations

import re

import pytest

from lobbyconsole.domain.paper import Link
from lobbyconsole.ui.main_window import HOME_OF, SCREENS
from lobbyconsole.ui.paper.links import link_argument, link_of, open_link

DAY = "2026-11-20"


class Window:
    """What the window was asked for; knows no command in `deaf`."""

    def __init__(self, *deaf: str) -> None:
        self.deaf = deaf
        self.asked: list[tuple[str, str]] = []
        self.gone: list[str] = []
        self.said: list[str] = []

    def go(self, screen_id: str) -> None:
        self.gone.append(screen_id)

    def say(self, message: str, level: str = "watch") -> None:
        self.said.append(message)

    def command(self, name: str, argument: str = "") -> bool:
        self.asked.append((name, argument))
        return name not in self.deaf


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        (Link("ticket", "20261120-17"), ("ticket", "20261120-17")),
        (Link("touchpoint", "queueing", DAY, DAY), ("touchpoint", "queueing")),
        (Link("round", "r1"), ("round", "r1")),
        (Link("record", "actions/ZG26-0001"), ("record", "actions/ZG26-0001")),
        (Link("register", "faults"), ("record", "faults")),
        (Link("meeting", "20261120-1"), ("meeting", "20261120-1")),
        (Link("kpi", "wait_avg", DAY, DAY), ("report", f"rows:kpi/wait_avg/{DAY}/{DAY}")),
        (Link("tickets", "service:cash", DAY, DAY), ("report", f"rows:tickets/service:cash/{DAY}/{DAY}")),
    ],
)
def test_each_kind_opens_its_place(link, asked):
    window = Window()
    assert open_link(window, link)
    assert window.asked == [asked]
    assert not window.said
    assert asked[0] in HOME_OF or asked[0] == "ticket"  # the floor has tickets


def test_every_kind_that_a_link_may_have_is_known():
    kinds = re.findall(r'"(\w+)"', (Link.__doc__ or "").partition("`first`")[0])
    known = {"kpi", "tickets", "ticket", "touchpoint", "round", "rounds", "record", "register", "meeting", "calendar"}
    assert known <= set(kinds)
    for kind in known:
        window = Window()
        assert open_link(window, Link(kind, "x", DAY, DAY)), kind
        assert all(screen in {entry.id for entry in SCREENS} for screen in window.gone)


def test_where_no_report_has_the_rows_the_day_itself_is_shown():
    window = Window("report")
    assert open_link(window, Link("kpi", "wait_avg", "2026-11-16", DAY))
    assert window.asked[-1] == ("day", DAY)


@pytest.mark.parametrize(
    "link", [Link("weather", "x"), Link("ticket", ""), Link("", ""), Link("kpi", "wait", "", "sometime")]
)
def test_what_cannot_be_opened_is_said(link):
    window = Window("report")
    assert not open_link(window, link)
    assert window.said == ["What this was computed from cannot be shown here."]


@pytest.mark.parametrize(
    "link", [Link("kpi", "wait_avg", DAY, DAY), Link("tickets", "a/b", "", ""), Link("rounds", "", DAY, DAY)]
)
def test_a_link_survives_being_an_argument(link):
    assert link_of(link_argument(link)) == link
    assert link_of("key_figures/week/2026-11-20") is None
