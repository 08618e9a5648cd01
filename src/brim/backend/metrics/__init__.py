"""Metrics for dashboards: counters that never fall, and who writes or sends them while a tray runs."""
