"""What they meant: intents, entities and the safety screen. Others see only `nlu.intents`."""
