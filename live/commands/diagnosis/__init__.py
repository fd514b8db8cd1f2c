"""What is wrong with an installation: `doctor` says it line by line, `support` packs it for whoever is to help.

A check is one small function that is given the scene and returns a finding. Nothing here writes, but a passing file in
the data folder, and nothing says a secret or a person's data.
"""
