"""app.py with the network of docs/channels/new.md in its table: `python -m tests.support.exercised worker`."""

import app
from live.channels import TYPES
from tests.support import exercise

assert isinstance(TYPES, dict)
TYPES["postcard"] = exercise.postcard()

if __name__ == "__main__":
    app.cli()
