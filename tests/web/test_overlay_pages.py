"""The graphic's page as a graphics machine fetches it: its refusals, its themes, its link and its launcher."""

from __future__ import annotations

import re

import pytest

from tests.web.house import House

HTML = {"Accept": "text/html"}


def visible(page: str) -> str:
    """The words that a page shows."""
    body = page[page.index("<body") :]
    return re.sub(r"<script.*?</script>|<[^>]*>", "", body, flags=re.DOTALL).strip()


def test_the_page_itself_has_nothing_to_see(house: House) -> None:
    slug = house.show("open")
    page = house.client.get(f"/b/{slug}/overlay?token={house.key(slug, 'gallery')}", headers=HTML)
    assert page.status_code == 200 and visible(page.text) == ""


def test_viewers_see_nothing_of_a_refusal(house: House) -> None:
    slug = house.show("open")
    revoked = house.key(slug, "gallery")
    house.revoke(revoked)
    refused = {
        f"/b/{slug}/overlay": 401,
        f"/b/{slug}/overlay?token={revoked}": 401,
        f"/b/{slug}/overlay?token={house.key(slug, 'presenter')}": 403,
        f"/b/no-such-show/overlay?token={house.key(slug, 'gallery')}": 404,
    }
    for address, status in refused.items():
        page = house.app.test_client().get(address, headers=HTML)
        assert (page.status_code, visible(page.text)) == (status, ""), address


@pytest.mark.parametrize(
    ("asked", "worn"), [("light", "light"), ("no-such-theme", "default"), ("../overlay", "default")]
)
def test_a_theme_is_one_of_the_files_or_the_default(house: House, asked: str, worn: str) -> None:
    slug = house.show("open")
    page = house.client.get(f"/b/{slug}/overlay", query_string={"token": house.key(slug, "gallery"), "theme": asked})
    assert f"/overlay/themes/{worn}.css" in page.text


def test_its_link_leads_to_it_with_the_key_and_what_else_stands_in_the_address(house: House) -> None:
    slug = house.show("open")
    token = house.key(slug, "gallery", screen="overlay")
    response = house.client.get(f"/in/{token}?theme=light&guides=1")
    assert response.location == f"/b/{slug}/overlay?theme=light&guides=1&token={token}"


def test_it_alone_may_be_framed_by_a_file(house: House) -> None:
    slug = house.show("open")
    token = house.key(slug, "gallery")
    client = house.app.test_client()
    assert "X-Frame-Options" not in client.get(f"/b/{slug}/overlay?token={token}").headers
    assert client.get("/login").headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_launcher_is_a_file_that_knows_the_address(house: House) -> None:
    slug = house.show("open")
    token = house.key(slug, "gallery")
    response = house.client.get(f"/b/{slug}/overlay/launcher.html?token={token}&theme=line")
    assert response.headers["Content-Disposition"] == f'attachment; filename="live-overlay-{slug}.html"'
    assert f'"http://localhost/b/{slug}/overlay?token={token}\\u0026theme=line"' in response.text


def test_a_launcher_without_a_key_would_show_nothing_so_it_is_refused(house: House) -> None:
    slug = house.show("open")
    client = house.app.test_client()
    house.let_in(client, house.key(slug, "gallery"))
    assert client.get(f"/b/{slug}/overlay/launcher.html").status_code == 400
