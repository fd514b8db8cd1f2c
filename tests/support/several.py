"""Several commands of app.py in one process: JSON lists of arguments come in on a line, JSON results go out on one.

Starting Python with everything that the product imports costs a second or more; a test's preparation is many commands.
"""

import contextlib
import io
import json
import sys

import app


def run(arguments: list[str]) -> str:
    """What the command printed; a command that fails ends the process, its reason on stderr."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        app.cli.main(arguments, standalone_mode=False)
    return printed.getvalue().strip()


if __name__ == "__main__":
    print(json.dumps([run(arguments) for arguments in json.loads(sys.stdin.readline())]))
