"""A Debian that runs: its own root, and systemd as the first process, in namespaces of the kernel; no network at all.

For root on Linux, with mmdebstrap from Debian. What is installed there is installed for good: users, units, sockets.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Self

SUITE = "trixie"
MIRROR = "http://deb.debian.org/debian"
PACKAGES = ("systemd", "systemd-sysv", "python3", "init-system-helpers", "iproute2")
STARTS_IN = 60.0
"""Seconds."""

BOOT = """
set -e
root=$1
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mkdir -p "$root/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount -t tmpfs tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
for name in null zero full random urandom tty; do
    cp -a "/dev/$name" "$root/dev/$name"
done
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs tmpfs "$root/dev/shm"
ip link set lo up
cd "$root"
mkdir -p mnt
pivot_root . mnt
umount -l /mnt
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LANG=C.UTF-8 \
    /lib/systemd/systemd --system --log-target=console --unit=multi-user.target
"""

APART = ("--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup")
MASKED = ("console-getty.service", "getty@.service", "systemd-udevd.service", "systemd-networkd-wait-online.service")
"""Units that there is no machine for."""


class Machine:
    """`with Machine(folder) as machine`: it is made, started, and ended with all that runs in it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "debian"
        self._log = folder / "boot.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        made = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(PACKAGES)}"]
        subprocess.run([*made, SUITE, str(self.root), MIRROR], check=True)
        for unit in MASKED:
            (self.root / "etc/systemd/system" / unit).symlink_to("/dev/null")
        command = ["unshare", *APART, "--fork", "--kill-child", "sh", "-c", BOOT, "boot", str(self.root)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._wait_until_it_runs()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @property
    def first(self) -> int:
        """The number of its first process, as this machine counts."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return int(children[0])

    def entered(self, *arguments: str, own_files: bool = True) -> list[str]:
        """The command line by which something runs there; without `own_files` in its network alone."""
        ways = ("--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup") if own_files else ("--net",)
        inside = ["/usr/bin/env", "LC_ALL=C.UTF-8"] if own_files else []
        return ["nsenter", f"--target={self.first}", *ways, *inside, *arguments]

    def run(self, *arguments: str, check: bool = True) -> str:
        """What a command there printed."""
        done = subprocess.run(self.entered(*arguments), capture_output=True, text=True, timeout=900)
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def put(self, file: Path) -> str:
        """A file of this machine, there; its path."""
        subprocess.run(["cp", str(file), str(self.root / "root")], check=True)
        return f"/root/{file.name}"

    def _wait_until_it_runs(self) -> None:
        until = time.monotonic() + STARTS_IN
        while time.monotonic() < until:
            time.sleep(0.5)
            try:
                if self.run("systemctl", "is-active", "multi-user.target", check=False) == "active":
                    return
            except (OSError, IndexError):
                pass  # Its first process is not there yet.
        raise RuntimeError(
            f"it has not started within {STARTS_IN:.0f} s: {self._log.read_text(errors='replace')[-2000:]}"
        )
