"""What is told of tickets: pages, one ticket, answers, and what other programs and residents see."""
