"""The only room that says Qt: what a person sees and presses. Nothing here decides or stores; it asks services."""
