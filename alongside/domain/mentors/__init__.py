"""Mentors: nominated, selected, prepared, certified, supported; in which areas they are proficient and with what load."""
