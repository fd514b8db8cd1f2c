"""The background: one file a task. What runs by itself, and what a person never waits for."""
