"""OpenRosa: what ODK Collect, KoboCollect and Enketo speak. Forms and lists out, filled forms in."""
