"""The verbs of the line between shows: a question is finished there without the air, or handed to a show and back."""
