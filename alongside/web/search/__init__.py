"""Search: people, places and checklists in scope."""
