"""What the settings of the form take, and what stops the start."""

from __future__ import annotations

import pytest

from live import settings
from tests.support.server import SECRET


def read(**extra: str) -> settings.Settings:
    return settings.read({"LIVE_SECRET_KEY": SECRET, **extra})


def test_sites_are_listed_by_commas() -> None:
    named = read(LIVE_EMBED_ORIGINS="https://raion.example, https://*.raion.example,http://localhost:*").embed_origins
    assert named == ("https://raion.example", "https://*.raion.example", "http://localhost:*")
    assert read().embed_origins == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIVE_EMBED_ORIGINS", "raion.example"),
        ("LIVE_EMBED_ORIGINS", "https://raion.example/page"),
        ("LIVE_EMBED_ORIGINS", "https://raion.example;script-src *"),
        ("LIVE_EMBED_ORIGINS", "*"),
        ("LIVE_ASK_LIMIT", "often"),
    ],
)
def test_a_wrong_setting_names_itself(name: str, value: str) -> None:
    with pytest.raises(settings.WrongSetting, match=name):
        read(**{name: value})
