"""Who, when and where: people, time, storage, channels and the process itself."""
