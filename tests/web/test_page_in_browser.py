"""The call pad's page in a real browser: a morning by keys, slips of the finger, cut cables, restarts, languages."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.web.browser import Browser
from tests.web.conftest import PadHall

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Everything a person reads that is cut off, hidden behind something or out of the window.
CLIPPED = """
var found = [], list = document.querySelectorAll(
  '.key, .key .label, .pill, h1, .number, .kpi, .row, .row .name, .choice, .note, .banner, .state, .timer, '
  + '.detail span, .quiet, .panel h2, form, form *');
for (var i = 0; i < list.length; i += 1) {
  var n = list[i], r = n.getBoundingClientRect();
  if (!n.offsetParent || !r.width) { continue; }
  if (n.scrollWidth > n.clientWidth + 1 && n.clientWidth && getComputedStyle(n).display !== 'inline') {
    found.push('wide ' + n.className + ' ' + n.textContent);
  }
  if (n.className === 'label' && n.scrollHeight > n.parentNode.clientHeight) { found.push('high ' + n.textContent); }
  if (r.left < -1 || r.right > document.documentElement.clientWidth + 1) { found.push('outside ' + n.textContent); }
}
return found;
"""
CONTRAST = """
function channel(v) { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); }
function parse(c) { return c.match(/[\\d.]+/g).map(Number); }
function light(c) { return 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]); }
var found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), node;
while ((node = walker.nextNode())) {
  var n = node.parentNode, back, fore, a, b, up;
  if (!node.textContent.trim() || !n.offsetParent || n.closest('[disabled]') || n.tagName === 'SCRIPT') { continue; }
  fore = parse(getComputedStyle(n).color);
  for (up = n; up; up = up.parentNode) {
    back = up.nodeType === 1 ? parse(getComputedStyle(up).backgroundColor) : [255, 255, 255, 1];
    if (back.length === 3 || back[3] > 0.9) { break; }
  }
  a = light(fore) + 0.05;
  b = light(back) + 0.05;
  a = Math.max(a, b) / Math.min(a, b);
  if (a < 4.5) { found.push(node.textContent + ' ' + a.toFixed(2)); }
}
return found;
"""


class Page:
    """The page as the teller of one counter sees it."""

    def __init__(self, browser: Browser, hall: PadHall) -> None:
        self.browser = browser
        self.hall = hall
        browser.size(1280, 720)
        browser.go(hall.url)

    def pair(self, counter: str) -> None:
        self.browser.until(lambda: self.browser.text("#pair_title"), "the pairing page")
        self.type_code(self.hall.pads.new_code(counter))
        self.shows("#place", f"{counter} 号窗口")

    def type_code(self, code: str) -> None:
        self.browser.run("document.getElementById('code').value = ''; document.getElementById('code').focus();")
        self.browser.press(*code, "Enter")

    def shows(self, css: str, text: str, seconds: float = 10.0) -> None:
        self.browser.until(
            lambda: text in self.browser.text(css),
            f"{css} never showed {text!r}, but {self.browser.text(css)!r}",
            seconds,
        )

    def idle(self) -> None:
        """Nothing is on its way."""
        self.browser.until(
            lambda: not self.browser.run("return document.querySelector('[aria-busy=true]')"), "an answer to the click"
        )

    def key(self, verb: str) -> dict[str, Any]:
        script = (
            "var b = document.querySelector('[data-verb=' + arguments[0] + ']');"
            "return {text: b.children[1].textContent, off: b.disabled, cls: b.className};"
        )
        found: dict[str, Any] = self.browser.run(script, verb)
        return found


@pytest.fixture
def page(browser: Browser, hall: PadHall) -> Page:
    return Page(browser, hall)


def called(hall: PadHall) -> list[str]:
    tickets = hall.live.snapshot.picture.tickets.values()
    return sorted(ticket.number for ticket in tickets if any(leg.called_at for leg in ticket.legs))


def test_a_morning_by_keys(page: Page, hall: PadHall) -> None:
    page.pair("3")
    browser = page.browser
    for _ in range(3):
        hall.issue("cash")
    hall.issue("general")
    page.shows("#state", "关闭")
    browser.press("Space")
    page.shows("#panel h2", "开启窗口")
    browser.press("1", "0", "3", "1", "Enter")
    page.shows("#state", "空闲")
    page.shows("#staff", "工号 1031")
    page.shows("#waiting", "4")
    browser.press("Space")
    page.shows("#number", "A001")
    page.shows("#state", "已叫号")
    browser.press("r")
    page.shows("#detail", "已叫 2 次")
    browser.press("s")
    page.shows("#state", "办理中")
    assert page.key("recall")["off"]
    assert page.key("next")["text"] == "办结并叫下一位"
    browser.press("t")
    page.shows("#panel h2", "A001 转到")
    browser.press("1")  # the first service that is not its own
    page.shows("#state", "空闲")
    assert {block.number for block in hall.live.snapshot.picture.rows[1].blocks} == {"A001", "B001"}
    browser.press("Space")
    page.shows("#number", "A002")
    browser.press("w")
    page.shows("#panel h2", "挂起 A002")
    browser.press("2")
    page.shows("#held", "A002")
    page.shows("#held", "取资料")
    browser.click("#held .choice")
    page.shows("#number", "A002")
    time.sleep(1.3)
    browser.press("f")
    page.shows("#state", "空闲")
    browser.press("h")
    page.shows("#panel h2", "大堂经理已经看到呼叫")
    browser.until(lambda: hall.live.snapshot.picture.counters["3"].asked_at, "the manager was asked")
    browser.press("2")
    browser.until(lambda: hall.live.snapshot.picture.counters["3"].asked_reason == "客户不满", "the reason")
    browser.until(lambda: "已呼叫经理" in page.key("help")["text"], "that the manager was called")
    browser.press("p")
    page.shows("#panel h2", "暂停叫号")
    browser.press("2", "p")
    page.shows("#state", "暂停")
    page.shows("#number", "午休")
    page.shows("#detail", "预计 11:42 回")
    browser.press("Space")
    page.shows("#state", "空闲")
    browser.press("Space")
    page.shows("#state", "已叫号")
    browser.press("n")
    page.shows("#state", "空闲")
    browser.press("o")
    page.shows("#state", "关闭")
    said = [line for line in browser.complaints() if "401" not in line]  # being unpaired at first is no complaint
    assert said == []


def test_slips_of_the_finger_call_one(page: Page, hall: PadHall) -> None:
    hall.open("3")
    for _ in range(9):
        hall.issue("cash")
    page.pair("3")
    page.shows("#state", "空闲")
    page.browser.press("Space", "Space", "Space", "Space")
    page.shows("#number", "A001")
    page.browser.press("Space")
    time.sleep(0.5)
    assert called(hall) == ["A001"], "so soon after a call the bar rests"
    page.browser.click("[data-verb=recall]")
    page.shows("#detail", "已叫 2 次")
    time.sleep(1)
    page.browser.press("Space")
    page.shows("#number", "A002")  # the mouse had left no focus on Recall


def test_a_click_that_does_not_get_through_is_sent_again_and_done_once(page: Page, hall: PadHall) -> None:
    hall.open("3")
    for _ in range(3):
        hall.issue("cash")
    page.pair("3")
    page.shows("#state", "空闲")
    page.browser.block("*/api/act*")
    page.browser.press("Space")
    page.browser.until(lambda: "busy" in page.key("next")["cls"], "pending")
    page.shows("#note", "正在发送")
    page.browser.until(lambda: page.key("help")["off"], "one thing at a time")
    page.browser.block()
    page.shows("#number", "A001")
    assert page.browser.text("#note") == ""
    assert called(hall) == ["A001"]


def test_when_it_cannot_be_sent_it_says_so_and_offers_the_same_click_again(page: Page, hall: PadHall) -> None:
    hall.open("3")
    hall.issue("cash")
    hall.issue("cash")
    page.pair("3")
    page.shows("#state", "空闲")
    page.browser.block("*/api/act*")
    page.browser.press("Space")
    page.shows("#note", "没有送到控制台：叫下一位", 20)
    assert "failed" in page.key("next")["cls"]
    page.browser.block()
    page.browser.click("#note button")
    page.shows("#number", "A001")
    assert called(hall) == ["A001"]


def test_when_only_the_answers_get_lost_nobody_is_called_twice(page: Page, hall: PadHall) -> None:
    hall.open("3")
    hall.issue("cash")
    hall.issue("cash")
    page.pair("3")
    page.shows("#state", "空闲")
    page.browser.run(
        "var p = XMLHttpRequest.prototype, open = p.open, send = p.send;"
        "p.open = function (method, path) { this.path = path; return open.apply(this, arguments); };"
        "p.send = function (body) {"
        "  if (this.path === '/api/act') { this.onload = this.onerror; }"
        "  return send.call(this, body);"
        "};"
    )
    page.browser.press("Space")
    page.shows("#number", "A001")
    page.shows("#note", "刚才的按键可能已经生效", 20)
    assert called(hall) == ["A001"]


def test_a_pulled_cable_rests_the_keys_at_once(page: Page, hall: PadHall) -> None:
    hall.open("3")
    hall.issue("cash")
    page.pair("3")
    page.shows("#state", "空闲")
    page.browser.offline(True)
    page.shows("#link", "正在重连")
    page.browser.press("Space")
    page.shows("#banner", "与控制台的连接已中断", 5)
    assert page.key("next")["off"]
    page.browser.offline(False)
    page.shows("#link", "已连接")
    assert called(hall) == []


def test_the_console_restarts_and_the_page_goes_on(browser: Browser, open_pad_hall: Callable[..., PadHall]) -> None:
    hall = open_pad_hall()
    hall.open("3")
    for _ in range(3):
        hall.issue("cash")
    page = Page(browser, hall)
    page.pair("3")
    browser.press("Space")
    page.shows("#number", "A001")
    hall.door.stop()
    page.shows("#link", "正在重连")
    assert page.key("next")["off"]
    assert page.key("help")["off"]
    page.shows("#banner", "与控制台的连接已中断", 5)
    time.sleep(1)
    hall = open_pad_hall()
    page.shows("#link", "已连接", 10)
    assert browser.text("#banner") == ""
    page.shows("#number", "A001")
    time.sleep(1.3)
    browser.press("Space")
    page.shows("#number", "A002")
    assert called(hall) == ["A001", "A002"]


def test_a_wrong_code_a_slow_down_and_a_revoked_pad(page: Page, hall: PadHall) -> None:
    browser = page.browser
    browser.until(lambda: browser.text("#pair_title"), "the pairing page")
    code = hall.pads.new_code("3")
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(2):
        page.type_code(wrong)
        page.shows("#pair_note", "配对码不对")
        browser.run("document.getElementById('pair_note').textContent = ''")
    page.type_code(wrong)
    page.shows("#pair_note", "试错次数太多")
    browser.until(lambda: not browser.run("return document.getElementById('pair_button').disabled"), "may try again")
    page.type_code(code)
    page.shows("#place", "3 号窗口")
    hall.pads.revoke_counter("3")
    page.shows("#pair_note", "配对已被解除")
    page.type_code(hall.pads.new_code("4"))
    page.shows("#place", "4 号窗口")
    browser.click("#unpair")
    page.shows("#panel", "这台电脑不能再为4 号窗口叫号")
    browser.click(".panel .go")
    page.shows("#pair_title", "把这台电脑配对为呼叫器")
    assert hall.pads.pads() == ()


def test_a_desk_that_refuses_or_changed_is_said_in_place(page: Page, hall: PadHall) -> None:
    hall.open("3")
    hall.issue("cash")
    hall.issue("cash")
    page.pair("3")
    page.browser.press("Space")
    page.shows("#number", "A001")
    for _ in range(4):
        page.browser.press("r")
        page.idle()
    page.shows("#note", "不能这样做")
    page.browser.press("Escape")
    assert page.browser.text("#note") == ""


def test_nothing_is_cut_off_and_everything_can_be_read(page: Page, hall: PadHall) -> None:
    browser = page.browser
    hall.open("5", "6", "7", "8")
    for service in ("cash", "cash", "general", "cards", "corporate"):
        hall.issue(service)
    hall.issue("cash", priority="elderly")
    hall.pass_minutes(75)
    page.pair("5")
    browser.press("Space")
    page.shows("#state", "已叫号")
    browser.press("w", "1")
    page.shows("#held", "填写单据")
    time.sleep(1.3)
    browser.press("Space")
    page.shows("#state", "已叫号")
    for language in ("zh", "en"):
        for theme in ("light", "dark"):
            for width, height in ((1280, 720), (1024, 768), (1920, 1080), (640, 360)):
                browser.size(width, height)
                for key in ("", "t", "p", "h", "w"):
                    if key:
                        browser.press(key)
                        browser.until(lambda: browser.text("#panel h2"), f"panel {key}")
                    where = f"{language} {theme} {width} {key}"
                    assert (where, browser.run(CLIPPED)) == (where, [])
                    assert (where, browser.run(CONTRAST)) == (where, [])
                    browser.press("Escape")
                    page.idle()
                tall = browser.run("return document.documentElement.scrollHeight")
                assert width < 1000 or tall <= height, f"{language} {width}x{height} scrolls"
            browser.click("#theme")
        browser.click("#language")


def test_a_telecom_hall_reads_its_own_words(browser: Browser, open_pad_hall: Callable[..., PadHall]) -> None:
    hall = open_pad_hall()
    hall.live.set_branch(replace(hall.branch, sector="telecom"))
    page = Page(browser, hall)
    browser.until(lambda: browser.text("#pair_title"), "the pairing page")
    page.type_code(hall.pads.new_code("3"))
    page.shows("#place", "3 号台席")
    page.shows("#number", "台席未开放")
    browser.click("#language")
    page.shows("#place", "Desk 3")
    browser.reload()
    page.shows("#place", "Desk 3")  # the choice is remembered
