"""What broke queue sources in a whole hall once: each found by trying to, and mended."""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.config import Door, FeedSetting, Settings
from lobbyconsole.credentials import SECRETS, create_vault
from lobbyconsole.domain.sample import sample_branch
from tests.feeds.brokers import free_port


@pytest.mark.parametrize("kind", ["mqtt", "push", "sql", "webhook"])
def test_secrets_that_cannot_be_read_are_told_in_words_and_are_no_defect(tmp_path: Path, kind: Any) -> None:
    address = {"mqtt": "mqtt://u@127.0.0.1:9", "push": "http://127.0.0.1:9", "sql": "mysql+pymysql://u@127.0.0.1:9/q"}
    profile = {"push": "fqm_api", "sql": "fqm"}
    feed = FeedSetting(name="machine", kind=kind, address=address.get(kind, ""), profile=profile.get(kind, ""))
    settings = Settings(
        set_up=True,
        branch=sample_branch("bank"),
        feeds=(feed,),
        webhook=Door(enabled=True, port=free_port()),
    )
    key, _ = create_vault(tmp_path, "a passphrase", None)
    (tmp_path / SECRETS).write_bytes(os.urandom(200))
    with closing(open_hall(tmp_path, key, settings=settings, upkeep=False)) as hall:
        deadline = time.monotonic() + 15
        while not any(link.problem for link in hall.console.live.snapshot.health.links):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        (link,) = hall.console.live.snapshot.health.links
        assert "defect" not in str(link.problem), link.problem
