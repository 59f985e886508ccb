"""What is decided about visits, encounters and observations. Pure: no database, no clock."""
