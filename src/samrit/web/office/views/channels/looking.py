"""How a variant looks, how much of each limit it uses, what stands against it: for its page and while writing."""

from __future__ import annotations

from typing import Any

from samrit.channels.limits import Problem, problems_of
from samrit.channels.measures import Measure
from samrit.channels.models import Delivery
from samrit.channels.parcels import parcel_of
from samrit.channels.previews import Frame, preview_of
from samrit.publicity.models import Media
from samrit.web.office.views.channels.forms import VariantForm


def looked(row: Delivery) -> dict[str, Any]:
    """What the templates of a preview are given. The row may hold what is typed and not saved."""
    parcel = parcel_of(row)
    preview = preview_of(row, parcel)
    files = {one.pk: one for one in row.work.media.all()}
    return {
        "delivery": row,
        "work": row.work,
        "account": row.account,
        "preview": preview,
        "frames": [(frame, files[frame.key]) for frame in preview.frames],
        "cover": _with_file(preview.cover, files),
        "tile": _with_file(preview.tile, files),
        "measures": [(_named(measure), measure) for measure in preview.measures if measure.used],
        "problems": [(_named(one), one) for one in problems_of(parcel, row.account.channel)],
    }


def _with_file(frame: Frame | None, files: dict[int, Media]) -> tuple[Frame, Media] | None:
    return None if frame is None else (frame, files[frame.key])


def _named(about: Measure | Problem) -> str:
    """The name of the field that it is about, as the form has it."""
    field = VariantForm.base_fields.get(about.path)
    return "" if field is None else str(field.label)
