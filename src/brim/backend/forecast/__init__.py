"""Forecasts of what the present use of a limit leads to."""
