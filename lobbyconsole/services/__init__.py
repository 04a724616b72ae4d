"""What a manager can do: one module per noun, plain functions. No Qt and no SQL may live here."""
