"""Programs that build data files."""
