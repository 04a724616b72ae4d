"""Reports as files for a command without a window: the words of a language, and PDF painted off the screen."""

from __future__ import annotations

from pathlib import Path

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.paper import Paper
from lobbyconsole.domain.words import Message
from lobbyconsole.ui import style
from lobbyconsole.ui.shot import application
from lobbyconsole.ui.translation import Languages, say_in


class Writer:
    """Speaks one language in the words of a hall's sector."""

    def __init__(self, branch: Branch, language: str) -> None:
        self._branch, self._language = branch, language
        app = application()
        self._languages = Languages(app)
        self._languages.use(language, branch.sector)
        style.apply(app, style.pick("light", 100, language))

    def say(self, message: Message, language: str) -> str:
        """A sentence in the reader's language."""
        return say_in(message, language)

    def pdf(self, paper: Paper, path: Path) -> None:
        """Paint the paper. Raises OSError."""
        from lobbyconsole.ui.paper.pdf import paper_pdf

        paper_pdf(paper, path, self._language, self._branch.tz)
