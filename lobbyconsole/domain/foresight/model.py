"""What the hall is like: how long services take, how fast counters are, who does not come. Small, frozen, storable.

A model is made of days (learn.py) and asked by the simulator. Handling times are kept as quantiles; a service with few
observations leans on the shape of the whole hall's and on its own typical time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.branch import Branch

Floats = NDArray[np.float64]

POINTS = 256  # of a service's quantile table
ENOUGH = 300  # services seen from which a service stands on its own
SHRINK = 20  # services by which means and speeds are drawn to what is assumed
FEW_DAYS = 5  # under so many days a hall is still being learned
BANDS_MIN = (0, 5, 10, 15, 20, 30, 40, 60)  # of waits, for the share that does not come when called
ASSUMED_CV = 0.8  # of handling times before any is known
ASSUMED_NO_SHOW = 0.02
ASSUMED_GAP_S = 12.0
ASSUMED_VAIN_S = 90.0
ASSUMED_MIX = {"normal": 0.92, "elderly": 0.06, "vip": 0.02}

_FINE = (np.arange(2048) + 0.5) / 2048  # shares at which what depends on a share is looked up: faster than a search


class ServiceModel(msgspec.Struct, frozen=True):
    """Handling (s, call to end, at a counter of speed 1): mean, and the quantiles at (i + 0.5) / len(times)."""

    mean_s: float
    times_s: tuple[float, ...]
    seen: int = 0

    def quantile(self, share: Floats) -> Floats:
        """Handling times (s) at shares between 0 and 1, any shape; steps of the table, as the sample itself has."""
        table = np.asarray(self.times_s)
        at = np.minimum((share * len(table)).astype(np.intp), len(table) - 1)
        found: Floats = table[at]
        return found

    def rest(self, elapsed_s: float, share: Floats) -> Floats:
        """What is left (s) of a service that has run for `elapsed_s`, at shares 0 to 1: the sample beyond it."""
        table = np.asarray(self.times_s)
        first = int(np.searchsorted(table, elapsed_s, side="right"))
        left = len(table) - first
        if left < 5:  # longer than nearly all before it: the longer it has run the longer it may yet
            longer: Floats = -np.log1p(-share * 0.999) * max(0.2 * self.mean_s, 0.25 * elapsed_s)
            return longer
        at = first + np.minimum((share * left).astype(np.intp), left - 1)
        found: Floats = table[at] - elapsed_s
        return found


class HallModel(msgspec.Struct, frozen=True):
    """One hall. `no_show`: by band of BANDS_MIN, never falling; `patience`: (s, share still there), Kaplan-Meier.

    `gap_s`: from one end to the next call when somebody waits; `vain_s`: what calling somebody absent costs.
    `mix`: share of arrivals by priority. `days`: how many it was learned from.
    """

    services: Mapping[str, ServiceModel]
    speeds: Mapping[str, float] = msgspec.field(default_factory=dict)
    no_show: tuple[float, ...] = (ASSUMED_NO_SHOW,) * len(BANDS_MIN)
    patience: tuple[tuple[float, float], ...] = ()
    gap_s: float = ASSUMED_GAP_S
    vain_s: float = ASSUMED_VAIN_S
    mix: Mapping[str, float] = msgspec.field(default_factory=lambda: dict(ASSUMED_MIX))
    days: int = 0

    @property
    def learning(self) -> bool:
        """Too young for a range: show one figure and say that it is still learning."""
        return self.days < FEW_DAYS

    def service(self, service_id: str) -> ServiceModel:
        """A service's handling; of one nobody has set up, five minutes."""
        return self.services.get(service_id) or assumed(300.0)

    def speed(self, counter_id: str) -> float:
        """Factor on handling times at a counter: above 1 is slower."""
        return self.speeds.get(counter_id, 1.0)

    def absent_from(self, share: Floats) -> Floats:
        """The wait (s) beyond which a customer with this share (0 to 1, uniform) no longer comes when called; inf."""
        edges = np.array([60.0 * minutes - 1e-3 for minutes in BANDS_MIN] + [np.inf])
        table = edges[np.searchsorted(np.array(self.no_show), _FINE, side="right")]
        found: Floats = table.take((share * len(_FINE)).astype(np.intp), mode="clip")
        return found

    def leaves_after(self, share: Floats) -> Floats:
        """The wait (s) after which a customer with this share (0 to 1, uniform) is seen leaving; inf."""
        if not self.patience:
            return np.full(share.shape, np.inf)
        at = np.array([seconds for seconds, _ in self.patience])
        gone = np.array([1.0 - there for _, there in self.patience])
        table = np.append(at, np.inf)[np.searchsorted(gone, _FINE, side="left")]
        found: Floats = table.take((share * len(_FINE)).astype(np.intp), mode="clip")
        return found

    def to_json(self) -> bytes:
        """For the store."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> HallModel:
        """Raises msgspec.DecodeError or ValidationError if this is none."""
        return msgspec.json.decode(data, type=cls)


def table_of(times_s: Sequence[float] | NDArray[Any], mean_s: float | None = None, points: int = POINTS) -> Floats:
    """Quantiles of a sample, scaled so that their mean is the sample's (or `mean_s`)."""
    ordered = np.sort(np.asarray(times_s, np.float64))
    table = np.quantile(ordered, (np.arange(points) + 0.5) / points)
    found: Floats = table * ((ordered.mean() if mean_s is None else mean_s) / table.mean())
    return found


def assumed_shape(points: int = POINTS) -> Floats:
    """Quantiles with mean 1 assumed before anything is known: log-normal with ASSUMED_CV."""
    share = (np.arange(points) + 0.5) / points
    table = np.exp(_normal_quantile(share) * np.sqrt(np.log(1 + ASSUMED_CV**2)))
    found: Floats = table / table.mean()
    return found


def _normal_quantile(share: Floats) -> Floats:
    """Inverse of the normal distribution; Tukey's lambda approximation, error below 0.01 between 0.005 and 0.995."""
    return np.asarray((share**0.135 - (1 - share) ** 0.135) / 0.1975)


def assumed(typical_s: float) -> ServiceModel:
    """A service nobody has seen yet."""
    return ServiceModel(typical_s, tuple(np.round(assumed_shape() * typical_s, 1).tolist()))


def cold(branch: Branch) -> HallModel:
    """The model of a hall on its first morning."""
    return HallModel({service.id: assumed(service.typical_s) for service in branch.services})
