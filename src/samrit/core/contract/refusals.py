"""Bad input is refused with one sentence that says where, what is wrong and how to mend it."""

from __future__ import annotations

import re

from samrit.core.contract.messages import Message, speak

_THAI_PLACES = {"line": "บรรทัด", "column": "คอลัมน์", "row": "แถว", "byte": "ไบต์", "character": "อักขระ"}
_IN_TEXT = re.compile(rf"(?<![^\s(])({'|'.join(_THAI_PLACES)}) ([0-9]+)(?=$|[\s)])")
"""A place that is counted in a text ("row 4 (line 5)"), unlike the keys and names of a path, which stay as written."""

LONGEST = 1_000
"""Characters of a part of the printed line: a cell of megabytes that a sentence names must not bury it."""


class Refused(ValueError):  # noqa: N818 -- the glossary's word; "RefusedError" says nothing more
    """Input that cannot be used.

    `path` is the place inside the document (`rubric.levels[0].score`), `""` for the whole of it; `what` is wrong with
    it; `mend` says how to put it right.
    """

    def __init__(self, path: str, what: Message, mend: Message) -> None:
        super().__init__(f"{path or 'document'}: {what.en}: {mend.en}")
        self.path = path
        self.what = what
        self.mend = mend

    def line(self, file: str, lang: str) -> str:
        """The one line that is printed: `FILE: PATH: what is wrong: how to mend it`."""
        place = self.path or ("document" if lang == "en" else "เอกสาร")
        if lang != "en":
            place = _IN_TEXT.sub(lambda found: f"{_THAI_PLACES[found[1]]} {found[2]}", place)
        parts = (place, speak(self.what, lang), speak(self.mend, lang))
        text = ": ".join((file, *(part if len(part) <= LONGEST else f"{part[: LONGEST - 1]}…" for part in parts)))
        return " ".join(text.split())

    def under(self, prefix: str) -> Refused:
        """The same refusal, with its path read from further out."""
        if not prefix:
            return self
        joint = "" if not self.path or self.path.startswith("[") else "."
        return Refused(f"{prefix}{joint}{self.path}", self.what, self.mend)


class Lacking(Refused):
    """Something asked for needs what this machine does not have; nothing is wrong with the input."""


def refused_by_system(error: OSError) -> Refused:
    """What the system says of a file or a stream, as a refusal of the whole of it."""
    mend = Message("check the name, the folder and the permissions", "ตรวจชื่อไฟล์ โฟลเดอร์ และสิทธิ์การเข้าถึง")
    if isinstance(error, FileNotFoundError):
        return Refused("", Message("there is no such file", "ไม่พบไฟล์นี้"), mend)
    if isinstance(error, IsADirectoryError):
        return Refused("", Message("this is a folder", "นี่คือโฟลเดอร์"), Message("name a file in it", "ระบุไฟล์ในโฟลเดอร์"))
    if isinstance(error, PermissionError):
        return Refused("", Message("the system does not permit this", "ระบบไม่อนุญาตให้เข้าถึง"), mend)
    reason = error.strerror or type(error).__name__
    return Refused("", Message(f"the system says: {reason}", f"ระบบแจ้งว่า {reason}"), mend)
