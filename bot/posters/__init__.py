"""Paper and screens that bring citizens to the assistant."""
