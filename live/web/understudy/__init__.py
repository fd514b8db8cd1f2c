"""The centre at more than one address: how its pages find the server that serves, and go on there."""
