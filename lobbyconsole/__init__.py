"""The bank lobby manager's console; the version lives here and nothing else does."""

__version__ = "0.1.0"
