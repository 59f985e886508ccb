"""Pages about visits: begun, filled, submitted; observations, contacts, actions and issues."""
