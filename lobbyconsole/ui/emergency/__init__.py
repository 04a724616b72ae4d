"""The emergency's parts: picking a plan, walking it, what is owed and what was done."""
