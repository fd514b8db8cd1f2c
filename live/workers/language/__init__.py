"""The language work besides the reading of each question (live/workers/classify.py): learning, stacks, clusters."""
