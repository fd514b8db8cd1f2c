"""The station's own graphics, for their pages and for the page that drives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from live.domain.control.graphics import AS_IT_IS, TYPED, Field, Filling, Graphic, Value, defaults_of
from live.domain.refused import Refused
from live.store.centre import graphics
from live.store.storage import name_of
from live.store.transaction import Store


class FieldTold(TypedDict):
    """`number`: it takes numbers and no texts. `most`: its longest text, in characters."""

    at: list[str]
    within: list[str]
    source: str
    value: Value
    number: bool
    most: int | None


class GraphicTold(TypedDict):
    """What a page needs to drive a graphic: `defaults` are its data before anything of ours is put into them."""

    id: int
    shows: str | None
    hash: str
    defaults: dict[str, Any]
    fields: list[FieldTold]


@dataclass(frozen=True, slots=True)
class KeptPackage:
    """Where the contents of a package stand, and its script within it."""

    name: str
    main: str


def all_graphics(store: Store) -> list[Graphic]:
    with store.read() as connection:
        return graphics.all_of(connection)


def graphic(store: Store, number: int) -> Graphic:
    """`not_found` where there is none."""
    for one in all_graphics(store):
        if one.id == number:
            return one
    raise Refused("not_found", "There is no graphic {number}.", number=number)


def package_of(store: Store, hash_: str) -> KeptPackage:
    """The package of this hash; `not_found` where no graphic has it."""
    with store.read() as connection:
        for one in graphics.all_of(connection):
            if one.hash == hash_:
                return KeptPackage(name_of(hash_, one.file), one.main)
    raise Refused("not_found", "There is no such file.")


def told(one: Graphic) -> GraphicTold:
    fields = [field for field in all_told(one) if field["source"] != AS_IT_IS]
    return {"id": one.id, "shows": one.shows, "hash": one.hash, "defaults": defaults_of(one.schema), "fields": fields}


def all_told(one: Graphic) -> list[FieldTold]:
    """Those too into which nothing goes, in their order."""
    return [_field(field, filling) for field, filling in zip(one.fields, one.fillings, strict=True)]


def _field(field: Field, filling: Filling) -> FieldTold:
    return {
        "at": list(field.at),
        "within": list(field.within),
        "source": filling.source,
        "value": filling.value if filling.source == TYPED else None,
        "number": field.type in ("number", "integer"),
        "most": field.most,
    }
