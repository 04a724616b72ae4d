"""Foresight: how good the expected waits are against the usual rules, and how long what-if and a refresh take."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Iterator
from statistics import NormalDist

import numpy as np

from lobbyconsole.domain.branch import CallingRule
from lobbyconsole.domain.foresight import expect, learn, model, scene, staffing, whatif
from lobbyconsole.domain.foresight.rules import NEVER_S
from tests.bench import made_hall
from tests.bench.made_hall import GAP_S, LUNCH_S, MEANS_S, OPEN_S, TAKES, MadeDay, Visit
from tests.bench.result import Result, percentile

SEED = 20270101
LEARN, TEST = 40, 20
VOLUME = 485.0
EVERY_S = 300


def measure() -> list[Result]:
    """All rows of foresight that need no data file."""
    return [*remaining_wait(), *speed(), *plans()]


# --- expected waits in a hall whose truth is known ---


def _spans(now: float) -> dict[str, scene.Spans]:
    found = {}
    for j, (begin, end) in enumerate(LUNCH_S):
        parts = ((-NEVER_S, begin - now), (end - now, NEVER_S))
        found[str(j + 1)] = tuple((a, b) for a, b in parts if b > 0)
    return found


def _scene(day: MadeDay, hall: CallingRule, now: float) -> scene.Scene:
    spans = _spans(now)
    places = tuple(
        scene.Place(str(j + 1), tuple(f"s{s}" for s in takes), spans[str(j + 1)]) for j, takes in enumerate(TAKES)
    )
    waiting = tuple(
        scene.Waiting(one.key, f"s{one.service}", now - one.at, now - one.at, 900.0 if one.vip else 0.0)
        for one in day.visits
        if one.at <= now < one.call
    )
    busy = tuple(
        scene.Busy(str(one.counter + 1), f"s{one.service}", now - one.call)
        for one in day.visits
        if one.call <= now < one.end
    )
    return scene.Scene(hall, tuple(f"s{s}" for s in range(4)), places, waiting, busy)


def _naive(day: MadeDay, one: Visit, now: float, means: dict[str, float]) -> tuple[float, float]:
    """(Ahead + 1) x mean handling / open counters: of the same line and those who take it, and of the whole hall."""
    waiting = [other for other in day.visits if other.at <= now < other.call]
    ahead = [other for other in waiting if other.at - 900 * other.vip < one.at - 900 * one.vip]
    calling = [takes for j, takes in enumerate(TAKES) if not LUNCH_S[j][0] <= now < LUNCH_S[j][1]]
    line = sum(other.service == one.service for other in ahead) + 1
    able = sum(one.service in takes for takes in calling)
    work = sum(means[f"s{other.service}"] for other in [*ahead, one])
    return line * means[f"s{one.service}"] / max(1, able), work / max(1, len(calling))


def _les(day: MadeDay, now: float) -> float:
    """What the customer called last had waited."""
    last = max((one for one in day.visits if one.call <= now), key=lambda one: one.call, default=None)
    return last.call - last.at if last else 0.0


def _looks(day: MadeDay) -> Iterator[float]:
    return iter(range(EVERY_S, OPEN_S + 3600, EVERY_S))


def remaining_wait() -> list[Result]:
    """MAE of SimNow over the naive rule and the last wait, and how often the 10-90 % range holds."""
    rng = np.random.default_rng(SEED)
    days = [made_hall.play_day(number, rng, VOLUME) for number in range(LEARN + TEST)]
    branch = made_hall.branch()
    memory = learn.Memory()
    for day in days[:LEARN]:
        memory = memory.with_day(learn.day_of(day.day, day.tickets()))
    hall = learn.model_of(branch, memory)
    arrivals = {
        f"s{s}": np.mean(
            [np.bincount([int(v.at // 1800) for v in day.visits if v.service == s], minlength=16)[:16]
             for day in days[:LEARN]], axis=0)
        for s in range(4)
    }  # fmt: skip
    means = {service: one.mean_s for service, one in hall.services.items()}
    track = expect.Track()
    errors: dict[str, list[float]] = {"sim": [], "line": [], "hall": [], "les": []}
    inside: list[bool] = []
    for day in days[LEARN:]:
        shown: dict[str, list[tuple[float, float, float]]] = {}
        for now in _looks(day):
            here = _scene(day, branch.calling, now)
            if not here.waiting:
                continue
            slot = int(now // 1800)
            rest = {service: list(mean[slot:]) for service, mean in arrivals.items()}
            if rest["s0"]:
                for mean in rest.values():
                    mean[0] *= 1 - (now % 1800) / 1800
            found = expect.expect(here, hall, arrivals=rest, track=track, seed=SEED % 1000 + 1)
            les = _les(day, now)
            resolved = [(one, one.call - now) for one in day.visits if one.at <= now < one.call]
            for one, waits in resolved:
                wait = found.tickets[one.key]
                assert wait.p10_s is not None
                assert wait.p90_s is not None
                errors["sim"].append(abs(wait.p50_s - waits))
                by_line, by_hall = _naive(day, one, now, means)
                errors["line"].append(abs(by_line - waits))
                errors["hall"].append(abs(by_hall - waits))
                errors["les"].append(abs(max(0.0, les - (now - one.at)) - waits))
                inside.append(wait.p10_s <= waits <= wait.p90_s)
                shown.setdefault(one.key, []).append((wait.p10_s, wait.p90_s, waits))
            for one in day.visits:  # those called until the next look
                if now < one.call <= now + EVERY_S:
                    track = track.told(shown.pop(one.key, []))
    mae = {name: float(np.mean(values)) / 60 for name, values in errors.items()}
    naive = min(mae["line"], mae["hall"])  # the better of the two
    waited = np.mean([one.call - one.at for day in days[LEARN:] for one in day.visits]) / 60
    note = f"{len(inside)} looks, mean wait {waited:.1f} min"
    return [
        Result(f"remaining wait, made-up hall ({note}): MAE over naive", mae["sim"], "min", 0.68,
               floor=naive, floor_name="naive", by_ratio=True),
        Result("the same over the last wait (LES)", mae["sim"], "min", 0.50,
               floor=mae["les"], floor_name="LES", by_ratio=True),
        Result("the same: share inside the 10-90 % range", float(np.mean(inside)), "", 0.76, at_most=False),
        Result("the same, not too wide", float(np.mean(inside)), "", 0.84),
    ]  # fmt: skip


# --- speed ---


def _model() -> model.HallModel:
    return model.HallModel(
        {f"s{s}": model.assumed(mean) for s, mean in enumerate((200.0, 300.0, 420.0))},
        {"1": 0.9, "2": 1.1, "4": 0.95, "5": 1.05, "6": 1.2},
        (0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.25), ((900.0, 0.99), (1800.0, 0.95), (3600.0, 0.8)), days=30,
    )  # fmt: skip


def _day() -> tuple[scene.Scene, dict[str, list[float]]]:
    """500 customers and 6 counters, each with its lunch."""
    takes = ((0, 1, 2), (0, 1), (0, 1), (1, 0), (2, 1, 0), (0, 2))
    places = tuple(
        scene.Place(
            str(j + 1), tuple(f"s{s}" for s in services),
            ((0.0, 10_800.0 + 1800 * j), (12_600.0 + 1800 * j, NEVER_S)),
        )
        for j, services in enumerate(takes)
    )  # fmt: skip
    hall = scene.Scene(CallingRule(), ("s0", "s1", "s2"), places)
    return hall, {f"s{s}": list(500 * share * made_hall.profile()) for s, share in enumerate((0.5, 0.3, 0.2))}


def speed() -> list[Result]:
    """CPU time of one thread: what-if with both arms drawn and played anew, one more change, and a full refresh."""
    hall, arrivals = _day()
    learned = _model()
    arms = [
        whatif.Arm(spans={"6": whatif.opened(hall.places[5].spans, 0, NEVER_S)}),
        whatif.Arm(skills={"2": ("s2",)}),
        whatif.Arm(diverted={"s0": 0.2}),
        whatif.Arm(handling={"s1": 0.8}),
    ]
    both, one, refresh = [], [], []
    for at in range(40):
        begun = time.process_time()
        setting, _ = whatif.compare(hall, learned, arrivals, arms[at % len(arms)], seed=at + 1)
        prepared = time.process_time()
        whatif.ask(setting, arms[(at + 1) % len(arms)])
        done = time.process_time()
        if at >= 4:
            both.append(1000 * (prepared - begun))
            one.append(1000 * (done - prepared))
    floor = _floor()
    for at in range(40):
        begun = time.process_time()
        expect.expect(floor, learned, arrivals=arrivals, seed=at + 1)
        if at >= 4:
            refresh.append(1000 * (time.process_time() - begun))
    return [
        Result("what-if, 500 customers, 6 counters, 200 replications, both arms from nothing, P95 (CPU)",
               percentile(both, 0.95), "ms", 200),
        Result("the same, another change of the same day, P95 (CPU)", percentile(one, 0.95), "ms", 200),
        Result("expected waits of a floor with 50 waiting, refreshed, P95 (CPU)", percentile(refresh, 0.95), "ms", 40),
    ]  # fmt: skip


def _floor() -> scene.Scene:
    rng = np.random.default_rng(SEED)
    hall, _ = _day()
    waiting = tuple(
        scene.Waiting(f"t{i}", f"s{rng.choice(3, p=[0.5, 0.3, 0.2])}", float(age), float(age),
                      600.0 if rng.random() < 0.1 else 0.0)
        for i, age in enumerate(rng.uniform(0, 1800, 50))
    )  # fmt: skip
    busy = tuple(scene.Busy(str(j + 1), "s0", 60.0 * j) for j in range(6))
    return scene.Scene(hall.rule, hall.services, hall.places, waiting, busy)


# --- plans ---


def _lasting(mean_s: float, cv: float) -> model.ServiceModel:
    """Log-normal handling times."""
    sigma = float(np.sqrt(np.log(1 + cv**2)))
    normal = NormalDist()
    times = np.exp([sigma * normal.inv_cdf((i + 0.5) / 2000) for i in range(2000)])
    return model.ServiceModel(mean_s, tuple((times * mean_s / times.mean()).tolist()))


def plans() -> list[Result]:
    """Counter-hours over Erlang C's in four halls (peak load 0.85 of 3, 5, 8, 12 counters, mean service 6 minutes, 17
    half hours with two peaks; goal: 90 % within 10 minutes), and the worst half hour on 4000 days nobody saw before."""
    at = np.arange(17)
    shape = 0.45 + np.exp(-(((at - 4) / 2.2) ** 2)) + 0.8 * np.exp(-(((at - 11) / 2.6) ** 2))
    shape /= shape.max()
    goal = staffing.Goal(fewest=0)
    found = []
    for cv, bar in ((0.8, 0.95), (1.3, None)):
        hours = erlang = plays = 0.0
        worst, begun = 1.0, time.process_time()
        for counters in (3, 5, 8, 12):
            learned = model.HallModel(
                {"s0": _lasting(360.0, cv)}, no_show=(0.0,) * 8, gap_s=0.0, mix={"normal": 1.0}, days=30
            )
            arrivals = {"s0": (shape * 0.85 * counters * 5).tolist()}
            hall = scene.Scene(CallingRule(), ("s0",), tuple(scene.Place(str(j), ("s0",)) for j in range(counters + 4)))
            plan = staffing.suggest(hall, learned, arrivals, goal=goal, stint=1)
            share = staffing.shares(hall, learned, arrivals, plan.spans, goal=goal, seed=999, rows=4000)
            hours, erlang, plays = hours + plan.counter_hours, erlang + plan.erlang_hours, plays + plan.plays
            worst = min(worst, *share)
        spent = time.process_time() - begun
        name = f"plan found, service CV {cv}: counter-hours over Erlang C ({plays:.0f} plays, {spent:.0f} s)"
        found.append(Result(name, hours, "h", bar, floor=erlang, floor_name="Erlang C", by_ratio=True))
        found.append(Result(f"the same, CV {cv}: share in time in the worst half hour", worst, "", 0.88, at_most=False))
    return found


__all__ = ["GAP_S", "MEANS_S", "measure", "plans", "remaining_wait", "speed"]
