"""Tasks that look after the files which came with questions."""
