"""Companion's twenty buttons as a panel shows them: drawn of the module's own presets, for two moments of a show."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from live.files.media.card_type import BOLD, REGULAR, Type
from tools.node import node

LOOKS = Path(__file__).with_name("companion_buttons.mjs")

ON_AIR = {
    "now": {
        "number": 7,
        "text": "Когда откроют мост через Студёную?",
        "author": "Анна П.",
        "locality": "Студёновка",
        "source": "form",
        "graphic": True,
        "since": "2026-11-27T15:12:00Z",
    },
    "next": {"number": 12, "text": "Когда вывезут снег?", "author": None, "locality": None, "source": "phone"},
    "poll": None,
    "clock": {"state": "on_air", "ends_at": "2026-11-27T16:00:00Z"},
    "intake_open": True,
    "messages_waiting": 1,
}
NOW = "2026-11-27T15:13:24Z"

KEY, GAP, EDGE, NAME = 132, 14, 24, 26
"""Pixels: a button, the space between two, the picture's edge, a section's name."""

GROUND, QUIET = "#0c0d0e", "#9d9ea1"
LEADING = 1.2


OF_ROLES = {
    "producer": ("Эфир", "Ведущий и приём"),
    "gallery": ("Титр и опрос",),
    "prompter": ("Суфлёр",),
}
"""Which sections somebody presses, by who that is."""


def panels() -> dict[str, bytes]:
    """By their names in docs/screenshots: all buttons, the same without a line, and those of each role."""
    now = _sections(ON_AIR)
    of_roles = {
        f"companion-{role}": _drawn([one for one in now if one["name"] in names]) for role, names in OF_ROLES.items()
    }
    return {"companion": _drawn(now), "companion-lost": _drawn(_sections(None)), **of_roles}


def _sections(told: dict[str, Any] | None) -> list[dict[str, Any]]:
    asked = json.dumps({"told": told, "now": NOW})
    done = subprocess.run([node(), str(LOOKS)], input=asked, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _drawn(sections: list[dict[str, Any]]) -> bytes:
    longest = max(len(section["buttons"]) for section in sections)
    size = (2 * EDGE + longest * (KEY + GAP) - GAP, 2 * EDGE + len(sections) * (NAME + KEY + 2 * GAP) - GAP)
    picture = Image.new("RGB", size, GROUND)
    draw, type_ = ImageDraw.Draw(picture), Type()
    for row, section in enumerate(sections):
        top = EDGE + row * (NAME + KEY + 2 * GAP)
        _write(draw, type_, section["name"], (EDGE, top), 18, REGULAR, QUIET)
        for place, button in enumerate(section["buttons"]):
            _button(draw, type_, button, EDGE + place * (KEY + GAP), top + NAME + GAP // 2)
    made = io.BytesIO()
    picture.quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()


def _button(draw: ImageDraw.ImageDraw, type_: Type, button: dict[str, Any], left: int, top: int) -> None:
    draw.rounded_rectangle((left, top, left + KEY, top + KEY), 14, fill=f"#{button['ground']:06x}")
    lines = [line.strip() for line in button["text"].split("\n")]
    size = next(one for one in range(30, 10, -1) if max(type_.width(line, one, BOLD) for line in lines) <= KEY - 16)
    for number, line in enumerate(lines):
        x = left + (KEY - type_.width(line, size, BOLD)) / 2
        y = top + (KEY - len(lines) * size * LEADING) / 2 + number * size * LEADING
        _write(draw, type_, line, (x, y), size, BOLD, f"#{button['colour']:06x}")


def _write(
    draw: ImageDraw.ImageDraw, type_: Type, line: str, at: tuple[float, float], size: int, weight: int, colour: str
) -> None:
    x, y = at
    for piece, font in type_.runs(line, size, weight):
        draw.text((x, y + size), piece, font=font, fill=colour, anchor="ls")
        x += font.getlength(piece)
