"""Real servers that feeds are tested against: each is started once, when a test first asks for it."""

import os
from collections.abc import Iterator

import pytest

from tests.feeds import databases


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of an empty PostgreSQL database; LOBBY_TEST_POSTGRESQL names one that runs already."""
    if url := os.environ.get("LOBBY_TEST_POSTGRESQL"):
        yield url
        return
    with databases.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def mysql() -> Iterator[str]:
    """The URL of an empty MariaDB or MySQL database; LOBBY_TEST_MYSQL names one that runs already."""
    if url := os.environ.get("LOBBY_TEST_MYSQL"):
        yield url
        return
    with databases.mysql() as url:
        yield url
