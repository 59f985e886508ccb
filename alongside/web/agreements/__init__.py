"""Agreements with workplaces and the release of their staff."""
