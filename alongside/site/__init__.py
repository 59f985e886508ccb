"""This installation: settings, addresses, wiring, management commands."""
