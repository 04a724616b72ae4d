"""A paper (domain/paper.py) for people: on the screen, as a PDF, and the way from a figure to what it was made of."""
