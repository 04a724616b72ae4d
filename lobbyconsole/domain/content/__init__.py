"""The content library: what a hall works by, in two languages. Shapes and checks only; files are read in services."""
