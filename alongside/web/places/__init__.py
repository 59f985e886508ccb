"""A place where people work, and an area with what lies below it."""
