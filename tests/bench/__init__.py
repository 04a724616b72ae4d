"""Measurements, never tests: run by `make bench`, each against a floor measured in the same run, into bench.json."""
