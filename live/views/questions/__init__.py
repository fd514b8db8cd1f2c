"""What is told of questions: pages, search, hints, counts, the rundown."""
