"""The administrator's verbs on what the program suggests by itself."""
