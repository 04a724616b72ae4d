"""Two letters find a plan, in either language."""

from __future__ import annotations

import pytest

from lobbyconsole.domain.initials import fits_initials, initials_of, rank
from lobbyconsole.services.library.compiled import load_library


@pytest.mark.parametrize(
    ("character", "letters"),
    [("啊", "a"), ("八", "b"), ("擦", "c"), ("搭", "d"), ("蛾", "e"), ("发", "f"), ("噶", "g"), ("哈", "h"),
     ("击", "j"), ("喀", "k"), ("垃", "l"), ("妈", "m"), ("拿", "n"), ("哦", "o"), ("啪", "p"), ("期", "q"),
     ("然", "r"), ("撒", "s"), ("塌", "t"), ("挖", "w"), ("昔", "x"), ("压", "y"), ("匝", "z"), ("座", "z"),
     ("A", "a"), ("7", "7"), ("，", "，"), ("行", "xh"), ("嚯", "嚯"), ("🔥", "🔥")],
)  # fmt: skip
def test_the_initial_of_a_character(character: str, letters: str) -> None:
    assert initials_of(character) == letters


def test_the_initials_of_everyday_words() -> None:
    for word, letters in {"停电": "td", "火灾": "hz", "抢劫": "qj", "挤兑": "jd", "系统宕机": "xt", "地震": "dz",
                          "银行": "yh", "客户受伤": "khss", "断网": "dw"}.items():  # fmt: skip
        assert fits_initials(word, letters), word
    assert fits_initials("营业厅停电", "td")
    assert not fits_initials("停电", "tdx")
    assert not fits_initials("停电", "")
    assert not fits_initials("", "a")


def test_two_letters_put_the_plan_that_is_meant_on_top() -> None:
    plans = load_library().plans.values()

    def best(typed: str) -> list[str]:
        found = [(place, plan.id) for plan in plans
                 if (place := rank(typed, plan.title.zh, plan.title.en, plan.id)) is not None]  # fmt: skip
        return [name for place, name in sorted(found) if place == min(found)[0]]

    assert "power_outage" in best("td")
    assert "power_outage" in best("po")
    assert best("fire") == ["fire"]
    assert "robbery" in best("qj")
    assert best("zzzz") == []
    for plan in plans:  # each is found by the first letters of its own title, in both languages
        assert rank(plan.title.en[:2], plan.title.zh, plan.title.en, plan.id) == 0
        typed = "".join(initials_of(character)[0] for character in plan.title.zh[:2])
        if typed.isascii():
            assert rank(typed, plan.title.zh, plan.title.en, plan.id) in (0, 1)
    unknown = [plan.title.zh for plan in plans if not initials_of(plan.title.zh[0]).isascii()]
    assert unknown == []  # a title that begins with a rare character could not be found by its initials


def test_the_last_characters_say_what_it_is() -> None:
    fire = rank("hz", "营业厅火灾", "Fire in the hall")
    robbed = rank("hz", "客户在厅内外遭抢夺盗窃", "Customer robbed in or near the hall")
    assert fire is not None
    assert robbed is not None
    assert fire < robbed  # 户在 is no word
    assert rank("dd", "客户跌倒受伤（含老年人）", "Customer fall") == 3
    assert rank("ss", "客户跌倒受伤（含老年人）", "Customer fall") == 2
