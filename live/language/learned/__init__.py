"""What is learned from messages: topics, and which of them ask the same. Nothing here opens a file or a socket."""
