"""Mentoring plans: both sides' view of the needs, goals, learning activities, agreement, versions, the formal ending."""
