"""A browser that takes no more of the machine than what is measured beside it."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.support import binaries
from tests.support.browser import chromium


@contextmanager
def even_chromium() -> Iterator[Browser]:
    """The whole Chromium, without the right to put its threads before those of others.

    Run by root it draws at nice -8 (`kDisplayCritical`, base/threading/platform_thread_linux.cc) on the processors
    that the server runs on; in a centre it is on another machine.
    """
    setpriv = shutil.which("setpriv")
    if os.geteuid() or setpriv is None:
        with chromium(whole=True) as browser:
            yield browser
        return
    with tempfile.TemporaryDirectory(prefix="live-bench-") as folder:
        wrapper = Path(folder) / "chromium"
        program = binaries.required(binaries.chromium() or binaries.some_chromium(), "Chromium")
        wrapper.write_text(f'#!/bin/sh\nexec {setpriv} --bounding-set=-sys_nice {shlex.quote(program)} "$@"\n')
        wrapper.chmod(0o700)
        with chromium(program=str(wrapper)) as browser:
            yield browser
