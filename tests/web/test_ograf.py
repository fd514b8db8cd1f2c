"""The graphic for other renderers: a ZIP of OGraf packages, each whole by itself, with no address and nobody's words.

EBU publishes its schema in the repository ebu/ograf and, as types made of it, in the npm package `ograf`: by these the
manifests are checked. LIVE_OGRAF_SCHEMAS, the folder `v1/specification/json-schemas` of a checkout, has them checked by
the schema itself.
"""

from __future__ import annotations

import io
import json
import os
import posixpath
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from live.web.crew.ograf import package
from tests.support.server import ROOT
from tests.web.house import House, Json
from tools.node import node

IMPORT = Path(__file__).with_name("ograf_import.mjs")
KINDS = ("live-question", "live-poll")
CALLS = ["load", "dispose", "playAction", "stopAction", "updateAction", "customAction"]
SCHEMAS = os.environ.get("LIVE_OGRAF_SCHEMAS")
TEXTS = (".js", ".mjs", ".css", ".json", ".svg")


def files_of(house: House, slug: str, query: str = "") -> dict[str, bytes]:
    """What stands in the package that a graphics machine fetches."""
    answer = house.app.test_client().get(f"/b/{slug}/overlay/ograf.zip?token={house.key(slug, 'gallery')}{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def slug(house: House) -> str:
    return house.show("open")


@pytest.fixture(scope="module")
def files(house: House, slug: str) -> dict[str, bytes]:
    return files_of(house, slug)


def manifest_of(files: dict[str, bytes], kind: str) -> Json:
    made: Json = json.loads(files[f"{kind}/{kind}.ograf.json"])
    return made


def typed(manifest: Json, folder: Path) -> list[str]:
    """What the TypeScript compiler finds wrong in a manifest by the types that EBU publishes."""
    types = ROOT / "node_modules/ograf/dist/main.d.ts"
    assert types.exists(), "run `npm ci`"
    script = 'import type { GraphicsManifest } from "ograf";\n\nexport const manifest: GraphicsManifest = '
    (folder / "manifest.ts").write_text(f"{script}{json.dumps(manifest, ensure_ascii=False)};\n", "utf-8")
    options = {"strict": True, "noEmit": True, "skipLibCheck": True, "types": [], "module": "esnext"}
    options |= {"moduleResolution": "bundler", "target": "es2022", "paths": {"ograf": [str(types)]}}
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["manifest.ts"]}))
    command = [node(), "node_modules/typescript/bin/tsc", "-p", str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    return [line for line in run.stdout.splitlines() if "error TS" in line]


@pytest.mark.faults
@pytest.mark.parametrize("kind", KINDS)
def test_a_manifest_is_what_the_published_types_say(files: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    assert typed(manifest_of(files, kind), tmp_path) == []


@pytest.mark.faults
@pytest.mark.parametrize("wrong", [{"steps": 2}, {"stepCount": "-1"}, {"customActions": [{"id": "turn"}]}])
def test_the_types_would_notice(files: dict[str, bytes], wrong: Json, tmp_path: Path) -> None:
    assert typed({**manifest_of(files, "live-question"), **wrong}, tmp_path) != []


@pytest.mark.skipif(SCHEMAS is None, reason="LIVE_OGRAF_SCHEMAS names no checkout of EBU's schemas")
@pytest.mark.parametrize("kind", KINDS)
def test_a_manifest_is_valid_by_the_schema_itself(files: dict[str, bytes], kind: str) -> None:
    documents = [json.loads(path.read_text("utf-8")) for path in Path(SCHEMAS or "").rglob("*.json")]
    registry: Registry = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in documents)
    [schema] = [one for one in documents if one["$id"].endswith("/graphics/schema.json")]
    validator = Draft202012Validator(schema, registry=registry)
    manifest = manifest_of(files, kind)
    assert [error.message for error in validator.iter_errors(manifest)] == []
    assert not validator.is_valid({**manifest, "steps": 2}), "the schema would notice"


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_has_a_title_and_its_type_of_the_norm(files: dict[str, bytes], kind: str) -> None:
    """What the published types leave open, and a controller makes its form of."""
    fields = dict(manifest_of(files, kind)["schema"]["properties"])
    fields |= {
        f"option's {name}": one
        for name, one in fields.get("options", {}).get("items", {}).get("properties", {}).items()
    }
    for name, field in fields.items():
        assert field["type"] in ("string", "number", "array") and re.search("[а-я]", field["title"]), name
        if field["type"] == "array":
            assert field["items"]["type"] == "object"
        if field.get("gddType") == "select":
            assert set(field["gddOptions"]["labels"]) == set(field["enum"]) and field["default"] in field["enum"]


def test_the_pages_of_a_long_question_are_steps_and_a_poll_has_one(files: dict[str, bytes]) -> None:
    assert [manifest_of(files, kind)["stepCount"] for kind in KINDS] == [-1, 1]


def test_its_names_are_in_the_language_of_who_fetches_it(house: House, slug: str, files: dict[str, bytes]) -> None:
    english = files_of(house, slug, "&lang=en")
    assert [manifest_of(one, "live-poll")["name"] for one in (files, english)] == ["Опрос: титр", "Poll: the graphic"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_package_holds_all_that_its_scripts_and_sheets_ask_for(files: dict[str, bytes], kind: str) -> None:
    asked = re.compile(r"""(?:\bfrom|\bimport)\s*["']([^"'\n]+)["']|new URL\("([^"]+)", import|url\(([^)]+)\)""")
    missing = []
    for name, content in files.items():
        if name.startswith(f"{kind}/") and name.endswith((".js", ".mjs", ".css")):
            said = re.sub(r"/\*.*?\*/", "", content.decode(), flags=re.DOTALL)
            for target in ("".join(found) for found in asked.findall(said)):
                stands = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
                missing += [] if stands in files else [f"{name}: {target}"]
    assert missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_its_main_file_is_imported_without_our_pages_and_answers_to_every_call(
    files: dict[str, bytes], kind: str, tmp_path: Path
) -> None:
    for name, content in {**files, "package.json": b'{"type": "module"}'}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    main = tmp_path / kind / str(manifest_of(files, kind)["main"])
    run = subprocess.run([node(), str(IMPORT), str(main)], capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {"element": True, "answered": CALLS}


def test_it_knows_no_server_and_no_broadcast(files: dict[str, bytes], slug: str) -> None:
    for name, content in files.items():
        if name.endswith(TEXTS):
            text = content.decode()
            assert slug not in text and "localhost" not in text and "token" not in text, name
            assert "/api/" not in text and "socket.io" not in text, name


def test_its_style_holds_within_its_own_root_and_leaves_the_renderers_page_alone(files: dict[str, bytes]) -> None:
    sheets = {name: text.decode() for name, text in files.items() if name.endswith(".css") and "/overlay/" in name}
    assert len(sheets) == len(KINDS) * (1 + len(list(package.STATIC.glob("overlay/themes/*.css"))))
    assert [name for name, text in sheets.items() if ":root" in text or ":host" not in text] == []


def test_it_wears_the_theme_of_the_address_where_the_data_name_none(house: House, slug: str) -> None:
    light = files_of(house, slug, "&theme=light")
    assert '"theme": "light"' in light["live-poll/graphic.mjs"].decode()
    assert manifest_of(light, "live-poll")["schema"]["properties"]["theme"]["default"] == "light"


def test_the_same_files_make_the_same_package(files: dict[str, bytes], house: House, slug: str) -> None:
    assert files_of(house, slug) == files


def test_whoever_may_open_the_graphic_or_the_gallery_may_fetch_it(house: House, slug: str) -> None:
    statuses = {}
    for screen, role in {"overlay": "gallery", "gallery": "gallery", "prompter": "presenter"}.items():
        token = house.key(slug, role, screen=screen)
        statuses[screen] = house.app.test_client().get(f"/b/{slug}/overlay/ograf.zip?token={token}").status_code
    assert statuses == {"overlay": 200, "gallery": 200, "prompter": 403}
    assert house.app.test_client().get(f"/b/{slug}/overlay/ograf.zip").status_code == 401


def test_a_name_that_the_pages_map_does_not_know_is_a_fault() -> None:
    with pytest.raises(LookupError, match="no-such-package"):
        package._path("overlay/graphic.js", "no-such-package")
