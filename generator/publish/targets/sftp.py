"""SFTP through fsspec, and the paramiko client beneath where fsspec has no word for it.

fsspec's file system is given a connection to a server that is known. It has no links, gives errors of many
kinds, and asks three questions before each folder it makes; so the operations go to its `ftp`, a
`paramiko.SFTPClient`. Hard links are a request of OpenSSH that paramiko does not know either; it is sent as
paramiko sends `posix-rename@openssh.com`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Any, NamedTuple

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem
from paramiko.hostkeys import HostKeyEntry, InvalidHostKey
from paramiko.sftp import CMD_EXTENDED, SFTP_OK

from generator.publish.errors import ServerError, UnsupportedError
from generator.publish.targets.target import Entry

TIMEOUT = 30
"""Seconds in which a server has to answer."""
_ONE_PACKET = 32_000
"""Bytes that are read or written with one request."""
_KNOWN_HOSTS = (Path("/etc/ssh/ssh_known_hosts"),)


class _Way(NamedTuple):
    """How a server is reached."""

    host: str
    port: int
    user: str | None
    password: str | None

    @property
    def name(self) -> str:
        """What known_hosts calls the server."""
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"


class _Unknown(paramiko.MissingHostKeyPolicy):
    """Takes no key that no file known_hosts has; fsspec's own takes any."""

    def __init__(self, way: _Way) -> None:
        self._way = way

    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:  # noqa: ARG002 - paramiko's
        """Called by paramiko for a server that it knows no key of.

        Raises:
            ServerError: always.
        """
        raise ServerError(
            f"不认识服务器 {self._way.name} 的主机密钥，没有连接。先向管理服务器的人核对指纹 "
            f"{key.fingerprint}，相符再运行：ssh-keyscan -p {self._way.port} {self._way.host} >> "
            f"{Path.home() / '.ssh' / 'known_hosts'}"
        )


class _Files(SFTPFileSystem):  # type: ignore[misc] # fsspec has no types
    """fsspec's file system, connected to servers only that are known."""

    def __init__(self, way: _Way) -> None:
        self._way = way
        super().__init__(way.host)

    def _connect(self) -> None:
        way = self._way
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(_Unknown(way))
        for file in (*_KNOWN_HOSTS, Path.home() / ".ssh" / "known_hosts"):
            _learn(client.get_host_keys(), file)
        client.connect(
            way.host,
            way.port,
            way.user,
            way.password,
            timeout=TIMEOUT,
            banner_timeout=TIMEOUT,
            auth_timeout=TIMEOUT,
        )
        self.client, self.ftp = client, client.open_sftp()
        if channel := self.ftp.get_channel():
            channel.settimeout(TIMEOUT)


def _learn(known: paramiko.HostKeys, file: Path) -> None:
    """Add the keys of a file known_hosts; lines that ssh marks (`@revoked`) or nobody can read name none.

    paramiko's own reader gives up at such a line.
    """
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line.strip() or line.lstrip().startswith(("#", "@")):
            continue
        try:
            entry = HostKeyEntry.from_line(line.strip())
        except (InvalidHostKey, paramiko.SSHException):
            continue
        if entry is not None:
            for name in entry.hostnames or ():
                known.add(name, entry.key.get_name(), entry.key)


class _Answers:
    """Gathers, as paramiko's files do, the answers to requests that nobody waits for one by one."""

    def __init__(self) -> None:
        self.well: dict[int, bool] = {}

    def _async_response(self, _kind: int, message: Any, number: int) -> None:
        self.well[number] = message.get_int() == SFTP_OK


class SftpTarget:
    """A folder of an SFTP server."""

    connections = 4

    def __init__(self, way: _Way, folder: str, files: _Files) -> None:
        self._way, self._folder, self._files = way, folder, files
        self._client: Any = files.ftp

    @property
    def address(self) -> str:
        """`sftp://server/folder`."""
        port = "" if self._way.port == 22 else f":{self._way.port}"
        return f"sftp://{self._way.host}{port}{self._folder}"

    def another(self) -> "SftpTarget":
        """Another connection."""
        return SftpTarget(self._way, self._folder, _connect(self._way))

    def close(self) -> None:
        """End the connection."""
        self._files.client.close()

    def list(self, path: str) -> list[Entry]:
        """What a folder holds; a server tells of links as links."""
        with self._telling(path):
            return [_entry(found.filename, found) for found in self._client.listdir_attr(self._at(path))]

    def look(self, path: str) -> Entry | None:
        """What stands under a path."""
        try:
            with self._telling(path):
                return _entry(path.rpartition("/")[2], self._client.lstat(self._at(path)))
        except FileNotFoundError:
            return None

    def read(self, path: str) -> bytes:
        """The content of a file; beyond one packet all is asked for at once, which takes a thread."""
        with self._telling(path), self._client.open(self._at(path), "rb", _ONE_PACKET) as file:
            content: bytes = file.read(_ONE_PACKET)
            if len(content) == _ONE_PACKET:
                file.prefetch()
                content += file.read()
            return content

    def write(self, path: str, content: bytes) -> None:
        """Write a file; a large one is proved by its size, since its requests are not answered one by one."""
        with self._telling(path):
            with self._client.open(self._at(path), "wb") as file:
                file.set_pipelined(len(content) > _ONE_PACKET)
                file.write(content)
            if len(content) > _ONE_PACKET and self._client.stat(self._at(path)).st_size != len(content):
                raise ServerError(f"{path} 没有完整写入 {self.address}，服务器的磁盘可能满了。")

    def rename(self, old: str, new: str) -> None:
        """Move it over what is there, which only OpenSSH's request does at once."""
        with self._telling(old):
            self._client.posix_rename(self._at(old), self._at(new))

    def remove(self, path: str) -> None:
        """Remove a file or a link."""
        with self._telling(path):
            self._client.remove(self._at(path))

    def make_folder(self, path: str) -> None:
        """Make a folder; a server does not say why it can't."""
        try:
            with self._telling(path):
                self._client.mkdir(self._at(path))
        except (FileNotFoundError, ConnectionError):
            raise
        except OSError:
            if self.look(path) is not None:
                raise FileExistsError(f"{self.address}/{path}") from None
            raise

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        with self._telling(path):
            self._client.rmdir(self._at(path))

    def symlink(self, to: str, path: str) -> None:
        """Make a symbolic link."""
        with self._telling(path):
            self._client.symlink(to, self._at(path))

    def read_link(self, path: str) -> str:
        """The text of a link."""
        with self._telling(path):
            return str(self._client.readlink(self._at(path)))

    def hard_link(self, old: str, new: str) -> None:
        """Give a file a second name, by a request of OpenSSH's."""
        with self._telling(old):
            self._client._request(  # noqa: SLF001 - see above
                CMD_EXTENDED, "hardlink@openssh.com", self._at(old), self._at(new)
            )

    def hard_links(self, old: str, new: str, paths: Sequence[str]) -> Sequence[str]:
        """Give many files second names, all asked for before the first answer is read.

        Waited for one by one, 16,000 answers take 5 s where they take 0.6 s together, more over a network.
        """
        answers = _Answers()
        with self._telling(new):
            numbers = {
                self._client._async_request(  # noqa: SLF001 - see above
                    answers,
                    CMD_EXTENDED,
                    "hardlink@openssh.com",
                    self._at(f"{old}/{path}"),
                    self._at(f"{new}/{path}"),
                ): path
                for path in paths
            }
            while len(answers.well) < len(numbers):
                self._client._read_response()  # noqa: SLF001
        return [path for number, path in numbers.items() if not answers.well[number]]

    def _at(self, path: str) -> str:
        return f"{self._folder}/{path}" if path else self._folder

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Failures as the errors that they are: that of the connection, or of the one request."""
        try:
            yield
        except (OSError, EOFError, paramiko.SSHException) as error:
            if isinstance(error, OSError) and not isinstance(error, (ConnectionError, TimeoutError)):
                raise _told(error, f"{self.address}/{path}") from error
            raise ConnectionError(f"与 {self.address} 的连接中断了（{error or '服务器没有回答'}）") from error


def _told(error: OSError, place: str) -> OSError:
    """What a server said; most say no more than that it failed."""
    if isinstance(error, (ServerError, FileNotFoundError, PermissionError)):
        return error if isinstance(error, ServerError) else type(error)(error.errno, error.strerror, place)
    if "closed" in str(error).lower():
        return ConnectionError(f"与服务器的连接中断了（{place}）")
    if "unsupported" in str(error).lower():
        return UnsupportedError(str(error))
    return OSError(f"服务器拒绝了（{error}）：{place}")


def _entry(name: str, found: Any) -> Entry:
    mode = found.st_mode or 0
    if S_ISREG(mode):
        return Entry(name, "file", found.st_size)
    return Entry(name, "folder" if S_ISDIR(mode) else "link" if S_ISLNK(mode) else "other")


def open_sftp(host: str, port: int, user: str | None, password: str | None, folder: str) -> SftpTarget:
    """Connect to a folder of an SFTP server; keys come from an agent or from ~/.ssh.

    Raises:
        ServerError: the server is not the one that is known, can't be reached, or does not let us in.
    """
    way = _Way(host, port, user, password)
    return SftpTarget(way, folder.rstrip("/"), _connect(way))


def _connect(way: _Way) -> _Files:
    try:
        return _Files(way, skip_instance_cache=True)  # type: ignore[call-arg] # its metaclass takes it
    except paramiko.BadHostKeyException as error:
        raise ServerError(
            f"警告：服务器 {way.name} 的主机密钥（{error.key.fingerprint}）与 known_hosts 里记的不一样，"
            "可能有人冒充它，没有连接。先向管理服务器的人核实；确是换了密钥，再运行 "
            f"ssh-keygen -R '{way.name}' 删去旧的，重新加入新的。"
        ) from error
    except ServerError:
        raise
    except (OSError, EOFError, paramiko.SSHException) as error:
        if isinstance(error, paramiko.AuthenticationException) or "No authentication" in str(error):
            raise ServerError(
                f"服务器 {way.host} 不让登录（用户 {way.user or '同本机'}）：没有认得的密钥，密码不对或没给。"
            ) from error
        raise ServerError(f"连不上服务器 {way.host} 的 {way.port} 端口（{error}）。") from error
