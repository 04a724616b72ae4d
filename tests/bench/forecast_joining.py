"""Waits at joining in a bank's call centre: fit on January 1999, tested on February (on October where that is there).

How truth and baselines are defined (queue-science note 2.3, reconstructed from the data):
- A point is a caller who queued and was served; it asks at joining. Truth: q_exit - q_start.
- Naive: (people in line + 1) x mean service time of the fit / open agents. An agent is open who serves, or ended a
  service in the last five minutes; only the past is looked at. The note does not say how long: five minutes gives a
  bias of +12 s where it has +14, ten minutes +2 s (and a mean absolute error 4 s lower).
- LES: the wait of the served caller who left the line last.
- Ours: the engine plays the present line (96 replications): each type and priority a line, priority 2 with 90 s head
  start, agents with the types they took in the last 14 days, services and what is left of them from January's by type,
  patience exponential with 500 s; its quantiles, counts and recent waits go into the quantile regression, whose three
  quantiles are tracked.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.crowd import People, line_up
from lobbyconsole.domain.foresight.engine import play
from lobbyconsole.domain.foresight.quantiles import QuantileModel, Tracker, from_log
from lobbyconsole.domain.foresight.rules import Desk, Line, Rules
from tests.bench.forecast_counts import Outcome
from tests.bench.forecast_series import rows_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TYPES = ("PS", "NW", "NE", "TT", "IN", "PE", "AA")
OPEN_S, NAIVE_OPEN_S, GAP_S, IDLE_S, PATIENCE_S, HEAD_S = 600.0, 300.0, 8.0, 180.0, 500.0, 90.0
ROWS = 96
SEED = 1
ONE = 60 * (np.e - 1)  # a yes: the regression's logarithm of it is 1


@dataclass(frozen=True)
class CallDay:
    """A day's calls as columns."""

    date: str
    kind: Ints
    priority: Ints
    joined: Floats
    left: Floats
    served: NDArray[np.bool_]
    begun: Floats
    ended: Floats
    agent: NDArray[np.str_]

    @property
    def queued(self) -> Ints:
        return np.flatnonzero(self.joined > 0)

    @property
    def services(self) -> Ints:
        return np.flatnonzero((self.begun > 0) & (self.ended >= self.begun))


def read() -> list[CallDay] | None:
    """Days in order, or None without the file."""
    rows = rows_of("anonbank_calls_1999_*.csv.xz")
    if rows is None:
        return None
    by_date: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_date[row["date"]].append(row)
    days = []
    for name_of_day, calls in sorted(by_date.items()):
        numbers = {
            name: np.array([float(call[name]) for call in calls])
            for name in ("priority", "q_start", "q_exit", "ser_start", "ser_exit")
        }
        days.append(
            CallDay(
                name_of_day,
                np.array([TYPES.index(call["type"]) if call["type"] in TYPES else 0 for call in calls]),
                numbers["priority"].astype(int),
                numbers["q_start"],
                numbers["q_exit"],
                np.array([call["outcome"] == "AGENT" for call in calls]),
                numbers["ser_start"],
                numbers["ser_exit"],
                np.array([call["server"] for call in calls]),
            )
        )
    return days


class Centre:
    """What the days of the fit tell of services, and what agents took lately."""

    def __init__(self, days: list[CallDay]) -> None:
        taken = [(day.kind[i], day.ended[i] - day.begun[i]) for day in days for i in day.services]
        every = np.sort([time for _, time in taken if time > 0])
        self.mean = float(every.mean())
        self.times = []
        for kind in range(len(TYPES)):
            own = np.sort([time for of, time in taken if of == kind and time > 0])
            self.times.append(own if len(own) > 50 else every)
        self.lately: deque[dict[str, Floats]] = deque(maxlen=14)

    def told(self, day: CallDay) -> None:
        """After a day: who took what."""
        took: dict[str, Floats] = defaultdict(lambda: np.zeros(len(TYPES)))
        for i in day.services:
            took[str(day.agent[i])][day.kind[i]] += 1
        self.lately.append(dict(took))

    def skills(self, agent: str, today: Ints) -> tuple[int, ...]:
        """Types that are at least 1 % of what the agent took, today so far included."""
        took = np.bincount(today, minlength=len(TYPES)).astype(float)
        for past in self.lately:
            took += past.get(agent, 0.0)
        return tuple(np.flatnonzero(took >= max(1.0, 0.01 * took.sum())).tolist())

    def left(self, rng: np.random.Generator, kind: int, elapsed: float) -> Floats:
        """What is left of a service that runs so long."""
        times = self.times[kind]
        at = int(np.searchsorted(times, elapsed, "right"))
        if len(times) - at < 5:
            return rng.exponential(150, ROWS)
        drawn: Floats = times[at + (rng.random(ROWS) * (len(times) - at)).astype(int)]
        return drawn - elapsed

    def simulated(
        self, rng: np.random.Generator, day: CallDay, caller: int, ahead: Ints, agents: dict[str, int]
    ) -> Floats:
        """(ROWS,) waits of the caller, everybody ahead and all open agents as they are."""
        now = day.joined[caller]
        everybody = np.append(ahead, caller)
        key = [(int(day.kind[i]), HEAD_S if day.priority[i] == 2 else 0.0) for i in everybody]
        order = sorted(set(key))
        lines, people, present = [], [], []
        for kind, head in order:
            here = [i for i, of in zip(everybody, key, strict=True) if of == (kind, head)]
            here.sort(key=lambda i: (day.joined[i], i == caller))
            at = np.tile([day.joined[i] - now for i in here], (ROWS, 1))
            work = self.times[kind][(rng.random(at.shape) * len(self.times[kind])).astype(int)] + GAP_S
            limit = -at + rng.exponential(PATIENCE_S, at.shape)
            if key[-1] == (kind, head):
                limit[:, -1] = 1e7
            lines.append(Line(kind, head))
            people.append(People(at, work, limit, np.full(at.shape, -1.0)))
            present.append(len(here))
        desks, ready = [], []
        for agent, last in agents.items():
            mine = day.services[(day.agent[day.services] == agent) & (day.begun[day.services] <= now)]
            desks.append(Desk(self.skills(agent, day.kind[mine])))
            busy = day.ended[last] > now
            ready.append(
                self.left(rng, int(day.kind[last]), now - day.begun[last]) + GAP_S
                if busy
                else rng.exponential(IDLE_S, ROWS)
            )
        if not any(key[-1][0] in desk.takes for desk in desks):
            desks.append(Desk(tuple(range(len(TYPES)))))
            ready.append(rng.exponential(200, ROWS))
        rules = Rules(tuple(lines), tuple(desks), starving_s=1e6, order_step_s=0.0)
        course = play(rules, line_up(people), np.array(ready), present=tuple(present))
        column = course.crowd.edges[order.index(key[-1])] + present[order.index(key[-1])] - 1
        return np.minimum(course.call[:, column] / 1000, 3600.0)


def looked(centre: Centre, day: CallDay) -> tuple[Floats, Floats, Floats, Floats]:
    """Of a day's served callers: features (n, k), waits, naive, LES (n,)."""
    rng = np.random.default_rng([SEED, int(day.date.replace("-", ""))])
    queued, services = day.queued, day.services
    begun, ended = day.begun[services], day.ended[services]
    rows, waits, naives, last_waits = [], [], [], []
    for caller in queued:
        wait = float(day.left[caller] - day.joined[caller])
        if not day.served[caller] or wait <= 0:
            continue
        now = day.joined[caller]
        earlier = (day.joined[queued] < now) | ((day.joined[queued] == now) & (queued < caller))
        ahead = queued[earlier & (day.left[queued] > now)]
        gone = queued[day.left[queued] <= now]
        served = gone[day.served[gone]]
        served = served[np.argsort(day.left[served], kind="stable")]
        past = day.left[served] - day.joined[served]
        agents: dict[str, int] = {}
        for i in services[(begun <= now) & (ended > now - OPEN_S)]:
            name = str(day.agent[i])
            if name not in agents or day.begun[i] > day.begun[agents[name]]:
                agents[name] = int(i)
        simulated = centre.simulated(rng, day, int(caller), ahead, agents)
        open_agents = max(len(agents), 1)
        head = np.where(day.priority[ahead] == 2, HEAD_S, 0.0)
        mine = HEAD_S if day.priority[caller] == 2 else 0.0
        before = float((day.joined[ahead] - head <= now - mine).sum())
        waited = now - day.joined[ahead]
        les = float(past[-1]) if len(past) else 0.0
        same_kind = past[day.kind[served] == day.kind[caller]]
        same_priority = past[day.priority[served] == day.priority[caller]]
        starts = {span: float(((begun > now - span) & (begun <= now)).sum()) / span for span in (300, 900)}
        leaves = {span: float((day.left[gone] > now - span).sum()) / span for span in (300, 900)}
        slowest = 1 / 900
        basic = [
            (len(ahead) + 1) * centre.mean / open_agents,
            (before + 1) * centre.mean / open_agents,
            (before + 1) / max(starts[900], slowest),
            (before + 1) / max(starts[300], slowest),
            (before + 1) / max(leaves[900], slowest),
            (before + 1) / max(leaves[300], slowest),
            (len(ahead) + 1) / max(leaves[900], slowest),
            les,
            float(past[-5:].mean()) if len(past) else 0.0,
            float(waited.max(initial=0.0)),
            float(same_kind[-1]) if len(same_kind) else les,
            float(same_priority[-1]) if len(same_priority) else les,
            *np.quantile(simulated, (0.1, 0.5, 0.9)),
            float(simulated.mean()),
        ]
        counted = [
            len(ahead), before, (day.kind[ahead] == day.kind[caller]).sum(), open_agents,
            ((begun <= now) & (ended > now)).sum(), (day.priority[ahead] == 2).sum(), (day.kind[ahead] == 1).sum(),
            (day.kind[ahead] == 2).sum(), ((day.joined[queued] > now - 900) & earlier).sum(),
            ((day.joined[queued] > now - 300) & earlier).sum(),
        ]  # fmt: skip
        yes = [day.kind[caller] == kind for kind in range(6)] + [day.priority[caller] == level for level in (1, 2)]
        vip = [
            value * (day.priority[caller] == 2) for value in (basic[1], les, basic[9], basic[2], 60 * before, basic[13])
        ]
        kinds = [basic[at] * (day.kind[caller] == kind) for kind in (1, 2) for at in (0, 1, 7, 13)]
        rows.append(
            [*basic, *(60.0 * float(count) for count in counted), *(ONE * float(is_so) for is_so in yes), *vip, *kinds]
        )
        waits.append(wait)
        lately = max(len(set(day.agent[services[(begun <= now) & (ended > now - NAIVE_OPEN_S)]])), 1)
        naives.append((len(ahead) + 1) * centre.mean / lately)
        last_waits.append(les)
    wide = len(rows[0]) if rows else 0
    return np.array(rows, float).reshape(len(rows), wide), np.array(waits), np.array(naives), np.array(last_waits)


def joining() -> Outcome | None:
    """Fit on January, test on February; where October is there, fit on both and test on it."""
    days = read()
    if days is None:
        return None
    split = "1999-10-01" if days[-1].date >= "1999-10" else "1999-02-01"
    centre = Centre([day for day in days if day.date < split])
    fit_rows, fit_waits, fit_ages = [], [], []
    tested = []
    for day in days:
        rows, waits, naive, les = looked(centre, day)
        centre.told(day)
        if not len(rows):
            continue
        if day.date < split:
            fit_rows.append(rows)
            fit_waits.append(waits)
            fit_ages.append(np.full(len(waits), float((date.fromisoformat(split) - date.fromisoformat(day.date)).days)))
        else:
            tested.append((day, rows, waits, naive, les))
    model = QuantileModel.fitted(np.concatenate(fit_rows), np.concatenate(fit_waits), np.concatenate(fit_ages))
    assert model is not None
    tracker = Tracker()
    shown: list[Floats] = []
    for day, rows, waits, _, _ in tested:
        logs = model.logs(rows)
        served = [i for i in day.queued if day.served[i] and day.left[i] > day.joined[i]]
        happenings = sorted(
            [(day.joined[i], 1, number) for number, i in enumerate(served)]
            + [(day.left[i], 0, number) for number, i in enumerate(served)]
        )
        said = np.zeros_like(logs)
        for _, joins, number in happenings:
            if joins:
                said[number] = tracker.shown(logs[number])
            else:
                tracker.learn(said[number], float(waits[number]))
        shown.append(said)
    ours = from_log(np.concatenate(shown))
    truth, naives, last = (np.concatenate([part[i] for part in tested]) for i in (2, 3, 4))
    return Outcome(
        float(np.abs(ours[:, 1] - truth).mean()),
        float(np.abs(naives - truth).mean()),
        float(np.abs(last - truth).mean()),
        float(((ours[:, 0] <= truth) & (truth <= ours[:, 2])).mean()),
        len(truth),
        float((ours[:, 1] - truth).mean()),
    )
