"""Forms at the desk, small ones: each says one thing about one case."""
