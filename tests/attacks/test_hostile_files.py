"""A small file with much to read in it stops neither the desk nor a sign-in, and is refused in a sentence."""

from __future__ import annotations

import gzip
import html
import io
import re
import resource
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from structlog.testing import capture_logs

from live.domain.refused import Refused
from live.files.bounds import Bounds
from live.files.child_reader import BOUNDS, read_apart
from live.files.reader import open_table
from live.runtime.child import Exceeded, answer_of
from tests.attacks.sheets import EMPTY, FAR, HEADER, sheet_of
from tests.support.entrance import cookie
from tests.support.screen import Screen
from tests.support.server import Installation, Server

PATIENCE = 3
"""Seconds for a desk's command, or a sign-in, beside the files; they cost them ten and more each."""

FILES = 8
FAR_QUESTION = '<row><c t="inlineStr"><is><t>Когда?</t></is></c><c r="ZZZ1"><v>5</v></c></row>'


@pytest.mark.parametrize("given", ["time", "memory"])
@pytest.mark.faults
def test_a_process_that_takes_too_much_is_ended(given: str) -> None:
    """By its own limits: of a processor it has had one second, and memory is refused before anybody ends it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with capture_logs() as lines, pytest.raises(Exceeded):
        answer_of("tests.attacks.greedy", given.encode(), 1)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    assert used < 1.5 if given == "time" else lines[0]["code"] != -signal.SIGKILL


@pytest.mark.faults
def test_a_process_that_only_waits_is_ended_too() -> None:
    """It uses no processor, so that no limit of the system ends it."""
    with pytest.raises(Exceeded):
        answer_of("tests.attacks.greedy", b"wait", 1, margin=1.0)


def test_a_process_that_answers_is_heard() -> None:
    assert answer_of("tests.attacks.greedy", b"answer", 1) == b"read\n"


def test_a_cell_in_a_far_column_builds_none_before_it() -> None:
    rows = list(open_table(io.BytesIO(sheet_of(HEADER, FAR, FAR_QUESTION, FAR)), bounds=Bounds(9, 9, 99)).rows)
    assert [cells for _, cells in rows] == [["Когда?"]]


@pytest.mark.parametrize(
    ("content", "bounds"),
    [
        (sheet_of(HEADER, *[EMPTY] * 50), Bounds(50, 999, 999)),
        (sheet_of(HEADER, '<row r="52"/>'), Bounds(50, 999, 999)),
        (b"text\n" + b"\n" * 50, Bounds(50, 999, 999)),
        (b"text\n" + b",,,\n" * 50, Bounds(999, 50, 999)),
        (b"text\n" + b"abcd\n" * 50, Bounds(999, 999, 50)),
    ],
    ids=["empty rows", "a far row", "blank lines", "cells", "characters"],
)
def test_a_table_above_its_bounds_is_refused(content: bytes, bounds: Bounds) -> None:
    with pytest.raises(Refused) as refused:
        list(open_table(io.BytesIO(content), bounds=bounds).rows)
    assert refused.value.code == "too_large"


def test_a_file_read_apart_is_what_it_is_read_in_place() -> None:
    content = "text;Имя\n\nКогда?;Анна\n".encode() + b"\xff\xfe broken;\n" + b"?;\n" * 300
    there, here = read_apart(content, 200), open_table(io.BytesIO(content))
    assert there.columns == here.columns
    assert [tuple(row) for row in there.rows] == list(here.rows)[:200]


def test_a_file_that_is_no_table_is_refused_apart_as_in_place() -> None:
    with pytest.raises(Refused, match="neither a CSV, an XLSX nor a JSON file"):
        read_apart(b"%PDF\0", 10)


class Uploader:
    """Somebody at a desk who sends files to the page that brings them in."""

    def __init__(self, server: Server, slug: str, token: str) -> None:
        self.http = requests.Session()
        self.http.cookies.set("live", cookie(server.installation, token))
        self.url = f"{server.url}/b/{slug}/import"

    def send(self, content: bytes, name: str) -> requests.Response:
        page = self.http.get(self.url, headers={"Accept": "text/html"}, timeout=120).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, page
        fields = {"csrf_token": html.unescape(found[1]), "do": "show"}
        headers = {"Accept": "text/html"}
        return self.http.post(self.url, fields, files={"file": (name, content)}, headers=headers, timeout=300)

    def send_until_read(self, content: bytes, name: str) -> requests.Response:
        """Again whenever it is told that others are being read just now."""
        while (answer := self.send(content, name)).status_code == 503:
            assert "минуту" in answer.text
        return answer


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def server(request: pytest.FixtureRequest, embedded: Installation) -> Iterator[Server]:
    with Server(embedded, LIVE_ASYNC=request.param).start() as running:
        yield running


@pytest.mark.faults
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (sheet_of(HEADER, *[EMPTY] * (BOUNDS.rows + 1)), "x.xlsx"),
        (gzip.compress(b"text\n" + b"\n" * (BOUNDS.rows + 1)), "x.csv.gz"),
    ],
    ids=["xlsx", "csv"],
)
def test_endless_empty_rows_are_told_on_the_page(
    embedded: Installation, server: Server, content: bytes, name: str
) -> None:
    show = embedded.show(desk="moderator")
    answer = Uploader(server, show.slug, show.keys["desk"]).send(content, name)
    assert answer.status_code == 413 and "считая пустые" in answer.text


@pytest.mark.faults
def test_the_desk_goes_on_while_files_with_far_cells_are_read(
    embedded: Installation, server: Server, join: Callable[..., Screen]
) -> None:
    show = embedded.show(desk="moderator")
    desk = join(server, show.slug, "desk", show.keys["desk"])
    content = sheet_of(HEADER, *[FAR] * 12_000)
    assert len(content) < 10_000
    uploaders = [Uploader(server, show.slug, show.keys["desk"]) for _ in range(FILES)]
    with ThreadPoolExecutor(FILES) as crowd:
        sent = [crowd.submit(one.send_until_read, content, "x.xlsx") for one in uploaders]
        longest = 0.0
        while not all(one.done() for one in sent):
            began = time.monotonic()
            desk.obey("question.add", timeout=PATIENCE, text="Когда починят мост?")
            longest = max(longest, time.monotonic() - began)
    print(f"\nlongest wait of a desk beside {FILES} files: {longest:.2f} s")
    assert {one.result().status_code for one in sent} == {200}
    assert desk.connections == 1
