"""Dossiers: their codes, deadlines in working days, statuses, and looking a status up."""
