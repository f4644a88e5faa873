"""The stock side of the comparisons."""
