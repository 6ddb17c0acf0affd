"""Pure wire formats: bytes to dataclasses and back. No Django, no room."""
