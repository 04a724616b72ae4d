"""A program to be measured from outside: a bare Qt window, or the whole console as its command line starts it.

Prints one line of JSON: CLOCK_MONOTONIC at each mark, and its own memory some seconds after the last one.
"""

from __future__ import annotations

import sys
import time

MARKS: dict[str, float] = {}
WORK: dict[str, float] = {}  # the same in CPU seconds of this process, which a busy machine stretches less
MEMORY_AFTER_S = 4.0


def mark(name: str) -> None:
    """Note when something is there, the first time."""
    MARKS.setdefault(name, time.monotonic())
    WORK.setdefault(name, time.process_time())


def proportional_mb() -> float:
    """PSS of this process in MB: its own memory, and its share of what it shares with others."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _tell() -> None:
    import json

    print(json.dumps({"marks": MARKS, "work": WORK, "pss_mb": proportional_mb()}), flush=True)


def bare(rest_s: float) -> int:
    """The least a PySide6 program can be: one main window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: object) -> None:
            if not MARKS:
                mark("painting")
                QTimer.singleShot(0, self, painted)  # as the console's own window tells it

    def painted() -> None:
        mark("first_paint")
        QTimer.singleShot(int(rest_s * 1000), app, finish)

    def finish() -> None:
        _tell()
        app.quit()

    app = QApplication([])
    window = Window()
    window.resize(1440, 900)
    window.show()
    return app.exec()


def console(folder: str, hall_time: str, rest_s: float) -> int:
    """`lobbyconsole --data-dir folder`, its clock at `hall_time`; "live" is when the live floor has been painted."""
    import lobbyconsole.__main__
    import lobbyconsole.ui.app as app

    real_run = app.run

    def run(options: app.Options, opener: app.Opener, arguments: list[str] | None = None) -> int:
        from dataclasses import replace

        def marked(name: str) -> None:
            mark("told_" + name)
            _marked(name, hall_time, rest_s)

        def opener_with_ring(passphrase: str | None = None) -> object:
            import lobbyconsole.credentials as credentials

            mark("opening")
            vars(credentials)["TRUSTED"] = (*credentials.TRUSTED, "tests.bench")
            return opener(passphrase) if passphrase is not None else opener()

        return real_run(replace(options, mark=marked), opener_with_ring, arguments)  # type: ignore[arg-type]

    vars(app)["run"] = run
    return lobbyconsole.__main__.main(["--data-dir", folder, "--lang", "zh"])


def _marked(name: str, hall_time: str, rest_s: float) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    if name == "first_paint":
        mark("first_paint")
        from datetime import datetime

        from lobbyconsole.services import clock

        offset = datetime.fromisoformat(hall_time) - clock.wall_time()
        clock.Clock.__init__.__defaults__ = (clock.wall_time, clock.steady_ticks, offset)
        return
    from lobbyconsole.ui.main_window import MainWindow

    window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if watched is window and event.type() == QEvent.Type.UpdateRequest and not self.property("seen"):
                self.setProperty("seen", True)
                QTimer.singleShot(0, self, self.seen)
            return False

        def seen(self) -> None:
            mark(name)
            window.removeEventFilter(self)
            if name == "live":
                QTimer.singleShot(int(rest_s * 1000), window, end)

    def end() -> None:
        _tell()
        window.close()

    watcher = Painted(window)
    window.installEventFilter(watcher)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        sys.exit(bare(float(sys.argv[2])))
    sys.exit(console(sys.argv[2], sys.argv[3], float(sys.argv[4])))
