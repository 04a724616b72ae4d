"""The parts of the briefings screen: its list, the pages, and the presentation with its panels. No SQL, no facts."""
