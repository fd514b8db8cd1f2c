"""What every attack begins with: the product in this process on SQLite, and its clock, moved by hand."""

from __future__ import annotations

from tests.web.conftest import backend, clock, house

__all__ = ["backend", "clock", "house"]  # the fixtures
