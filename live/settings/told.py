"""How a setting is told: by its variable, or, where it holds a secret, by a file that `NAME_FILE` names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

IN_LINES = ("LIVE_SECRET_KEY", "LIVE_SECRET_KEY_OLD")
"""Those whose file holds a value in each line."""

SECRETS = (
    *IN_LINES,
    *("LIVE_DATABASE_URL", "LIVE_REDIS_URL", "LIVE_METRICS_TOKEN"),
    *("LIVE_FILES_S3_KEY", "LIVE_FILES_S3_SECRET", "LIVE_OUT_PROXY"),
)
"""Settings that are a secret, or may hold one: each may stand in a file, and none is ever shown."""


class WrongSetting(Exception):
    """A setting that stops the start; its text is one line that names it."""


def with_files(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, and in it what stands in the files that it names; `WrongSetting` where one of them will not do.

    So a password stands neither in a unit nor in the list of a process's variables.
    """
    found = dict(environ)
    for told_by in sorted(name for name, file in environ.items() if _is_of_a_file(name) and file):
        name = told_by.removesuffix("_FILE")
        if name not in SECRETS:
            raise WrongSetting(f"{told_by}: a file may hold {', '.join(SECRETS)}; what is no secret stands in {name}.")
        if environ.get(name):
            raise WrongSetting(f"{name} and {told_by}: one of the two.")
        if name not in IN_LINES:
            found[name] = _one_line(Path(environ[told_by]), told_by)
    return found


def _is_of_a_file(name: str) -> bool:
    return name.startswith("LIVE_") and name.endswith("_FILE")


def _one_line(path: Path, told_by: str) -> str:
    lines = lines_of(path, told_by)
    if len(lines) != 1:
        raise WrongSetting(f"{told_by}: {path} " + ("is empty." if not lines else "must hold one line."))
    return lines[0]


def lines_of(path: Path, told_by: str) -> list[str]:
    """The lines of a file in which anything stands, without the spaces around them."""
    try:
        return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise WrongSetting(f"{told_by}: {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WrongSetting(f"{told_by}: {path} is no text.") from error
