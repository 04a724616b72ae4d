"""Stand-ins for the world outside (clock, keyring): small and named; never for our own rooms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import keyring.backend
import keyring.errors


class FixedClock:
    """A clock that moves only when told to. Calling it gives the time as an aware UTC datetime."""

    def __init__(self, at: datetime | None = None) -> None:
        # A Wednesday morning, 09:30 in Shanghai: an open hall, no holiday, no change of daylight saving time.
        self._at = datetime(2026, 3, 11, 1, 30, tzinfo=UTC) if at is None else at.astimezone(UTC)
        self._elapsed = 0.0

    def __call__(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        """Seconds since the clock was made, in the place of time.monotonic."""
        return self._elapsed

    def advance(self, step: timedelta | float) -> datetime:
        """Time passes: move on by `step` (a timedelta, or seconds) and give the new time."""
        step = step if isinstance(step, timedelta) else timedelta(seconds=step)
        self._at += step
        self._elapsed += step.total_seconds()
        return self._at

    def set(self, at: datetime) -> None:
        """Somebody corrects the PC's clock, forwards or back; monotonic() does not notice."""
        self._at = at.astimezone(UTC)


class DictKeyring(keyring.backend.KeyringBackend):
    """The operating system's keyring as a dict; gone with the test."""

    # keyring picks by priority among all subclasses it knows; never let this one win outside a test.
    priority = -1

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.secrets[service, username]
        except KeyError:
            raise keyring.errors.PasswordDeleteError(f"no secret for {username!r} in {service!r}") from None
