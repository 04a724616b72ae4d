"""Faces over HTTP: pages served to the hall's own network. No Qt, no SQL and no rule of the lobby may live here."""
