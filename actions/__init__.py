"""Rasa custom actions, a file per capability; thin: they ask the domain packages and reply."""
