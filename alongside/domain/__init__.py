"""The mentoring programme, one room per noun."""
