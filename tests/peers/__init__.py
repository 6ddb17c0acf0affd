"""Comparisons with other people's programs, in an environment of their own: `make test-peers`."""
