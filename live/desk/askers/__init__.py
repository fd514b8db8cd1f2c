"""What whoever asked a question does with it themselves, by its code: more words, a photo, or taking it back."""
