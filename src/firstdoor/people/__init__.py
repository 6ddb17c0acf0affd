"""People: accounts, sign-in, roles, bodies and their seats, the cycle and its dates."""
