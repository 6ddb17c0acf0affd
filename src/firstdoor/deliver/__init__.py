"""Deliver: pilots, promises kept or not, the golden thread of each receipt."""
