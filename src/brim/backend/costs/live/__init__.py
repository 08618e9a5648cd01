"""Costs while a tray runs: what is new is read in small steps, and what today has cost is told."""
