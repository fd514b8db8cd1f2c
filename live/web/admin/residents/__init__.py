"""The administrator's pages of what residents are told."""
