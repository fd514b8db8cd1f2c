"""Tasks on invented questions: what plays rehearsals, and what takes practices away."""
