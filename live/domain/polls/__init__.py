"""Polls: what may be asked, who counts once, and what comes of it."""
