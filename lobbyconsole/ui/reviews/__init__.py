"""The screen of reviews: what was done against the plan, what is learned, and plans to be looked through."""
