"""The screen of risks: the map, the list with what nobody covers, one risk in full."""
