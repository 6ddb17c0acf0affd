"""Listen: every voice, the case it opens, and the answers that go back."""
