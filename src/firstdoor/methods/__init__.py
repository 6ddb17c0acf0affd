"""Pure numbers: arrays and dataclasses in, dataclasses out. No Django, no room."""
