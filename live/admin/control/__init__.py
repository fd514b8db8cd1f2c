"""The administrator's verbs on the control room's machines."""
