"""What can be asked about encounters."""
