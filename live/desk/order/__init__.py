"""The producer's verbs on the order: planned lengths, segments, and a whole order that was planned elsewhere."""

from live.desk.order import lengths, placing, segments

__all__ = ["lengths", "placing", "segments"]
