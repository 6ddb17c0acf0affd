"""Subcommands of `firstdoor`, a module each: `add_arguments(parser)` and `run(options) -> int`."""


class Refused(Exception):
    """The input or the state does not allow it; the message says what, where and what to do."""
