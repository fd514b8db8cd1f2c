"""What the details of an entry of the audit are called."""
