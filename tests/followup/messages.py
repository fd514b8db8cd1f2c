"""What residents write: real appeals where the collection lies beside the project, invented ones otherwise."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from itertools import islice

from live.desk.invented import questions
from live.domain.submission import TEXT_LIMIT, cleaned
from tests.support.server import ROOT

REAL = ROOT.parent / "shared" / "data" / "appeals.csv.gz"


def messages(count: int) -> list[str]:
    """So many texts, none of them empty."""
    found = list(islice(_real(), count)) if REAL.exists() else []
    return found or [submission.text for submission in islice(questions(seed=7), count)]


def _real() -> Iterator[str]:
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if text := cleaned(row["text"])[: TEXT_LIMIT - 100]:
                yield text
