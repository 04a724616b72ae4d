"""Rack: one file per kind of queue source, each turning what it sees into facts. No Qt, no store, no other feed."""
