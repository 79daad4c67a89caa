"""How we talk: pure. No clock, dice, network or database."""
