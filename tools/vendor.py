"""Prepares what the pages need and the repository does not hold: run after `npm ci`, and again after either changes.

Copies the browser files of the pinned npm packages to static/vendor (there is no bundler and no CDN: a control
room may have no internet), joins the icons in use into one sprite, and compiles the catalogues of translations.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
TRANSLATIONS = ROOT / "live" / "web" / "translations"

MODULES = {
    "diff": ("libesm/diff/array.js", "libesm/diff/base.js"),
    "lit": ("index.js", "directives/*.js"),
    "lit-html": ("*.js", "directives/*.js"),
    "lit-element": ("lit-element.js",),
    "@lit/reactive-element": ("reactive-element.js", "css-tag.js"),
    "socket.io-client": ("dist/socket.io.esm.min.js",),
    "sortablejs": ("modular/sortable.esm.js",),
    "uplot": ("dist/uPlot.esm.js", "dist/uPlot.min.css"),
    "@fontsource-variable/golos-text": ("index.css", "files/*.woff2"),
}
"""Package → the files that pages load from it; each lands under static/vendor at the same path."""

ICON_USE = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']""")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def copy_modules() -> int:
    """The number of files copied; a package or file that is not installed stops the run."""
    count = 0
    for package, patterns in MODULES.items():
        for pattern in patterns:
            found = sorted((PACKAGES / package).glob(pattern))
            if not found:
                raise FileNotFoundError(f"node_modules/{package}/{pattern} is missing; run `npm ci` first")
            for file in found:
                target = VENDOR / package / file.relative_to(PACKAGES / package)
                target.parent.mkdir(parents=True, exist_ok=True)
                if file.suffix == ".js":
                    # The maps stay behind, and a browser's tools would ask for them.
                    target.write_text(SOURCE_MAP.sub("", file.read_text("utf-8")), "utf-8")
                else:
                    shutil.copyfile(file, target)
                count += 1
    return count


def icons_in_use() -> list[str]:
    """Names of the icons that templates and scripts ask for."""
    files = [*(ROOT / "static").rglob("*.js"), *(ROOT / "templates").rglob("*.html")]
    return sorted({name for f in files if VENDOR not in f.parents for name in ICON_USE.findall(f.read_text("utf-8"))})


def write_sprite(names: list[str]) -> None:
    """One SVG file with a symbol for each icon, `<use href="#icon-name">` where it stands in the page."""
    symbols = []
    for name in names:
        file = PACKAGES / "lucide-static" / "icons" / f"{name}.svg"
        if not file.exists():
            raise FileNotFoundError(f"lucide has no icon {name!r}")
        shapes = file.read_text("utf-8").split(">", 2)[2].rsplit("</svg>", 1)[0]
        symbols.append(f'<symbol id="icon-{name}" viewBox="0 0 24 24">{" ".join(shapes.split())}</symbol>')
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" hidden="" aria-hidden="true">\n<!-- lucide, ISC licence -->\n'
        + "\n".join(symbols)
        + "\n</svg>\n"
    )
    (VENDOR / "icons.svg").write_text(text, "utf-8")


def compile_catalogues() -> int:
    """The number of messages.mo written beside their messages.po."""
    files = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
    for file in files:
        with file.open("rb") as source:
            catalogue = read_po(source, locale=file.parent.parent.name, abort_invalid=True)
        with file.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
    return len(files)


def main() -> int:
    try:
        shutil.rmtree(VENDOR, ignore_errors=True)
        modules = copy_modules()
        icons = icons_in_use()
        write_sprite(icons)
        catalogues = compile_catalogues()
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"static/vendor: {modules} files, {len(icons)} icons; catalogues compiled: {catalogues}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
