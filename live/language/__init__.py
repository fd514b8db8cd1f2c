"""Russian text as the product needs it. No I/O; knows nothing of broadcasts."""
