"""Reused, mostly hand-painted parts. They show values given to them and know no service."""
