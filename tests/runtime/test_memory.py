"""What a process holds once large answers have gone out."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from tests.support.server import ROOT

SCRIPT = """
import live.runtime
live.runtime.patch()
from pathlib import Path

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

first = bytearray(b"x" * 1_000_000)
del first  # From here on glibc alone would take blocks of that size from its heap.
before, kept, answers = resident(), [], []
for _ in range(100):
    answer = b"x" * 400_000
    kept.append([bytearray(2000) for _ in range(4)])
    answers.append(answer)
del answer
answers.clear()
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator has its own ways")
def test_the_space_of_large_answers_is_given_back_though_small_things_stay() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 10_000_000  # Of 40 MB.
