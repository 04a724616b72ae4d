"""A question in place that can also explain itself."""

from __future__ import annotations

from typing import Any

from lobbyconsole.ui.widgets.basics import Label
from lobbyconsole.ui.widgets.floor_forms import Form


class AskForm(Form):
    """A form with sentences between its questions."""

    def words(self, text: str, size: float = 13, role: str = "muted") -> Label:
        """A sentence below what was asked last."""
        made = Label(text, size, role=role, wrap=True)
        self._add(made, "")
        return made

    def pick(self, name: str, value: Any) -> None:
        """Choose as if it had been pressed."""
        choice = self._choices.get(name)
        if choice is not None:
            choice.set_value(value)
            choice.changed.emit()
