"""Visits and contacts as they were held, what was observed, what was agreed."""
