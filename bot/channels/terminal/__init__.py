"""The terminal: a conversation on this machine, with no tokens."""
