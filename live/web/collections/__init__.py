"""Collections for officials: the pages of those who keep them, and what a personal link opens."""
