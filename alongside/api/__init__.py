"""The public JSON interface: what programs may read, as far as the person in whose name they ask may see it."""
