"""One folder per foreign system."""
