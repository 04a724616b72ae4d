"""The former place of widgets/floor_paint.py, until everybody who asks here has learnt the new one."""

from lobbyconsole.ui.widgets.floor_paint import Ink, draw_focus

__all__ = ["Ink", "draw_focus"]
