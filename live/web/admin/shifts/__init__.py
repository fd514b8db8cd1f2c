"""The pages of the roster of duty."""
