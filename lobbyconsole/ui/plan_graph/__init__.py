"""Plans as an outline and as a drawn graph: written, walked before approval, with their telephone numbers."""
