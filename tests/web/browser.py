"""Headless Chromium over the WebDriver protocol, as far as the page's tests need it: no client library, just httpx."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--force-color-profile=srgb", "--disable-extensions", "--no-default-browser-check",
)  # fmt: skip
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "Space": " ", "Backspace": "\ue003"}


def programs() -> tuple[str, str] | None:
    """Paths of Chromium and its driver; None when one is missing."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Browser:
    """One browser with one tab and a profile of its own."""

    def __init__(self, chromium: str, driver: str) -> None:
        self._chromium = chromium
        self._driver = driver

    def __enter__(self) -> Self:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._profile = tempfile.mkdtemp(prefix="lc-chromium-")
        self._process = subprocess.Popen(
            [self._driver, f"--port={port}", "--silent"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._session = ""
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def _begin(self) -> None:
        self.until(self._ready, "chromedriver does not answer")
        options = {"binary": self._chromium, "args": [*FLAGS, f"--user-data-dir={self._profile}"]}
        wanted = {
            "capabilities": {
                "alwaysMatch": {
                    "browserName": "chrome",
                    "goog:chromeOptions": options,
                    "goog:loggingPrefs": {"browser": "ALL"},
                }
            }
        }
        self._session = self._http.post("/session", json=wanted).raise_for_status().json()["value"]["sessionId"]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        """Nothing of it lives on, whatever failed: the driver's children die with the session, the driver by itself."""
        try:
            if self._session:
                self._http.delete(f"/session/{self._session}")
        finally:
            self._http.close()
            self._process.terminate()
            self._process.wait(10)
            shutil.rmtree(self._profile, ignore_errors=True)

    def _ready(self) -> bool:
        try:
            return bool(self._http.get("/status").json()["value"]["ready"])
        except httpx.TransportError:
            return False

    def _post(self, path: str, **body: Any) -> Any:
        response = self._http.post(f"/session/{self._session}/{path}", json=body)
        value = response.json()["value"]
        assert response.status_code == 200, value
        return value

    def go(self, url: str) -> None:
        self._post("url", url=url)

    def reload(self) -> None:
        self._post("refresh")

    def run(self, script: str, *args: Any) -> Any:
        """The value of a JavaScript function body; `arguments` holds args."""
        return self._post("execute/sync", script=script, args=list(args))

    def text(self, css: str) -> str:
        return str(
            self.run(
                "var n=document.querySelector(arguments[0]); return n && n.offsetParent ? n.textContent : '';", css
            )
        )

    def press(self, *keys: str) -> None:
        """Keys as a person presses them, one after the other."""
        actions = []
        for key in keys:
            sign = KEYS.get(key, key)
            actions += [{"type": "keyDown", "value": sign}, {"type": "keyUp", "value": sign}]
        self._post("actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def click(self, css: str) -> None:
        """The mouse on the middle of an element."""
        element = self._post("element", using="css selector", value=css)
        (name,) = element.values()
        self._post(f"element/{name}/click")

    def size(self, width: int, height: int) -> None:
        """The inside of the window, in pixels."""
        self._cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def _cdp(self, command: str, **params: Any) -> Any:
        return self._post("goog/cdp/execute", cmd=command, params=params)

    def block(self, *patterns: str) -> None:
        """Requests to these addresses fail from now on; none: all go through again."""
        self._cdp("Network.enable")
        self._cdp("Network.setBlockedURLs", urls=list(patterns))

    def offline(self, cut: bool) -> None:
        """Cut this tab's network, or mend it."""
        self._cdp("Network.enable")
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._cdp("Network.emulateNetworkConditions", offline=cut, **speed)

    def shot(self, path: Path) -> None:
        data = self._http.get(f"/session/{self._session}/screenshot").json()["value"]
        path.write_bytes(base64.b64decode(data))

    def complaints(self) -> list[str]:
        """What the browser's console says, e.g. a script error or something the policy blocked."""
        return [f"{entry['level']}: {entry['message']}" for entry in self._post("se/log", type="browser")]

    def until(self, true: Callable[[], Any], what: str, seconds: float = 10.0) -> Any:
        """Wait until `true()` is; its value."""
        deadline = time.monotonic() + seconds
        while not (value := true()):
            assert time.monotonic() < deadline, what
            time.sleep(0.05)
        return value
