"""What the administrator sees: channels, people, lists, the calendar, retention; and what a credential stands for."""
