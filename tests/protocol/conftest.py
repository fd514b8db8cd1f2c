from tests.support.rooms import show, store

__all__ = ["show", "store"]
