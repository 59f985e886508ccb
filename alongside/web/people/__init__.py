"""A person: one competency record, actions, contacts."""
