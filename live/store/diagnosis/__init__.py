"""What an installation says of itself to whoever looks for a fault: small reads, and nothing that residents wrote."""
