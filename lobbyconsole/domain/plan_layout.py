"""Where the steps of a graph are drawn: in layers from top to bottom, lines in the gaps between them. Pure geometry.

No box lies on another, no line runs through a box, and the same graph is always drawn the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

SWEEPS = 8
PULLS = 16
ALMOST = 16.0  # so little aside is straight on
Point = tuple[float, float]


class Size(msgspec.Struct, frozen=True):
    """Of a box."""

    wide: float
    high: float


class Line(msgspec.Struct, frozen=True):
    """From one box to another. `port`: where on the lower edge of the first, from its left."""

    source: int
    target: int
    port: float


class Box(msgspec.Struct, frozen=True):
    """Where a box lies."""

    x: float
    y: float
    wide: float
    high: float


class Layout(msgspec.Struct, frozen=True):
    """Boxes and lines in the order they were given; a line's points go from its source down to its target."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]
    wide: float
    high: float


class Room(msgspec.Struct, frozen=True):
    """Distances: between boxes of a layer, between layers, between lines that run side by side, and at the edges."""

    beside: float = 28.0
    between: float = 34.0
    track: float = 9.0
    margin: float = 16.0


class _Run(msgspec.Struct):
    """A level piece of a line in a gap. `ups`, `downs`: where its upright ends are; `joins`: the box it leads into."""

    line: int
    ups: tuple[float, ...]
    downs: tuple[float, ...]
    joins: int = -1
    track: int = 0

    @property
    def span(self) -> tuple[float, float]:
        ends = (*self.ups, *self.downs)
        return min(ends), max(ends)


def lay_out(sizes: Sequence[Size], lines: Sequence[Line], room: Room = Room()) -> Layout:  # noqa: B008 - frozen
    """Draw it. The first box stands at the top."""
    if not sizes:
        return Layout((), (), 2 * room.margin, 2 * room.margin)
    return _Drawing(sizes, lines, room).drawn()


class _Drawing:
    def __init__(self, sizes: Sequence[Size], lines: Sequence[Line], room: Room) -> None:
        self.sizes, self.lines, self.room = sizes, lines, room
        self.back = self._turned()
        self.layer = self._layers()
        self.depth = max(self.layer) + 1
        # Beyond the boxes stand the places at which long lines pass a layer.
        self.wide = [size.wide for size in sizes]
        self.links: list[tuple[int, int, float]] = []  # upper, lower, where on the upper one from its middle
        self.chains: dict[int, list[int]] = {}
        self._passages()
        self.rows = self._ordered()
        self.x = self._placed()

    # --- which way round, and how deep

    def _turned(self) -> set[int]:
        """The lines that go back up: those that lead to a box one is just under."""
        out: list[list[tuple[int, int]]] = [[] for _ in self.sizes]
        for at, line in enumerate(self.lines):
            out[line.source].append((at, line.target))
        state, found = [0] * len(self.sizes), set()
        for root in range(len(self.sizes)):
            if state[root]:
                continue
            state[root] = 1
            stack = [(root, iter(out[root]))]
            while stack:
                here, ahead = stack[-1]
                step = next(ahead, None)
                if step is None:
                    state[here] = 2
                    stack.pop()
                elif state[step[1]] == 1:
                    found.add(step[0])
                elif state[step[1]] == 0:
                    state[step[1]] = 1
                    stack.append((step[1], iter(out[step[1]])))
        return found

    def _layers(self) -> list[int]:
        """Below everything that leads to it."""
        needs = [0] * len(self.sizes)
        out: list[list[int]] = [[] for _ in self.sizes]
        for at, line in enumerate(self.lines):
            if at not in self.back:
                out[line.source].append(line.target)
                needs[line.target] += 1
        layer = [0] * len(self.sizes)
        ready = [place for place, count in enumerate(needs) if not count]
        while ready:
            here = ready.pop(0)
            for target in out[here]:
                layer[target] = max(layer[target], layer[here] + 1)
                needs[target] -= 1
                if not needs[target]:
                    ready.append(target)
        return layer

    def _passages(self) -> None:
        layer = self.layer
        for at, line in enumerate(self.lines):
            if at in self.back:
                continue
            chain = [line.source]
            for depth in range(layer[line.source] + 1, layer[line.target]):
                layer.append(depth)
                self.wide.append(2 * self.room.track)
                chain.append(len(self.wide) - 1)
            chain.append(line.target)
            self.chains[at] = chain
            for upper, lower in pairwise(chain):
                first = upper == line.source and upper < len(self.sizes)
                self.links.append((upper, lower, line.port - self.sizes[upper].wide / 2 if first else 0.0))

    # --- side by side

    def _ordered(self) -> list[list[int]]:
        """The order in each layer with the fewest crossings that a few sweeps find."""
        up: list[list[tuple[int, float]]] = [[] for _ in self.wide]
        down: list[list[tuple[int, float]]] = [[] for _ in self.wide]
        for upper, lower, shift in self.links:
            up[lower].append((upper, shift))
            down[upper].append((lower, shift))
        self.up, self.down = up, down
        rows: list[list[int]] = [[] for _ in range(self.depth)]
        for place in self._walked():
            rows[self.layer[place]].append(place)
        best, least = [list(row) for row in rows], self._crossings(rows)
        for sweep in range(SWEEPS):
            if not least:
                break
            falling = sweep % 2 == 0
            for depth in range(1, self.depth) if falling else range(self.depth - 2, -1, -1):
                near = rows[depth - 1 if falling else depth + 1]
                at = {place: order for order, place in enumerate(near)}
                links = up if falling else down
                weight = {}
                for order, place in enumerate(rows[depth]):
                    seen = [
                        at[other] + (shift / (self.wide[other] + 1) if falling else 0.0)
                        for other, shift in links[place]
                    ]
                    weight[place] = sum(seen) / len(seen) if seen else float(order)
                rows[depth].sort(key=lambda place: weight[place])
            count = self._crossings(rows)
            if count < least:
                best, least = [list(row) for row in rows], count
        return best

    def _walked(self) -> list[int]:
        """Every place in the order one comes by it."""
        found: list[int] = []
        seen: set[int] = set()
        for root in range(len(self.sizes)):
            stack = [root]
            while stack:
                here = stack.pop()
                if here in seen:
                    continue
                seen.add(here)
                found.append(here)
                stack.extend(lower for lower, _ in reversed(self.down[here]))
        return found

    def _crossings(self, rows: list[list[int]]) -> int:
        at = {place: order for row in rows for order, place in enumerate(row)}
        count = 0
        by_layer: list[list[tuple[float, int]]] = [[] for _ in range(self.depth)]
        for upper, lower, shift in self.links:
            by_layer[self.layer[upper]].append((at[upper] + shift / (self.wide[upper] + 1), at[lower]))
        for links in by_layer:
            links.sort()
            count += sum(
                second[1] < first[1]
                for number, first in enumerate(links) for second in links[number + 1 :] if second[0] > first[0]
            )  # fmt: skip
        return count

    def _placed(self) -> list[float]:
        """The middle of each place: near those it hangs on, in order, with room between."""
        x = [0.0] * len(self.wide)
        for row in self.rows:
            left = 0.0
            for place in row:
                x[place] = left + self.wide[place] / 2
                left += self.wide[place] + self.room.beside
        for pull in range(PULLS):
            last = pull >= PULLS - 2
            falling = pull % 2 == 0
            for depth in range(self.depth) if falling else range(self.depth - 1, -1, -1):
                row = self.rows[depth]
                wishes, weights = [], []
                for place in row:
                    hung = [(x[other] + shift, self._stiff(other, place)) for other, shift in self.up[place]]
                    holds = [(x[other] - shift, self._stiff(place, other)) for other, shift in self.down[place]]
                    asked = hung + holds if last else (hung if falling else holds) or hung + holds
                    total = sum(weight for _, weight in asked)
                    wishes.append(sum(wish * weight for wish, weight in asked) / total if asked else x[place])
                    weights.append(total or 0.1)
                for place, found in zip(row, self._spread(row, wishes, weights), strict=True):
                    x[place] = found
        least = min(x[place] - self.wide[place] / 2 for place in range(len(x)))
        return [round(middle - least + self.room.margin, 1) for middle in x]

    def _stiff(self, upper: int, lower: int) -> float:
        boxes = len(self.sizes)
        return 4.0 if upper >= boxes and lower >= boxes else 2.0 if upper >= boxes or lower >= boxes else 1.0

    def _spread(self, row: list[int], wishes: list[float], weights: list[float]) -> list[float]:
        """The places nearest to what is wished that keep order and distance (pooling adjacent violators)."""
        offset, offsets = 0.0, []
        for number, place in enumerate(row):
            if number:
                offset += (self.wide[row[number - 1]] + self.wide[place]) / 2 + self.room.beside
            offsets.append(offset)
        pools: list[tuple[float, float, int]] = []  # mean, weight, members
        for wish, shift, weight in zip(wishes, offsets, weights, strict=True):
            pools.append((wish - shift, weight, 1))
            while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
                (mean, much, many), (other, more, few) = pools[-2:]
                pools[-2:] = [((mean * much + other * more) / (much + more), much + more, many + few)]
        means = [mean for mean, _, many in pools for _ in range(many)]
        return [mean + shift for mean, shift in zip(means, offsets, strict=True)]

    # --- lines

    def drawn(self) -> Layout:
        sizes, room = self.sizes, self.room
        lanes = self._lanes()
        gaps: list[list[_Run]] = [[] for _ in range(self.depth + 1)]
        for at, line in enumerate(self.lines):
            port = self._port(line)
            if at in self.back:
                lane = lanes[at]
                gaps[self.layer[line.source] + 1].append(_Run(at, (port, lane), ()))
                gaps[self.layer[line.target]].append(_Run(at, (), (lane, self._entry(line))))
                continue
            come = port
            for place, go in self._downs(at):
                joins = line.target if place == line.target else -1
                gaps[self.layer[place]].append(_Run(at, (come,), (go,), joins))
                come = go
        for runs in gaps:
            _tracks(runs, room.track)
        tops, y = [], room.margin
        track_y: list[float] = []
        for depth in range(self.depth + 1):
            used = max((run.track for run in gaps[depth] if _level(run)), default=-1) + 1
            outer = depth in (0, self.depth)
            lead = room.between / 2
            track_y.append(y + (lead if used or not outer else 0.0))
            y += (room.between + used * room.track) if used or not outer else 0.0
            tops.append(y)
            if depth < self.depth:
                y += max((sizes[place].high for place in self.rows[depth] if place < len(sizes)), default=0.0)
        boxes = tuple(
            Box(self.x[place] - size.wide / 2, tops[self.layer[place]], size.wide, size.high)
            for place, size in enumerate(sizes)
        )
        found = tuple(
            self._points(at, boxes, gaps, track_y, tops, lanes.get(at)) for at in range(len(self.lines))
        )  # fmt: skip
        right = max((x for points in found for x, _ in points), default=0.0)
        right = max([right, *(box.x + box.wide for box in boxes)])
        return Layout(boxes, found, right + room.margin, y + room.margin)

    def _port(self, line: Line) -> float:
        return round(self.x[line.source] - self.sizes[line.source].wide / 2 + line.port, 1)

    def _downs(self, at: int) -> list[tuple[int, float]]:
        """What a line comes by on its way down, and where: straight on where it is almost so."""
        found, here = [], self._port(self.lines[at])
        for place in self.chains[at][1:]:
            here = here if abs(self.x[place] - here) <= ALMOST else self.x[place]
            found.append((place, here))
        return found

    def _entry(self, line: Line) -> float:
        """Where a line that goes back comes in: right of the middle, apart from what comes from above."""
        return round(self.x[line.target] + self.sizes[line.target].wide / 4, 1)

    def _lanes(self) -> dict[int, float]:
        """How far right each line that goes back runs: beyond all it passes, short ones inside long ones."""
        found: dict[int, float] = {}
        taken: list[tuple[int, int, float]] = []
        spans = {at: (self.layer[self.lines[at].target], self.layer[self.lines[at].source]) for at in self.back}
        for at in sorted(self.back, key=lambda at: (spans[at][1] - spans[at][0], spans[at], at)):
            top, bottom = spans[at]
            right = max(
                self.x[place] + self.wide[place] / 2 for depth in range(top, bottom + 1) for place in self.rows[depth]
            )
            inner = [lane for above, below, lane in taken if above <= bottom + 1 and below + 1 >= top]
            lane = max([right + self.room.beside / 2, *(one + self.room.track for one in inner)])
            found[at] = round(lane, 1)
            taken.append((top, bottom, lane))
        return found

    def _points(
        self, at: int, boxes: tuple[Box, ...], gaps: list[list[_Run]], track_y: list[float], tops: list[float],
        lane: float | None,
    ) -> tuple[Point, ...]:  # fmt: skip
        line, track = self.lines[at], self.room.track
        source, target = boxes[line.source], boxes[line.target]
        points: list[Point] = [(self._port(line), source.y + source.high)]

        def level(depth: int) -> float:
            run = next(run for run in gaps[depth] if run.line == at)
            return track_y[depth] + run.track * track

        if lane is not None:
            y = level(self.layer[line.source] + 1)
            points += [(points[0][0], y), (lane, y)]
            y = level(self.layer[line.target])
            entry = self._entry(line)
            points += [(lane, y), (entry, y), (entry, target.y)]
            return _without_doubles(points)
        for place, x in self._downs(at):
            here = points[-1][0]
            if x != here:
                y = level(self.layer[place])
                points += [(here, y), (x, y)]
            if place == line.target:
                points.append((x, target.y))
        return _without_doubles(points)


def _level(run: _Run) -> bool:
    left, right = run.span
    return right > left


def _tracks(runs: list[_Run], clear: float) -> None:
    """Give each level piece a height of its own where two would lie on each other. Pieces that end in one box may
    share; one whose end comes from above lies above one whose end goes down at the same place."""
    level = [run for run in runs if _level(run)]
    above: dict[int, list[int]] = {
        at: [
            other
            for other, upper in enumerate(level)
            if other != at and any(abs(up - down) < clear / 2 for up in upper.ups for down in run.downs)
        ]
        for at, run in enumerate(level)
    }
    done: list[int] = []
    left = sorted(range(len(level)), key=lambda at: (level[at].span, at))
    while left:
        at = next((at for at in left if all(other in done for other in above[at])), left[0])
        left.remove(at)
        run = level[at]
        track = max((level[other].track + 1 for other in above[at] if other in done), default=0)
        while any(_meet(run, level[other], clear) for other in done if level[other].track == track):
            track += 1
        run.track = track
        done.append(at)


def _meet(one: _Run, other: _Run, clear: float) -> bool:
    if one.joins >= 0 and one.joins == other.joins:
        return False
    (left, right), (near, far) = one.span, other.span
    return left < far + clear and near < right + clear


def _without_doubles(points: list[Point]) -> tuple[Point, ...]:
    found = [points[0]]
    for point in points[1:]:
        if abs(point[0] - found[-1][0]) > 0.05 or abs(point[1] - found[-1][1]) > 0.05:
            found.append(point)
    return tuple(found)
