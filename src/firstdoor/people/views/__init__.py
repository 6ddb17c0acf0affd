"""The web of this room: sign-in, the desk's first page, the cycle, people and their roles."""
