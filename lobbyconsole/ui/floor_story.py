"""The former place of widgets/floor_story.py, until everybody who asks here has learnt the new one."""

from lobbyconsole.ui.widgets.floor_story import story_words

__all__ = ["story_words"]
