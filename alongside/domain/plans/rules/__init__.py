"""What is decided about plans. Pure: no database, no clock."""
