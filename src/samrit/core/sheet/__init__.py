"""The official sheet: reading it, checking it, writing it again.

The names are imported when they are first asked for: scoring needs a definition, and not the reading of Thai documents.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samrit.core.sheet.bridge import context_of
    from samrit.core.sheet.check import Fault, check_sheet
    from samrit.core.sheet.definition import Definition
    from samrit.core.sheet.definition_document import definition_data, read_definition
    from samrit.core.sheet.readers.crops import crop_picture
    from samrit.core.sheet.reading import read_sheet, read_sheet_file
    from samrit.core.sheet.writers import write_file, write_sheet

_HOME = {
    "Definition": "definition",
    "Fault": "check",
    "check_sheet": "check",
    "context_of": "bridge",
    "crop_picture": "readers.crops",
    "definition_data": "definition_document",
    "read_definition": "definition_document",
    "read_sheet": "reading",
    "read_sheet_file": "reading",
    "write_file": "writers",
    "write_sheet": "writers",
}

__all__ = [
    "Definition",
    "Fault",
    "check_sheet",
    "context_of",
    "crop_picture",
    "definition_data",
    "read_definition",
    "read_sheet",
    "read_sheet_file",
    "write_file",
    "write_sheet",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
