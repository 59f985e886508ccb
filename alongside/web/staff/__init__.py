"""Whoever keeps the list of staff: people, posts, roles, logins, duplicates; and everybody's own devices."""
