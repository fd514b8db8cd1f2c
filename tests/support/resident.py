"""app.py in forks of one resident process that has imported the product already.

Starting Python with all that the product imports costs more than a second, and the tests do it thousands of times.
The forks share nothing but those imports: environment, folder and database are their own, as in a new process.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.support.process import Child, Program

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0
"""Seconds until a command that hangs is ended."""


class CommandFailed(AssertionError):
    """A command did not end with 0; what it said stands in the text."""


class Fork:
    """What `subprocess.Popen` tells of its child, of a process whose parent is the resident."""

    returncode = "a code that only the resident knows"

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._ended = select.poll()
        self._ended.register(os.pidfd_open(pid), select.POLLIN)

    def poll(self) -> str | None:
        return self.returncode if self._ended.poll(0) else None

    def wait(self, timeout: float | None = None) -> None:
        if not self._ended.poll(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired(f"fork {self.pid}", timeout or 0)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


class Resident:
    """Starts at its first request and ends with the test process, and its forks with it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def run(self, commands: Sequence[Sequence[str]], environment: Mapping[str, str], stdin: str = "") -> list[str]:
        """What each command of app.py printed; one fork runs them in order. `CommandFailed` at the first that fails."""
        answer = self._ask({"commands": commands, "environment": dict(environment), "stdin": stdin})
        if answer["why"] is not None:
            raise CommandFailed(f"app.py {' '.join(answer['command'])}\n{answer['why']}")
        return [str(printed) for printed in answer["printed"]]

    def start(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> Fork:
        """A command of app.py that goes on running; what it prints goes to the end of `log`."""
        return self._fork(command, environment, stdin=os.devnull, stdout=str(log), stderr=str(log))

    def end(
        self, command: Sequence[str], environment: Mapping[str, str], stdin: str
    ) -> subprocess.CompletedProcess[str]:
        """One command of app.py to its end, whatever that is, as a shell would see it."""
        with tempfile.TemporaryDirectory() as folder:
            files = {name: Path(folder, name) for name in ("stdin", "stdout", "stderr", "code")}
            files["stdin"].write_text(stdin)
            fork = self._fork(command, environment, **{name: str(path) for name, path in files.items()})
            try:
                fork.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                fork.kill()
                raise
            code = int(files["code"].read_text())
            return subprocess.CompletedProcess(command, code, files["stdout"].read_text(), files["stderr"].read_text())

    def _fork(self, command: Sequence[str], environment: Mapping[str, str], **files: str) -> Fork:
        return Fork(self._ask({"start": command, "environment": dict(environment), **files})["pid"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            process = self._started()
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            command = [sys.executable, "-m", __name__]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
            atexit.register(self._process.kill)
        return self._process


RESIDENT = Resident()


class ForkedProgram(Program):
    """A command of app.py that goes on running, started by the resident instead of a new interpreter."""

    def _launched(self) -> Child:
        return RESIDENT.start(self.command, self.env or {}, self.log)


def serve() -> None:
    """Answers every line of stdin with one line on stdout, until stdin ends."""
    import app  # noqa: F401 - what the forks share
    from live.language.lemmas import warm

    warm()
    for line in sys.stdin:
        request = json.loads(line)
        answer = {"pid": _started_fork(request)} if "start" in request else _answer_of_a_fork(request)
        print(json.dumps(answer), flush=True)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _started_fork(request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    _die_with_parent()
    _wait_alone()
    for number, (name, mode) in enumerate((("stdin", "rb"), ("stdout", "ab"), ("stderr", "ab"))):
        with Path(request[name]).open(mode) as opened:
            os.dup2(opened.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, buffering=1) for number, mode in enumerate("rww"))
    code = _code_of(request)
    sys.stdout.flush()
    sys.stderr.flush()
    if "code" in request:
        Path(request["code"]).write_text(str(code))
    os._exit(code)


def _code_of(request: dict[str, Any]) -> int:
    """The command as its shell would start it, and what it ends with."""
    try:
        _command(request["environment"], request["start"], standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _answer_of_a_fork(request: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        _wait_alone()
        os.close(reading)
        sys.stdin = io.StringIO(request["stdin"])
        with os.fdopen(writing, "w") as answer:
            json.dump(_results(request), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        results: dict[str, Any] = json.load(answer)
    os.waitpid(pid, 0)
    return results


def _results(request: dict[str, Any]) -> dict[str, Any]:
    printed: list[str] = []
    for command in request["commands"]:
        why = None
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as said:
            try:
                _command(request["environment"], command)
            except SystemExit as ended:
                why = f"it ended with {ended.code}" if ended.code else None
            except BaseException:
                why = traceback.format_exc()
        if why is not None:
            return {"command": command, "why": f"{out.getvalue()}{said.getvalue()}{why}"}
        printed.append(out.getvalue().strip())
    return {"why": None, "printed": printed}


def _command(environment: Mapping[str, str], command: Sequence[str], standalone_mode: bool = False) -> None:
    import app

    set_by_the_import = {"PSYCOPG_WAIT_FUNC": os.environ["PSYCOPG_WAIT_FUNC"]}
    os.environ.clear()
    os.environ.update({**set_by_the_import, **environment})
    app.cli.main(list(command), prog_name="app.py", standalone_mode=standalone_mode)


def _die_with_parent() -> None:
    import ctypes

    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _wait_alone() -> None:
    """A fork has its parent's loop of eventlet, and with it one epoll in the kernel: what any of them waits for would
    wake them all, again and again."""
    from eventlet import hubs

    hubs.use_hub()


if __name__ == "__main__":
    serve()
