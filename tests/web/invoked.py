"""Commands of app.py, one after another in one process: JSON cases come in on a line, how each ended goes out on one.

Starting Python with everything that the product imports costs a second; what is asked here is only how a command ends.
"""

import json
import sys

from click.testing import CliRunner

import app


def ended(arguments: list[str], stdin: str | None, environment: dict[str, str]) -> dict[str, object]:
    """A command's exit code, what it printed, and the exception that it should have told in a line."""
    result = CliRunner().invoke(app.cli, arguments, input=stdin, env=environment)
    broke = None if isinstance(result.exception, SystemExit | None) else repr(result.exception)
    return {"code": result.exit_code, "out": result.stdout, "err": result.stderr, "broke": broke}


if __name__ == "__main__":
    print(json.dumps([ended(*case) for case in json.loads(sys.stdin.readline())]))
