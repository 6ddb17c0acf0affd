"""Understand: the safety picture; for now plain counts of public reports."""
