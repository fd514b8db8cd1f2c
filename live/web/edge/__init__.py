"""What stands before the application: whose word on an address counts, by what names we go, how much a stranger may."""
