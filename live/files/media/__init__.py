"""Pictures, sounds and documents of strangers: told by their contents, and made harmless."""
