"""One envelope for everything sealed outside the database; what former programs sealed still opens."""

from __future__ import annotations

import base64
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lobbyconsole.services.attachments import FOLDER, Attachments
from lobbyconsole.store.sealed import LEAST, Broken, Seal
from lobbyconsole.store.sidefile import SideFile
from tests.store.halls import KEY

GIF = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
# Written by the program of November 2026 with a key that protects nothing. They must open for ever.
PHOTO = "b1442e85b03bdcaf66dc58c7abb98745dd2687d86350be9a298a1d9382ac849b"
SEALED_PHOTO = (
    "bG9iYnlhdHRhY2gxCmWLgVyYiAubhWUukt1YGM933TgMFbOJkuGbH6v8CY80LsBGUO5QsrTn1TzZTGYaVoX7yYWvqKmfMywFtWkzJ9PJXTdL6tKN"
)
SIDE_FILE = "lobbyconsole-527ac62758df498d.side"
SEALED_SIDE = (
    "bG9iYnlzaWRlMQoAAADOX5/+149J1SrnNqFL3KGtTAKIrwx2CrnecWQPcKcTV9mfHz4FC8ny9OS1Z6yt4eYr5n+0wD4Ly2ctgTePq48kAemiZOtY"
    "exJ/9OIAisAvApb4g/31Mft9RYrNFYJmTdLetyCdHUynM9Ip0aDVl6yaTR1Q+/JtWzSVdy9svxvc08NsrV0bum9fgYdodnB7uTgXcrAhQDM4WZPw"
    "8Iz3k5JxKla/P3EombolincjQl31dy+KOCUrW4Q7LCjY3A3ZzV+BX1CK/1ODrm9U2XjM2iM="
)


def test_a_photo_of_a_former_program_opens(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / PHOTO).write_bytes(base64.b64decode(SEALED_PHOTO))
    kept = Attachments(tmp_path, KEY)
    assert kept.read(PHOTO) == GIF
    assert kept.keep(GIF).sha256 == PHOTO
    assert (tmp_path / FOLDER / PHOTO).read_bytes() == base64.b64decode(SEALED_PHOTO), "sound, so not written anew"


def test_facts_a_former_program_set_aside_come_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / SIDE_FILE).write_bytes(base64.b64decode(SEALED_SIDE))
    with SideFile([tmp_path], KEY).drained() as batches:
        (batch,) = batches
    assert (batch.facts[0].id, dict(batch.cursors)) == ("n", {"machine": "7"})
    assert batch.recorded_at == datetime(2026, 3, 11, 1, 1, tzinfo=UTC)
    assert not (tmp_path / SIDE_FILE).exists()


def test_what_is_sealed_opens_only_as_what_it_is() -> None:
    seal = Seal(KEY, b"a purpose")
    sealed = seal.close(b"words", b"about")
    assert (seal.open(sealed, b"about"), len(sealed)) == (b"words", len(b"words") + LEAST)
    assert seal.close(b"words", b"about") != sealed, "never the same twice"
    for other in (Seal(KEY, b"another purpose"), Seal(bytes(32), b"a purpose")):
        assert other.mark != seal.mark
        with pytest.raises(Broken):
            other.open(sealed, b"about")
    with pytest.raises(Broken):
        seal.open(sealed, b"about something else")


@pytest.mark.parametrize("length", [0, 1, LEAST - 1, LEAST, 40])
def test_what_was_never_sealed_is_broken(length: int) -> None:
    with pytest.raises(Broken):
        Seal(KEY, b"a purpose").open(os.urandom(length), b"")
