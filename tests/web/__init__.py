"""The network doors: real servers on loopback, a real desk behind them, a real browser where there is one."""
