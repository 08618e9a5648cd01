"""The frozen values that cross rooms. Times are aware and in UTC; percentages are percent used, 0 to 100 and over."""
