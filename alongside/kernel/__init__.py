"""What every room stands on and none is about."""
