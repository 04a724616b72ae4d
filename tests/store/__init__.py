"""The store room against real encrypted SQLite files; only the clock is ours."""
