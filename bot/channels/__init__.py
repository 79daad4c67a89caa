"""Ways to reach people. Adapters translate; they never decide."""
