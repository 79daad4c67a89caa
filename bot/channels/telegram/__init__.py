"""Telegram, as a wire: what comes in is read, what goes out is dressed, and nothing is decided here."""
