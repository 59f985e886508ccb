"""The demonstration programme Mawari: invented country, invented people, our own checklists, no real client."""
