"""What the environment decides, read once into one frozen value. Free to import by every room, it imports none."""

from __future__ import annotations

from live.settings.places import ORIGIN, is_loopback, origin_of
from live.settings.reading import POLICY, read
from live.settings.told import SECRETS, WrongSetting
from live.settings.values import Bucket, Edge, Files, Network, Osc, Settings

__all__ = [
    "ORIGIN",
    "POLICY",
    "SECRETS",
    "Bucket",
    "Edge",
    "Files",
    "Network",
    "Osc",
    "Settings",
    "WrongSetting",
    "is_loopback",
    "origin_of",
    "read",
]
