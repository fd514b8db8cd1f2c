"""The model of meaning that LIVE_MODELS names: whether it is there, and can be read."""

from __future__ import annotations

from flask_babel import gettext

from live.commands.diagnosis.finding import Finding, warning, well
from live.commands.diagnosis.scene import Scene
from live.domain.refused import Refused
from live.language.meaning.embedding import chosen, opened
from live.web.errors import sentence_of


def model(scene: Scene) -> Finding:
    """A folder's is opened, which costs little; the package's engine is its own process's affair."""
    try:
        found = chosen(scene.told.models)
        if found is None:
            return well(gettext("none: likely doubles are looked for by words"), model=None)
        if found.folder is None:
            return well(gettext("{model}, as a package").format(model=found.name), model=found.name)
        dimension = opened(found).dimension
    except Refused as refused:
        todo = gettext("Doubles are looked for by words meanwhile. Put it right, or start with LIVE_MODELS=none.")
        return warning(sentence_of(refused), todo, model=None)
    says = gettext("{model}, can be read; numbers of a vector: {dimension}")
    return well(says.format(model=found.name, dimension=dimension), model=found.name, dimension=dimension)
