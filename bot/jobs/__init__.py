"""Loops that claim and work, and ticks that say when something is due."""
