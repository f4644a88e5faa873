"""Administrative units: today's two tiers, the three until 1/7/2025, and what became what."""
