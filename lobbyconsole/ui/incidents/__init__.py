"""The incidents screen, the quick note, and the reminders over every screen."""
