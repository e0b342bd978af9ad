"""Writing a file whole or not at all: a half-made one never stands under its final name."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from samrit.core.contract.messages import Message
from samrit.core.contract.refusals import Refused, refused_by_system


def require_place(path: Path) -> None:
    """Raises Refused, before any work, where no file can be written under `path`."""
    if path.is_dir():
        raise Refused(
            "", Message("a folder stands there", "มีโฟลเดอร์ชื่อนี้อยู่แล้ว"), Message("choose another name", "เลือกชื่ออื่น")
        )
    if not path.parent.is_dir():
        raise Refused(
            "",
            Message("its folder is not there", "ไม่พบโฟลเดอร์ปลายทาง"),
            Message("make the folder first, or choose another", "สร้างโฟลเดอร์ก่อน หรือเลือกโฟลเดอร์อื่น"),
        )


def put_file(path: Path, data: bytes) -> None:
    """Puts `data` under `path`; what stood there before is replaced in one step.

    Raises Refused where no file can be written there.
    """
    path = _followed(path)
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            if path.exists():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise refused_by_system(error) from None


def _followed(path: Path) -> Path:
    """Where a link leads, so that it stays a link. Raises Refused for one that leads to itself."""
    if not path.is_symlink():
        return path
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # which of the two depends on the version of Python
        raise refused_by_system(OSError(errno.ELOOP, os.strerror(errno.ELOOP))) from None
