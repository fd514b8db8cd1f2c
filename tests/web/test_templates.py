"""A page that is made for the first time keeps nobody waiting until all of its templates are compiled."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.support.server import ROOT

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


def test_others_have_a_turn_after_each_step_of_a_templates_compiling() -> None:
    command = [sys.executable, "-c", PROGRAM, json.dumps(PAGE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [0, *(compiled for compiled in range(len(PAGE)) for _ in range(STEPS))]
