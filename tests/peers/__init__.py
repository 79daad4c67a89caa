"""Servers written by others, to talk to: `make peers`. No part of the suite, because they need Node and the network."""
