"""The frozen values that the packages exchange. Times are aware and in UTC; percentages are percent used, from 0 up."""
