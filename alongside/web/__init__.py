"""Pages for people at a desk or on a phone browser."""
