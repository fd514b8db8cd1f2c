"""How often routes of a house were asked, for tests of what goes past them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.web.house import House


class Counted:
    def __init__(self) -> None:
        self.times = 0

    def around(self, view: Any) -> Any:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.times += 1
            return view(*args, **kwargs)

        return counted


@contextmanager
def counting(house: House, *endpoints: str) -> Iterator[Counted]:
    """Counts what comes to these endpoints while it lasts."""
    views, counted = house.app.view_functions, Counted()
    kept = {name: views[name] for name in endpoints}
    views.update({name: counted.around(view) for name, view in kept.items()})
    yield counted
    views.update(kept)
