"""What reports are filled with: figures gathered from store and services, and the rows behind them. No SQL, no Qt."""
