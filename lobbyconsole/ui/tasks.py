"""Slow work off the main thread: run() for work of our own, watch() for what the desk was asked to do."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, QThreadPool, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from concurrent.futures import Future

THREADS = 2

Done = Callable[[Any], object]
Failed = Callable[[BaseException], object]


class Hub(QObject):
    """The pool, and the place where failures nobody takes care of are heard. One per application, on its thread."""

    trouble = Signal(object)  # the exception; the window shows it in place
    _call = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tasks")
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(THREADS)
        self._call.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def on_main_thread(self, call: Callable[[], object]) -> None:
        """Run `call` on the main thread soon; from any thread."""
        if isValid(self):
            self._call.emit(call)

    def _run(self, call: Callable[[], object]) -> None:
        call()


def hub() -> Hub:
    """The application's hub, made when first asked for (on the main thread)."""
    app = QCoreApplication.instance()
    found = app.findChild(Hub, "tasks") if app else None
    return found if isinstance(found, Hub) else Hub(app)


class Task:
    """Work under way. `cancel` is a wish: nothing more is reported, and work that looks at `cancelled` ends early."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._report: Callable[[int, int], None] | None = None

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def report(self, done: int, total: int) -> None:
        """Called by the work, on its thread: `done` of `total` steps are behind it."""
        if self._report is not None and not self.cancelled:
            self._report(done, total)


def run(
    parent: QObject,
    work: Callable[[], Any] | Callable[[Task], Any],
    done: Done | None = None,
    failed: Failed | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Task:
    """Do `work` on the pool; `done(result)` or `failed(error)` follow on the main thread while `parent` lives.

    With `progress`, `work` is given the Task: it calls task.report(done, total) and may look at task.cancelled.
    Without `failed`, the window says what went wrong.
    """
    task, centre = Task(), hub()

    def deliver(then: Callable[..., object] | None, *values: Any) -> None:
        if then is not None:
            centre.on_main_thread(lambda: then(*values) if isValid(parent) and not task.cancelled else None)

    def job() -> None:
        try:
            result = work(task) if progress is not None else work()  # type: ignore[call-arg]
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to whoever asked for the work
            deliver(failed or centre.trouble.emit, error)
        else:
            deliver(done, result)

    if progress is not None:
        task._report = lambda step, total: deliver(progress, step, total)
    centre.pool.start(job)
    return task


class OneLook:
    """Looks at something anew, one look at a time; a wish meanwhile is granted after it."""

    def __init__(self, parent: QObject, look: Callable[[], Any], done: Done) -> None:
        """`look` on the pool; `done` with what it found on the main thread, while `parent` lives."""
        self._parent, self._look, self._done = parent, look, done
        self._again = False
        self.task: Task | None = None  # the look that is going on

    def wish(self) -> None:
        """Look now, or once more when the present look is over."""
        if self.task is not None:
            self._again = True
            return
        self.task = run(self._parent, self._look, self._seen, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.task = None
        hub().trouble.emit(error)

    def _seen(self, found: Any) -> None:
        self.task = None
        self._done(found)
        if self._again:
            self._again = False
            self.wish()


def watch(
    future: Future[Any], done: Done | None = None, failed: Failed | None = None, parent: QObject | None = None
) -> None:
    """Report a desk future on the main thread; never waits. Without `failed`, a refusal is said by the window.

    With `parent`, nothing is reported once that is gone.
    """
    centre = hub()

    def settled(future: Future[Any]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            then: Callable[..., object] | None = failed or centre.trouble.emit
            value: Any = error
        else:
            then, value = done, future.result()
        if then is not None:
            call = then
            centre.on_main_thread(lambda: call(value) if parent is None or isValid(parent) else None)

    future.add_done_callback(settled)


def wait_for_all(seconds: float = 5.0) -> bool:
    """At the end of the program: let running work finish. False when some did not."""
    return hub().pool.waitForDone(int(seconds * 1000))


class SignalBell:
    """Lets the handler of a signal run at once.

    Python runs it between two of its own steps, and while a window waits there are none: for seconds on the page that
    asks for the passphrase. Windows sends no such signals.
    """

    def __init__(self, wanted: bool = True) -> None:
        self._ends: tuple[int, int] | None = None
        if not wanted or sys.platform == "win32":
            return
        self._ends = os.pipe()
        for end in self._ends:
            os.set_blocking(end, False)
        self._before = signal.set_wakeup_fd(self._ends[1], warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ends[0], QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._rung)

    def _rung(self) -> None:
        if self._ends is not None:
            os.read(self._ends[0], 64)

    def close(self) -> None:
        if self._ends is None:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for end in self._ends:
            os.close(end)
        self._ends = None
