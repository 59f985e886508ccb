"""Checklists, tests and self-assessments as immutable versions; relevance and scoring."""
