"""Tests of the faces: real widgets, offscreen."""
