"""The standards screen's parts: list, preview, editor, history, updates, exchange. What content is stands in domain."""
