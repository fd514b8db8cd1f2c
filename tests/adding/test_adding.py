"""docs/adding.md is right: what each recipe adds is there, and it takes the files that the page names and no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page

from tests.adding import recipes
from tests.adding.recipes import Block, Project, Recipe, changed, recipe
from tests.support.backends import EMBEDDED
from tests.support.browser import in_step
from tests.support.entrance import let_in
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import ROOT, Installation, Server, Show

pytestmark = pytest.mark.faults

EVENTS = "live/protocol/events/broadcasts.py"

SET_A_HIGHLIGHT = """
import json, sys
from live.protocol.events import UndeclaredEvent
from live.store.database import Database
from live.store.transaction import Store
from tests.support.rooms import Show

show = Show(Store(Database(sys.argv[1]), "of-the-tests")).on_air()
try:
    show.do("highlight.set")
    fault = None
except UndeclaredEvent as error:
    fault = str(error)
print(json.dumps([fault, [event.type for event in show.events()]]))
"""


@pytest.fixture(scope="module")
def project(folder: Path) -> Project:
    return Project(folder / "project")


@pytest.fixture(scope="module")
def installation(project: Project) -> Installation:
    url = f"sqlite:///{project.root.parent}/live.db"
    made = Installation(EMBEDDED, url, None, project.root.parent, root=project.root)
    made.cli("migrate")
    return made


class Added:
    """A recipe of the page, followed in the project. `last` chooses blocks that are written by `finish` alone.

    `took` are the files that a person has changed then, `generated` those that `make protocol` has.
    """

    def __init__(self, project: Project, recipe: Recipe, last: Callable[[Block], bool] = lambda block: False) -> None:
        self.recipe, self.project, self._before = recipe, project, project.files()
        self._last = [block for block in self.recipe.blocks if last(block)]
        for block in self.recipe.blocks:
            if block not in self._last:
                project.write(block)

    def finish(self) -> Added:
        for block in self._last:
            self.project.write(block)
        by_hand = self.project.files()
        self.took = changed(self._before, by_hand)
        self.project.run("-m", "tools.protocol")
        self.generated = changed(by_hand, self.project.files())
        return self

    def takes_what_it_says(self) -> bool:
        assert (self.took, self.generated) == (self.recipe.takes, self.recipe.generated)
        written = [block.path for block in self.recipe.blocks if block.path.endswith(".py")]
        self.project.run("-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), *written)
        self.project.run("-m", "ruff", "format", "--check", "--config", str(ROOT / "pyproject.toml"), *written)
        return True


@pytest.fixture(scope="module")
def network(project: Project) -> Added:
    return Added(project, recipes.network()).finish()


@pytest.fixture(scope="module")
def without_class(network: Added) -> Added:
    """The event's recipe but for its class."""
    return Added(network.project, recipe("An event"), last=lambda block: block.path == EVENTS)


@pytest.fixture(scope="module")
def refused(without_class: Added, installation: Installation) -> str:
    return without_class.project.run("-c", SET_A_HIGHLIGHT, installation.database_url)


@pytest.fixture(scope="module")
def event(without_class: Added, refused: str) -> Added:
    return without_class.finish()


@pytest.fixture(scope="module")
def section(event: Added) -> Added:
    return Added(event.project, recipe("A kind of thing on a screen")).finish()


@pytest.fixture(scope="module")
def task(section: Added) -> Added:
    return Added(section.project, recipe("A task of the background")).finish()


@pytest.fixture(scope="module")
def server(section: Added, installation: Installation) -> Iterator[Server]:
    with Server(installation).start() as running:
        yield running


@pytest.fixture
def show(server: Server) -> Show:
    return server.installation.show(key="moderator producer")


@pytest.fixture
def desk(server: Server, show: Show, page: Page) -> Page:
    """An open desk of the show."""
    let_in(page.context, server.installation, show.keys["key"], server.url)
    page.goto(f"{server.url}/b/{show.slug}/desk")
    in_step(page)
    return page


HELD = "[...document.querySelector('live-desk').feed.state.highlights.values()]"
"""What the browser holds of highlights."""


def test_a_new_network_is_in_the_table_of_networks(network: Added) -> None:
    fixture = "tests/channels/fixtures/postcard/card"
    read = f"""
import json
from pathlib import Path
from live.channels import TYPES
outcome = TYPES["postcard"].understand(Path("{fixture}.json").read_bytes(), {{}})
[expected] = json.loads(Path("{fixture}.expected.json").read_text("utf-8"))["submissions"]
print([asked.text for asked in outcome.submissions] == [expected["text"]])
"""
    assert network.project.run("-c", read) == "True\n"
    assert network.takes_what_it_says()


def test_without_its_class_append_refuses_an_event_and_with_it_writes_it(
    refused: str, event: Added, installation: Installation
) -> None:
    fault, types = json.loads(refused)
    assert "“highlight.set” is not declared" in fault and "highlight.set" not in types
    fault, types = json.loads(event.project.run("-c", SET_A_HIGHLIGHT, installation.database_url))
    assert fault is None and types[-1] == "highlight.set"
    assert event.takes_what_it_says()


def test_a_new_kind_of_thing_appears_on_an_open_desk_and_in_a_fresh_snapshot(
    section: Added, server: Server, show: Show, desk: Page, join: Callable[..., Screen]
) -> None:
    api, other = server.api(show.slug, show.keys["key"]), join(server, show.slug, "desk", show.keys["key"])
    listed = desk.get_by_role("list", name="Отметки").get_by_role("listitem")
    assert listed.count() == 0
    desk.evaluate("window.reloaded = false")
    number = api.command("highlight.set")["seq"]
    listed.first.wait_for()
    assert listed.count() == 1 and desk.evaluate("window.reloaded") is False
    other.wait_for(lambda screen: screen.mirror.to >= number, "the event")
    assert [event["highlight"]["number"] for event in other.mirror.applied] == [number]
    held = desk.evaluate(HELD)
    desk.reload()
    listed.first.wait_for()
    assert desk.evaluate(HELD) == held
    assert section.takes_what_it_says()


def test_a_browser_holds_as_many_of_a_new_kind_as_a_snapshot_has(server: Server, show: Show, desk: Page) -> None:
    api = server.api(show.slug, show.keys["key"])
    numbers = [api.command("highlight.set")["seq"] for _ in range(22)]
    last = f"{HELD}.some((one) => one.number === {numbers[-1]})"
    desk.wait_for_function(last)
    held = desk.evaluate(HELD)
    assert [one["number"] for one in held] == numbers[-20:]
    desk.reload()
    desk.wait_for_function(f"document.querySelector('live-desk')?.feed && {last}")
    assert desk.evaluate(HELD) == held


def test_a_new_task_does_its_work_and_says_how_it_does(task: Added, installation: Installation) -> None:
    show = installation.show("air", key="producer")
    with Server(installation).start() as server:
        api = server.api(show.slug, show.keys["key"])
        wait_until(lambda: "highlight.set" in [one["type"] for one in api.all_events()[1]], "the highlight")
        told = requests.get(f"{server.url}/readyz", timeout=10).json()["tasks"]["highlight_start"]
        assert (told["ready"], told["failures"], told["set_aside"]) == (True, 0, 0)
    assert task.takes_what_it_says()
