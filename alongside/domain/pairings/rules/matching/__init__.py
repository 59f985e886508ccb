"""Who could mentor whom: matching a pool of mentees to mentors. Pure: no database, no clock."""
