"""Tasks that follow what was promised to residents after they have asked."""
