"""Room of plans: needs seen from both sides, goals and their board, what is learnt for them, the formal ending."""
