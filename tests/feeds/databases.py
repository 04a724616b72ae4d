"""Database servers for tests: a PostgreSQL or MariaDB of their own, on loopback and a free port, thrown away after."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.feeds.brokers import free_port

# Debian keeps them off people's paths; of several PostgreSQL the newest.
POSTGRESQL = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(3))
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *(str(path) for path in reversed(POSTGRESQL))])
START_S = 20.0
NOBODY = "nobody"  # neither server runs as root


def program(name: str, package: str) -> str:
    """Where a server's program is; a test without it is skipped in words."""
    return shutil.which(name, path=PLACES) or pytest.skip(f"no {name} here: apt-get install {package}")


@contextmanager
def postgresql() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database of a PostgreSQL that is there for this block."""
    initdb, postgres = program("initdb", "postgresql"), program("postgres", "postgresql")
    with _home() as home:
        data, port = home / "data", free_port()
        _run([initdb, "-D", str(data), "-U", "lobby", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        wants = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        command = [postgres, "-D", str(data), "-p", str(port)]
        command += [word for name, value in wants.items() for word in ("-c", f"{name}={value}")]
        url = f"postgresql+psycopg://lobby@127.0.0.1:{port}/postgres"
        with _server(command, home, url, signal.SIGINT):
            yield url


@contextmanager
def mysql() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database of a MariaDB that is there for this block."""
    server, install = program("mariadbd", "mariadb-server-core"), program("mariadb-install-db", "mariadb-server-core")
    with _home() as home:
        data, port = home / "data", free_port()
        # An account that needs no password, on loopback alone; the server takes one statement a line.
        first = home / "first.sql"
        wants = ("CREATE DATABASE q;", "CREATE USER lobby@'127.0.0.1';", "GRANT ALL ON q.* TO lobby@'127.0.0.1';")
        first.write_text("\n".join(wants) + "\n")
        first.chmod(0o644)
        common = ["--no-defaults", f"--datadir={data}"]
        _run([install, *common, "--skip-test-db", "--auth-root-authentication-method=normal"])
        command = [
            server,
            *common,
            f"--port={port}",
            "--bind-address=127.0.0.1",
            f"--socket={home}/s",
            "--skip-name-resolve",
        ]
        command += [f"--pid-file={home}/pid", f"--init-file={first}", "--innodb-flush-log-at-trx-commit=0"]
        url = f"mysql+pymysql://lobby@127.0.0.1:{port}/q"
        with _server(command, home, url, signal.SIGTERM):
            yield url


# --- what both need ---------------------------------------------------------------------------------------------------


@contextmanager
def _home() -> Iterator[Path]:
    """A folder of whoever the server runs as; not under tmp_path, through which only its owner may walk."""
    home = Path(tempfile.mkdtemp(prefix="lobby-db-"))
    try:
        if _as_whom():
            shutil.chown(home, NOBODY)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _as_whom() -> Mapping[str, Any]:
    return {"user": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_as_whom())
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def _server(command: Sequence[str], home: Path, url: str, end: int) -> Iterator[None]:
    with (home / "log").open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, cwd="/", **_as_whom())
    try:
        _until(lambda: _answers(url), process, home / "log")
        yield
    finally:
        process.send_signal(end)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until(holds: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not holds():
        assert process.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < deadline, log.read_text(errors="replace")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    with suppress(SQLAlchemyError), create_engine(url, poolclass=NullPool).connect():
        return True
    return False
