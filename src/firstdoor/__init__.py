"""Firstdoor: a municipality, its police and fire brigade and its citizens make places safer, together."""

__version__ = "0.1.0"
