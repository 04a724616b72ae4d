"""Other programs' windows on the same screen, for comparison: BENCH_PEERS="title=command; title=command"."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import statistics
import subprocess
import time

from tests.bench.result import Result

ROUNDS = 5
LONGEST_S = 30.0
LOOK_EVERY_S = 0.01


def windows(screen: dict[str, str], ours: float) -> list[Result]:
    """Until each program's window with that title is on the screen, beside `ours`: our live floor painted.

    Theirs is the earlier moment (a window may still be empty), so the comparison favours them. Needs xdotool.
    """
    found = []
    for peer in filter(None, (part.strip() for part in os.environ.get("BENCH_PEERS", "").split(";"))):
        title, _, command = peer.partition("=")
        runs = [_until_window(title, shlex.split(command), os.environ | screen) for _ in range(1 + ROUNDS)][1:]
        found.append(
            Result(f"… {title}: its window", statistics.median(runs), "s", floor=ours, floor_name="our live floor")
        )
    return found


def _until_window(title: str, command: list[str], env: dict[str, str]) -> float:
    """Seconds from the start of a program to its window; the program and what it started are ended again."""
    search = ["xdotool", "search", "--onlyvisible", "--name", title]
    started = time.monotonic()
    with subprocess.Popen(
        command, env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as program:
        try:
            while subprocess.run(search, env=env, capture_output=True, check=False).returncode:
                if time.monotonic() - started > LONGEST_S or program.poll() is not None:
                    raise RuntimeError(f"no window {title!r} of {command[0]} (exit code {program.poll()})")
                time.sleep(LOOK_EVERY_S)
            return time.monotonic() - started
        finally:
            _end(program)


def _end(program: subprocess.Popen[bytes]) -> None:
    """Ask the program, and after a while make it and all it started go."""
    program.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.wait(10)
    with contextlib.suppress(ProcessLookupError):  # nobody of them is left
        os.killpg(program.pid, signal.SIGKILL)
