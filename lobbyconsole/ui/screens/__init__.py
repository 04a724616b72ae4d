"""Rack of screens: one file per screen, listed in SCREENS of main_window.py. No screen knows another."""
