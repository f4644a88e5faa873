"""Telegram: updates in, calls out, the rate it allows."""
