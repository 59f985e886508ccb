"""Mentors: who they are, how they come to it, how they are supported."""
