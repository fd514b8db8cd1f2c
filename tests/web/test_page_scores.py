"""How the pages are kept, over HTTP: who reads it, that its page reckons a score right, and what everybody sees."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from live.admin.official_pages import register
from live.admin.official_pages.register import Given
from live.store.official_pages import posts
from live.web.official_pages.scores import KEPT
from tests.web.house import TESTER, House, csrf

HTML = {"Accept": "text/html"}
BODY = "Управление дорог"


@pytest.fixture(scope="module")
def kept(house: House) -> House:
    """A house with a body that posted twice in these days and once before, and one that never did."""
    page = register.add(house.store, Given("https://vk.com/dorogi", BODY), TESTER)
    register.add(house.store, Given("https://vk.com/voda", "Водоканал"), TESTER)
    now = house.store.clock()
    rows = [
        {"name": f"wall:-1_{n}", "at": now - timedelta(days=ago), "own": n != 2, "video": n == 1, "views": 10}
        for n, ago in ((1, 1), (2, 2), (3, 9))
    ]
    with house.store.write() as tx:
        posts.keep(tx, page, rows, None)
        posts.note(tx, page, None)
    return house


def reader(house: House, *roles: str) -> FlaskClient:
    client = house.device()
    house.let_in(client, house.key(None, *roles))
    return client


def page_of(client: FlaskClient, query: str = "") -> str:
    response = client.get(f"/page-scores{query}", headers=HTML)
    assert response.status_code == 200, response.text
    return html.unescape(response.text)


def test_the_bodies_stand_with_their_scores_and_the_median(kept: House) -> None:
    page = page_of(reader(kept, "coordinator"))
    assert BODY in page and "Водоканал" in page and "Медиана" in page


def test_the_score_on_the_page_is_what_its_lines_come_to(kept: House) -> None:
    """Reckoned by hand, from what stands there."""
    page = page_of(reader(kept, "coordinator"), f"?body={BODY}")
    table = page[page.index('id="reckoned"') : page.index("</tbody>")]
    points = weights = 0.0
    for row in re.findall(r"<tr>(.*?)</tr>", table):
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", row)
        if cells and cells[2] != "—":
            reached, aim, share, weight = (float(cell.replace(",", ".")) for cell in cells[:4])
            assert share == pytest.approx(min(1.0, reached / aim), abs=0.005)
            points, weights = points + share * weight, weights + weight
    [score] = re.findall(r"= <b>(\d+)</b>", page)
    assert int(score) == round(100 * points / weights)


def test_who_has_no_board_of_tickets_does_not_read_it(kept: House) -> None:
    assert reader(kept, "moderator").get("/page-scores", headers=HTML).status_code == 403
    page_of(reader(kept, "admin"))


@pytest.mark.parametrize("query", ["?from=2026-12-01&to=2026-11-01", "?from=2000-01-01&to=2026-01-01", "?from=x"])
def test_days_that_are_none_are_refused_in_words(kept: House, query: str) -> None:
    assert reader(kept, "coordinator").get(f"/page-scores{query}", headers=HTML).status_code == 400


def test_the_same_stands_in_the_workbook(kept: House) -> None:
    response = reader(kept, "coordinator").get("/page-scores.xlsx")
    book = load_workbook(io.BytesIO(response.data))
    bodies = {row[0]: row for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert bodies[BODY][3:6] == (2, 1, 1)
    assert len(book.worksheets) == 3


def test_everybody_reads_it_only_where_the_centre_says_so(kept: House) -> None:
    guest = kept.device()
    assert guest.get("/open-pages.json").status_code == 404
    olga = reader(kept, "admin")
    page = olga.get("/admin/centre", headers=HTML).text
    body = {"csrf_token": csrf(page), "zone": "Europe/Samara", "open_page_scores": "yes"}
    assert olga.post("/admin/centre", data=body, headers=HTML).status_code == 303
    kept.app.extensions.pop(KEPT, None)
    told = guest.get("/open-pages.json").get_json()
    assert {one["body"] for one in told["bodies"]} == {BODY, "Водоканал"}
    assert all(one["answered"] is None for one in told["bodies"])
    assert BODY in html.unescape(guest.get("/open-pages", headers=HTML).text)


def test_the_centre_sets_what_counts_and_what_it_cannot_set_is_refused(kept: House) -> None:
    olga = reader(kept, "admin")
    page = olga.get("/admin/lists/page_scores", headers=HTML).text
    fields = dict(re.findall(r'name="((?:aim|weight)_\w+|silent)"[^>]*value="([^"]*)"', page))
    assert len(fields) == 11
    body = {"csrf_token": csrf(page), "version": "0", "do": "save", **fields}
    refused = olga.post("/admin/lists/page_scores", data={**body, "aim_posts": "много"}, headers=HTML)
    assert refused.status_code == 400 and "много" in refused.text
    assert olga.post("/admin/lists/page_scores", data={**body, "aim_posts": "0"}, headers=HTML).status_code == 400
    saved = {**body, "aim_posts": "2,5", "weight_posts": "100"}
    assert olga.post("/admin/lists/page_scores", data=saved, headers=HTML).status_code == 303
    assert "2,5" in page_of(reader(kept, "coordinator"), f"?body={BODY}")
