"""MQTT brokers for tests: a real mosquitto on a port of its own, and a double that says what no broker should."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from lobbyconsole.domain.facts import Fact
from tests.fakes import FixedClock

# Debian puts it where only root's path leads.
MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def need_mosquitto() -> str:
    """The broker's program; a test without it is skipped in words."""
    if MOSQUITTO is None:
        pytest.skip("no MQTT broker here: apt-get install mosquitto")
    return MOSQUITTO


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(holds: Callable[[], object], seconds: float = 10.0) -> None:
    """Until it holds; fails when it does not."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.01)


class Broker:
    """mosquitto with the given lines of configuration; keeps its sessions over a restart if `keeps`."""

    def __init__(self, folder: Path, *lines: str, listener: str = "", keeps: bool = True) -> None:
        self.program = need_mosquitto()
        self.port = free_port()
        self.folder = folder
        folder.mkdir(exist_ok=True)
        settings = [
            "user root",  # ignored where one is not root; otherwise it could not read this folder
            f"listener {self.port} 127.0.0.1",
            listener,
            *(lines or ("allow_anonymous true",)),
            f"persistence {'true' if keeps else 'false'}",
            f"persistence_location {folder}/",
            "max_queued_messages 100000",
        ]
        (folder / "mosquitto.conf").write_text("\n".join(settings) + "\n", "utf-8")
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        with (self.folder / "mosquitto.log").open("ab") as told:
            self.process = subprocess.Popen(
                [self.program, "-c", str(self.folder / "mosquitto.conf")], stdout=subprocess.DEVNULL, stderr=told
            )
        wait_for(self._answers)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "mosquitto.log").read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(how)
            self.process.wait(10)
            self.process = None

    def freeze(self) -> None:
        """It is there and says nothing any more."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def publish(
        self,
        body: bytes | str,
        topic: str = "lobby/0001/kiosk/tickets",
        *,
        kind: str = "",
        attributes: Mapping[str, str] | None = None,
        retain: bool = False,
        qos: int = 1,
        login: tuple[str, str] | None = None,
    ) -> None:
        """Send one message and wait until the broker has it."""
        self.publish_all([body], topic, kind=kind, attributes=attributes, retain=retain, qos=qos, login=login)

    def publish_all(
        self,
        bodies: list[bytes | str] | list[bytes] | list[str],
        topic: str = "lobby/0001/kiosk/tickets",
        *,
        kind: str = "",
        attributes: Mapping[str, str] | None = None,
        retain: bool = False,
        qos: int = 1,
        login: tuple[str, str] | None = None,
    ) -> None:
        """Send these and wait until the broker has them."""
        about = Properties(PacketTypes.PUBLISH)
        if kind:
            about.ContentType = kind
        if attributes:
            about.UserProperty = list(attributes.items())
        client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        if login:
            client.username_pw_set(*login)
        client.connect("127.0.0.1", self.port)
        while not client.is_connected():
            assert client.loop(0.05) == 0
        sent = [client.publish(topic, body, qos, retain, about) for body in bodies]
        while not all(one.is_published() for one in sent):
            assert client.loop(0.05) == 0
        client.disconnect()
        client._reset_sockets()


class Double:
    """A server that takes one connection after the other and lets `talk` answer it."""

    def __init__(self, talk: Callable[[socket.socket, Double], None]) -> None:
        self.talk = talk
        self.stopping = threading.Event()
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="mqtt-double")
        self._thread.start()

    def _serve(self) -> None:
        while not self.stopping.is_set():
            try:
                line, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            with line:
                line.settimeout(5)
                try:
                    self.talk(line, self)
                except OSError:
                    continue

    def stop(self) -> None:
        self.stopping.set()
        self._thread.join(10)
        self._listener.close()


class ListeningLink:
    """The console's side of the feed: keeps what is delivered, at once or when the test says so."""

    name = "kiosk"

    def __init__(self, cursor: str = "") -> None:
        self.time = FixedClock(datetime(2026, 11, 20, 4, 0, tzinfo=UTC))
        self.cursor = cursor
        self.order: list[Fact] = []
        self.again = 0  # facts that were known
        self.signs_of_life = 0
        self.last_sign = 0.0
        self.mode = "durable"  # or "never", "broken"
        self.pending: list[Future[int]] = []
        self.stopping = threading.Event()
        self.lock = threading.Lock()

    def deliver(self, facts: Any, cursor: str | None = None) -> Future[int]:
        future: Future[int] = Future()
        if self.mode == "never":
            self.pending.append(future)
            return future
        if self.mode == "broken" or any(getattr(fact, "number", "") == "POISON" for fact in facts):
            future.set_exception(RuntimeError("no journal"))
            return future
        with self.lock:
            known = {fact.id for fact in self.order}
            new = [fact for fact in facts if fact.id not in known]
            self.again += len(facts) - len(new)
            self.order += new
            self.cursor = self.cursor if cursor is None else cursor
        future.set_result(len(new))
        return future

    def alive(self) -> None:
        self.signs_of_life += 1
        self.last_sign = time.monotonic()

    def skew(self, seconds: float) -> None:
        raise AssertionError("a broker has no clock")

    def now(self) -> datetime:
        return self.time()

    def wait(self, seconds: float) -> bool:
        return self.stopping.wait(seconds)


def certificates(folder: Path, name: str = "localhost") -> tuple[Path, Path, Path]:
    """A certificate authority of a hall, and a broker's certificate and key signed by it: three PEM files."""
    folder.mkdir(exist_ok=True)

    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    def made(subject: str, issuer: str, key: Any, signer: Any, ca: bool) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(subject))
            .issuer_name(named(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        )
        if ca:
            usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
            builder = builder.add_extension(usage, critical=True)
        else:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        return builder.sign(signer, hashes.SHA256())

    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    paths = folder / "ca.pem", folder / "broker.pem", folder / "broker.key"
    paths[0].write_bytes(made("hall ca", "hall ca", ca_key, ca_key, True).public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(made(name, "hall ca", key, ca_key, False).public_bytes(serialization.Encoding.PEM))
    paths[2].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
