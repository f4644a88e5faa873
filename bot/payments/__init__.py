"""Payment codes: build, parse, read from a photo, judge. Knows nothing of Rasa."""
