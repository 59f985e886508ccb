"""Pages of plans: needs, goals and their board, agreement, the formal ending."""
