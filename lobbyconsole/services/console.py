"""The bundle of services that bootstrap builds once and every face (window, command line, call pad) is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Console:
    """Everything a face may ask for. See each service's module for its verbs."""

    live: Any
    desk: Any
    history: Any
    intake: Any
    settings: Any
