"""The administrator's page of what the program suggests by itself; each part of it has a file of its own."""
