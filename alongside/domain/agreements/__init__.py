"""Agreements with the leadership of a workplace: engagement, hours, permission procedure, release of staff, backup cover."""
