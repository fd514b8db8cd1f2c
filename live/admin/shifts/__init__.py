"""The administrator's verbs on duty: the roster, the rules of the night, who is away."""
