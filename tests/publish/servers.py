"""Real servers on 127.0.0.1: OpenSSH with keys only, nginx, pyftpdlib."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(400):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(port)


def new_key(file: Path, kind: str = "ed25519") -> None:
    command = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(file)]
    subprocess.run(command, check=True, capture_output=True)


@dataclass
class Sshd:
    """OpenSSH's server, and the home of a user who knows it and has a key."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def url(self, www: Path) -> str:
        return f"sftp://{getuser()}@127.0.0.1:{self.port}{www}"

    def known(self, key: str) -> None:
        """Write what the user knows of the server: a public key, or nothing."""
        kind_and_key = " ".join(key.split()[:2])
        text = f"[127.0.0.1]:{self.port} {kind_and_key}\n" if key else ""
        (self.home / ".ssh/known_hosts").write_text(text)

    def start(self) -> None:
        assert SSHD is not None
        command = [SSHD, "-D", "-e", "-f", str(self.folder / "sshd_config")]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        wait_for(self.port)

    def stop(self) -> None:
        """Kill the server and all its connections."""
        assert self.process is not None
        family = _descendants(self.process.pid)
        for pid in (self.process.pid, *family):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)


def _descendants(root: int) -> list[int]:
    family = [root]
    for pid in family:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                family += map(int, children.read_text().split())
    return family[1:]


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    server = Sshd(folder, free_port())
    (server.home / ".ssh").mkdir(parents=True)
    new_key(folder / "host")
    new_key(server.home / ".ssh/id_ed25519")
    shutil.copy(server.home / ".ssh/id_ed25519.pub", folder / "authorized")
    (folder / "sshd_config").write_text(
        f"Port {server.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nUsePAM no\n"
        "Subsystem sftp internal-sftp\nMaxStartups 100\n"
    )
    server.known((folder / "host.pub").read_text())
    Path("/run/sshd").mkdir(exist_ok=True)  # where it goes to be without rights
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[int]:
    """nginx over a folder; gives its port."""
    assert NGINX is not None
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"{'user root;' if os.getuid() == 0 else ''}\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};"
        f" fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n"
    )
    process = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def ftpd(root: Path, *, mlsd: bool = True) -> Iterator[int]:
    """pyftpdlib over a folder, for the user `jianbao` with the password `geheim`; gives its port."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of what it imports
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import FTPHandler
        from pyftpdlib.servers import ThreadedFTPServer

    authorizer = DummyAuthorizer()
    authorizer.add_user("jianbao", "geheim", str(root), perm="elradfmwMT")

    class Handler(FTPHandler):  # type: ignore[misc] # it has no types
        pass

    Handler.authorizer = authorizer
    Handler.proto_cmds = {k: v for k, v in FTPHandler.proto_cmds.items() if mlsd or k != "MLSD"}
    server = ThreadedFTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.05})
    thread.start()
    try:
        yield server.address[1]
    finally:
        server.close_all()
        thread.join()
