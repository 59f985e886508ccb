"""The area tree as its keepers see it: what lies where, opened, named, moved, closed."""
