"""What will happen in the hall and why. numpy; no I/O, clock, thread, Qt, SQL."""
