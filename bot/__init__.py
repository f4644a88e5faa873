"""Một Cửa: a public-service assistant for Vietnamese citizens."""
