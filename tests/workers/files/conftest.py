from __future__ import annotations

from tests.support.rooms import clocked

__all__ = ["clocked"]
