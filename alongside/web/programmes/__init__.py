"""Programmes: their design in eleven steps, what must hold before they begin, the signed document."""
