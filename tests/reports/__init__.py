"""Tests of reports: what is laid out from given figures."""
