"""The verbs on collections: what the centre keeps and sends to officials, and what they say of it."""
