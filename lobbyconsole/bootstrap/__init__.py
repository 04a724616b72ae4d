"""The composition root, the only room that knows everyone: `hall` opens a hall, `window` starts the window."""
