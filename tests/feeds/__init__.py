"""Tests of the queue sources: recordings of real systems and hostile doubles of them."""
