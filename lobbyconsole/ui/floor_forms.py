"""The former place of widgets/floor_forms.py, until everybody who asks here has learnt the new one."""

from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton

__all__ = ["Flow", "KeyButton"]
