"""The plans for "find anything": by name in both languages, by two letters, and by what they are about."""

from __future__ import annotations

from lobbyconsole.domain.initials import initials_of
from lobbyconsole.ui.emergency.watch import watch_of
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import translate


def plan_entries(window: object) -> list[tuple[str, str, str, str]]:
    """(plan, title, detail, more words it is found by); empty until the plans have been read."""
    watch = watch_of(window)
    if watch is None or watch.loaded is None:
        return []
    running = {state.walk.plan for state in watch.loaded.running}
    found = []
    for plan in watch.loaded.plans:
        detail = translate("Emergency", "Enter starts this plan")
        if plan.id in running:
            detail = translate("Emergency", "running: Enter goes on")
        pinyin = "".join(initials_of(sign)[:1] for sign in plan.title.zh)
        english = "".join(word[0] for word in plan.title.en.replace("-", " ").split())
        words = f"{plan.title.zh} {plan.title.en} {pinyin} {english} {plan.summary.zh} {plan.summary.en}"
        found.append((plan.id, say_text(plan.title), detail, words))
    return found
