"""Relationships: who mentors whom, in which areas, from when to when; proposing, answering, handing over, closing, matching."""
