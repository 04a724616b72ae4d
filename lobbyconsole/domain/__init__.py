"""What a lobby is: facts, their fold, the calling rule, waits. Pure: no I/O, clock, thread, Qt or SQL may live here."""
