"""A page's address as it is kept: by whatever view it was copied, one page has one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.official_pages.address import HOSTS, LONGEST, page_address
from live.domain.refused import Refused


@pytest.mark.parametrize(
    ("typed", "network", "url"),
    [
        ("https://vk.com/raion", "vk", "https://vk.com/raion"),
        ("http://m.vk.ru/raion?from=search#top", "vk", "https://vk.com/raion"),
        (" vk.com/club123/ ", "vk", "https://vk.com/club123"),
        ("https://ok.ru/group/57212027273260", "ok", "https://ok.ru/group/57212027273260"),
        ("www.odnoklassniki.ru/raion", "ok", "https://ok.ru/raion"),
        ("https://t.me/s/raion", "telegram", "https://t.me/raion"),
        ("telegram.me/raion", "telegram", "https://t.me/raion"),
        ("https://max.ru/id7301000000_gos", "max", "https://max.ru/id7301000000_gos"),
    ],
)
def test_whatever_view_was_copied_it_is_kept_by_the_short_one(typed: str, network: str, url: str) -> None:
    address = page_address(typed)
    assert (address.network, address.url) == (network, url)


def test_large_letters_tell_no_pages_apart() -> None:
    assert page_address("vk.com/Raion").key == page_address("VK.com/raion").key
    assert page_address("vk.com/Raion").url == "https://vk.com/Raion", "and it is shown as it was written"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "район", "https://example.org/raion", "vk.com.example.org/raion", "ftp://vk.com/raion"),
        *("javascript://vk.com/%0Aalert(1)", "https://vk.com@example.org/raion", "https://[", "//vk.com"),
    ],
)
def test_what_is_no_networks_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        page_address(typed)
    assert refusal.value.code == "invalid"


@pytest.mark.parametrize(
    "typed",
    [
        *("vk.com", "vk.com/", "vk.com/wall-456_7", "vk.com/topic-1_2", "vk.com/feed", "ok.ru/group/1/topic/2"),
        *("vk.com/район", 'vk.com/"onclick', "vk.com/a b", f"vk.com/{'a' * LONGEST}"),
    ],
)
def test_what_leads_to_no_page_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="leads to no page"):
        page_address(typed)


@given(st.text(max_size=300))
def test_whatever_is_typed_it_is_an_address_of_a_network_or_refused(typed: str) -> None:
    try:
        address = page_address(typed)
    except Refused as refused:
        assert refused.code == "invalid"
        return
    assert address.url.removeprefix("https://").split("/")[0] in HOSTS and address.url.isascii()
    assert page_address(address.url) == address, "what is kept is kept so again"
