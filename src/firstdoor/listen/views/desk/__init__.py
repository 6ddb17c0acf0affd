"""The desk's pages about voices, cases and answers."""
