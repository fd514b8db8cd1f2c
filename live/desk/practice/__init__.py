"""Ten minutes of practice for a moderator, a producer or a screener, with no teacher: a broadcast of their own."""
