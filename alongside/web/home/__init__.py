"""The first page each role sees."""
