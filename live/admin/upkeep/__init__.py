"""The administrator's verbs of upkeep."""
