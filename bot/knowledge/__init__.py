"""What the assistant knows: procedures, fees, guides, communes; read from `data/`."""
