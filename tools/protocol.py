"""Writes what is made of live/protocol and the domain's tables, and is committed: `python -m tools.protocol`.

static/generated/protocol.js is what the pages know of the protocol, protocol.d.ts beside it the types, and the tables
of docs/protocol.md and docs/control.md stand between markers; generated.js of integrations/companion holds the buttons'
words and colours. tests/rules/test_generated.py fails while one of them is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools import companion, protocol_verbs
from tools.protocol_script import script
from tools.protocol_tables import with_tables
from tools.protocol_types import types

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path("docs/protocol.md")
BUTTONS = Path("docs/control.md")


def generated() -> dict[Path, str]:
    """Each file that is generated, in whole or in part, with its text as it should be."""
    return {
        Path("static/generated/protocol.js"): script(),
        Path("static/generated/protocol.d.ts"): types(),
        Path("integrations/companion/src/generated.js"): companion.script(),
        PAGE: with_tables((ROOT / PAGE).read_text("utf-8")),
        BUTTONS: with_tables((ROOT / BUTTONS).read_text("utf-8"), protocol_verbs.TABLES),
    }


def stale() -> list[Path]:
    """The files that do not say what the code says."""
    return [
        file
        for file, text in generated().items()
        if not (ROOT / file).exists() or (ROOT / file).read_text("utf-8") != text
    ]


def main() -> int:
    texts = generated()
    for file in stale():
        (ROOT / file).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / file).write_text(texts[file], "utf-8")
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
