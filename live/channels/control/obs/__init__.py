"""OBS by its own WebSocket (obs-websocket 5): a line to it, and what it is asked for."""
