"""The composition: the one place that knows which channels, which store and which interpreter are plugged in."""
