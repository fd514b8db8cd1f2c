"""Draws the icons of the installed program (static/icons) from static/icon.svg, in a browser: white on our blue.

    python -m tools.icons

What they show lies within the middle four fifths, so that a system may cut them round.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
SIZES = (192, 512)
PAGE = """<!doctype html><style>
html, body {{ margin: 0; background: #1d5bc9; color-scheme: dark; }}
svg {{ display: block; width: 52vmin; margin: 24vmin; }} svg path {{ fill: #fff; }}
</style>{drawing}"""


def main() -> None:
    drawing = (ROOT / "static/icon.svg").read_text("utf-8")
    (ROOT / "static/icons").mkdir(exist_ok=True)
    with chromium() as browser:
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(PAGE.format(drawing=drawing))
            page.screenshot(path=ROOT / f"static/icons/{size}.png")
            page.close()


if __name__ == "__main__":
    main()
