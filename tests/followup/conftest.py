from tests.support.rooms import clocked, show, store

__all__ = ["clocked", "show", "store"]
