"""REST: a pull channel in the shape of Rasa's; what waits leaves with the answer to the next request."""
