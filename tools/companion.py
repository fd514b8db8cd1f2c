"""integrations/companion/src/generated.js: the words and the colours that the module of Companion has from the product.

A button of Companion is drawn by Companion, on a dark ground, in plain RGB: so each colour is that of the dark theme.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from live.domain.control.verbs import VERBS, Takes, Verb
from live.web.languages import messages
from tools.protocol_script import HEADER, literal

THEME = Path(__file__).resolve().parent.parent / "static/theme.css"
NAMES = (
    *("ground", "surface", "raised", "text", "gone"),
    *("air-fill", "next-fill", "done-fill", "on-fill", "on-next"),
)
"""What is taken of the theme."""

BEHIND = {
    Takes.QUESTION: "Номер вопроса",
    Takes.POLL: "Номер опроса",
    Takes.MESSAGE: "Место в списке готовых сообщений",
}
"""What a field is called whose number stands behind a word."""

_OKLCH = r"oklch\((?P<{0}l>[\d.]+) (?P<{0}c>[\d.]+) (?P<{0}h>[\d.]+)\)"
_COLOUR = re.compile(
    rf"--(?P<name>[a-z-]+): (?:light-dark\({_OKLCH.format('_')}, {_OKLCH.format('d')}\)|{_OKLCH.format('o')});"
)


def script() -> str:
    words = {one.name: _word(one) for one in VERBS.values()}
    return "\n".join(
        [
            f"/** {HEADER} */\n",
            "/** What a button may say, by the word: what it does, and what may stand behind it. */\n"
            f"export const VERBS = {literal(words)};\n",
            f"/** The colours of the product's dark theme. */\nexport const COLOURS = {{\n{_painted()}}};\n",
        ]
    )


def _word(one: Verb) -> dict[str, object]:
    says = messages("ru").get(one.says, one.says)
    return {"says": says, "behind": BEHIND.get(one.takes), "needed": one.needed}


def _painted() -> str:
    return "".join(f"  {name}: 0x{value:06x},\n" for name, value in colours().items())


def colours() -> dict[str, int]:
    """By its name in the theme; KeyError for a name that the theme has not, or not as oklch."""
    theme = {found["name"]: found for found in _COLOUR.finditer(THEME.read_text("utf-8"))}
    return {name.replace("-", "_"): _rgb(theme[name]) for name in NAMES}


def _rgb(found: re.Match[str]) -> int:
    side = "o" if found["ol"] else "d"
    return rgb(*(float(found[side + part]) for part in "lch"))


def rgb(lightness: float, chroma: float, hue: float) -> int:
    """A colour of oklch (lightness and chroma up to 1, hue in degrees) as 0xRRGGBB of sRGB, cut off at its bounds.

    https://bottosson.github.io/posts/oklab/
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (round(255 * _encoded(min(max(one, 0.0), 1.0))) for one in linear)
    return red << 16 | green << 8 | blue


def _encoded(linear: float) -> float:
    """sRGB's curve."""
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
