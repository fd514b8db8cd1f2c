"""The HTTP API: for programs, and for the screens where they read over HTTP."""
