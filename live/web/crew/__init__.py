"""The pages of those who make the show: screens, signing in, files, links."""
