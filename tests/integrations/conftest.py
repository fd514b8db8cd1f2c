"""The product within the test's process beside its running server: what a panel does is looked up in the same rows."""

from __future__ import annotations

from tests.web.conftest import house

__all__ = ["house"]  # the fixture
