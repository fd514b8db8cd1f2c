"""A module that never ends, takes all memory, or only waits: what a hostile file makes of a reader."""

import sys
import time

from live.runtime.child import confine

if __name__ == "__main__":
    confine(1, 256 * 1024 * 1024)
    given = sys.stdin.read()
    held = []
    while given != "answer":
        if given == "memory":
            held.append(bytes(1024 * 1024))
        if given == "wait":
            time.sleep(1)
    print("read")
