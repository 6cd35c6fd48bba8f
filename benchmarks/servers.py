"""A web server as an office has one, nginx, for what a browser waits for and loads."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection, socket
from typing import NamedTuple

_CONFIGURATION = """\
daemon off;
pid {place}/pid;
{user}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    log_format sent '$body_bytes_sent $uri';
    access_log {place}/access sent;
    client_body_temp_path {place}/body;
    sendfile on;
    server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


class Served(NamedTuple):
    """Where the files of a folder are served, and the log of what was sent."""

    address: str
    log: Path

    def sent(self) -> list[tuple[str, int]]:
        """What was sent since the last call: addresses and bytes as they lie on the disk, not compressed."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        self.log.write_bytes(b"")  # nginx appends
        return [(address, int(size)) for size, address in (line.split(" ", 1) for line in lines)]


@contextmanager
def nginx(folder: Path) -> Iterator[Served]:
    """Serve a folder to this machine alone.

    Raises:
        OSError: nginx is not installed, or does not start.
    """
    with tempfile.TemporaryDirectory(prefix="jianbao-nginx-") as place, socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        user = "user root;" if Path("/root").stat().st_uid == Path(place).stat().st_uid else ""
        file = Path(place, "nginx.conf")
        file.write_text(
            _CONFIGURATION.format(place=place, port=port, folder=folder.resolve(), user=user),
            encoding="utf-8",
        )
        running = subprocess.Popen(["/usr/sbin/nginx", "-e", f"{place}/errors", "-c", file])
        try:
            _wait(port)
            yield Served(f"http://127.0.0.1:{port}/", Path(place, "access"))
        finally:
            running.terminate()
            running.wait()


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise OSError("nginx does not answer")
