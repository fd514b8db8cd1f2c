"""The administrator's verbs on the official pages of the region's bodies."""
