"""The form as text, laid out as the city's own text copies are: lines, tab-parted rows, `<p>` and `<input>`."""

from __future__ import annotations

from html import escape

from samrit.core.sheet.embedded import data_block
from samrit.core.sheet.form.blocks import BlockKind, FormBlock, FormCell, FormRow, Line

_BOXES = {
    True: '<input checked="" type="checkbox"/> ',
    False: '<input type="checkbox"/> ',
    None: "",
}


def write_text(blocks: tuple[FormBlock, ...], data: bytes) -> bytes:
    """The form and, in its last block, `data`; UTF-8 with "\\n" ends."""
    printed = "\n\n".join(_block(block) for block in blocks)
    return f"{printed}\n\n{data_block(data)}".encode()


def _block(block: FormBlock) -> str:
    parting = "\n" if block.kind in {BlockKind.TITLE, BlockKind.TABLE} else "\n\n"
    return parting.join(_row(row, len(block.widths)) for row in block.rows)


def _row(row: FormRow, columns: int) -> str:
    """One line; a wide cell is followed by the tabs of its columns, options stand in the last of them."""
    if columns == 1:
        return _cell(row.cells[0])
    texts: list[str] = []
    for cell in row.cells:
        if cell.note is not None or any(line.box is not None for line in cell.lines):
            texts += [escape(cell.note or "", quote=False), *[""] * (cell.span - 2), _cell(cell)]
        else:
            texts += [_cell(cell), *[""] * (cell.span - 1)]
    return "\t".join(texts)


def _cell(cell: FormCell) -> str:
    lines = [_line(line) for line in cell.lines]
    if cell.listed and len(lines) > 1:
        return " ".join(f"<p>{line}</p>" for line in lines)
    return " ".join(lines)


def _line(line: Line) -> str:
    return _BOXES[line.box] + escape(line.text, quote=False)
