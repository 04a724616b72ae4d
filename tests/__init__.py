"""Tests mirror the package: tests/<room>/test_<module>.py; tests/e2e drives the whole program."""
