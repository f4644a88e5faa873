"""Measurements; figures stand in `README.md` beside."""
