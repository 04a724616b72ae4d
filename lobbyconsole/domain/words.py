"""Sentences a Qt-free room wants to say: marked here for translation, put into the reader's language by a face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks `text` for the translators of `context`; returns it unchanged."""
    del context
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named places, e.g. Message("Counter {counter} is closed", {"counter": "3"})."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    context: str = "Messages"

    def __str__(self) -> str:
        """The sentence in its source language (English)."""
        return self.text.format(**self.values) if self.values else self.text


class Refused(Exception):
    """What was asked cannot be done now; `message` says why in words for the person who asked."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
