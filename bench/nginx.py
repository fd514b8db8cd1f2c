"""nginx before several servers, with as little of its own as can be, since what is measured is ours.

What a centre puts there is `deploy/nginx` (tests/support/front.py runs it; `bench.flood --behind nginx`).
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support import binaries
from tests.support.process import Program, free_port

CONFIGURATION = """
user root root;
daemon off;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/bodies;
  proxy_temp_path {folder}/answers;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000;
  map $http_upgrade $connection_wanted {{ default upgrade; "" ""; }}
  upstream live {{ least_conn; keepalive 64; keepalive_requests 1000000; {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://live;
      proxy_http_version 1.1;
      proxy_set_header Host $host:$server_port;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_wanted;
    }}
  }}
}}
"""


@contextmanager
def before(folder: Path, *ports: int) -> Iterator[tuple[int, Program]]:
    """Its port, and its program, while it stands before the servers at these ports of this machine."""
    port = free_port()
    servers = " ".join(f"server 127.0.0.1:{one};" for one in ports)
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port, servers=servers), "utf-8")
    command = [binaries.required(binaries.nginx(), "nginx"), "-p", str(folder), "-e", "stderr", "-c", str(file)]
    program = Program(command, folder / "nginx.log")
    program.start(lambda: _listens(port), "nginx")
    try:
        yield port, program
    finally:
        program.stop()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
