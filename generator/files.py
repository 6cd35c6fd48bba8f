"""Files at the system's edge: written so that a reader sees all of one or nothing; and why one can't be."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, its folder made where it is missing.

    Raises:
        OSError: the disk is full, or the file is held open by another program.
    """
    with beside(file) as partial:
        partial.write_bytes(content)


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A place beside a file, in a folder made where it is missing; what is written there becomes the file.

    Scans pass over the partial file, whose name begins with a dot, should the process be killed.

    Raises:
        OSError: as in `write_whole`.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        yield partial
        partial.replace(file)
    except BaseException as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = error.filename2 = str(file)
        raise


def why(error: OSError) -> str:
    """What went wrong with a file or a connection, in a Chinese sentence that names it.

    A file that is open in another program can't be replaced on Windows; the system calls that a lack of
    permission, or a sharing violation.
    """
    name = error.filename2 or error.filename
    where = f"{os.fsdecode(name)} " if name else ""
    if isinstance(error, PermissionError) or getattr(error, "winerror", None) in _IN_USE:
        return f"{where}写不进去或读不出来。是不是在别的程序里打开着，或是只读的？"
    if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _TOO_LONG:
        return f"{where}路径太长。把站点移到离盘符近的地方，如 D:\\简报。"
    reason = _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return f"{where}{reason}".rstrip("。.") + "。"


_IN_USE = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_TOO_LONG = 206  # ERROR_FILENAME_EXCED_RANGE
_REASONS = {
    errno.ENOENT: "不存在",
    errno.EEXIST: "已经有了",
    errno.ENOTDIR: "不是文件夹，或它上面有一级不是",
    errno.EISDIR: "是文件夹，要的是文件",
    errno.ENOTEMPTY: "文件夹里还有东西",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.EBUSY: "正被别的程序占用",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕了圈",
    errno.EXDEV: "不在同一个磁盘上",
    errno.EADDRINUSE: "端口已被占用，多半是另一个预览还开着",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "对方拒绝连接",
    errno.ETIMEDOUT: "对方没有回应",
    errno.EHOSTUNREACH: "连不到对方",
    errno.ENETUNREACH: "网络不通",
}
