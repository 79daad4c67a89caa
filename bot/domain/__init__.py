"""Rules about people and time: pure."""
