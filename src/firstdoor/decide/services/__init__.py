"""The verbs of deciding."""
