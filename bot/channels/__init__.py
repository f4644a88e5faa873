"""Where citizens come in and answers go out."""
