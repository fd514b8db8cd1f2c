"""The verbs after a broadcast, and the working calendar that their deadlines follow."""
