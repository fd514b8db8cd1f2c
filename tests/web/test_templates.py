"""A page that is made for the first time keeps nobody waiting until all of its templates are compiled."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from live.web import app as screens
from live.web.crew.pages import BUILT
from tests.support.server import ROOT
from tests.web.house import House

PAGE = ("report/report.html", "base.html", "parts.html")

STEPS = 3

PROGRAM = """
from live.runtime import patch
patch()
import json, sys
from flask import Flask
from live.runtime.tasks import sleep, spawn
from live.web.app import ROOT, InSteps
app = Flask("live", template_folder=str(ROOT / "templates"))
app.jinja_env.add_extension("jinja2.ext.i18n")
app.jinja_env.loader = InSteps(app)
compiled, heard = 0, []
def other():
    while True:
        heard.append(compiled)
        sleep(0)
spawn(other)
sleep(0)
for name in json.loads(sys.argv[1]):
    app.jinja_env.get_template(name)
    compiled += 1
print(json.dumps(heard))
"""


@pytest.mark.faults
def test_others_have_a_turn_after_each_step_of_a_templates_compiling() -> None:
    command = [sys.executable, "-c", PROGRAM, json.dumps(PAGE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [0, *(compiled for compiled in range(len(PAGE)) for _ in range(STEPS))]


@pytest.mark.parametrize("screen", BUILT)
def test_whoever_opens_a_screen_first_after_a_start_waits_for_no_template(house: House, screen: str) -> None:
    slug, compiled = house.show(), house.app.jinja_env.cache
    assert compiled is not None
    compiled.clear()
    screens.warm(house.app)
    warm, client = set(compiled.keys()), house.device()
    house.let_in(client, house.key(slug, "admin"))
    answer = client.get(f"/b/{slug}/{screen}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert set(compiled.keys()) == warm
