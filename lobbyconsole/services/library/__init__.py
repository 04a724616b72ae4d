"""The content library as the program uses it: files read and refused in words, one compiled file for a quick start."""
