"""Mentoring relationships: who mentors whom, proposed, answered, begun and ended."""
