"""Survey estimates that a statistician would sign: design, weights, variance, limits, decision, planning.

Method and conventions are those of docs/en/reference (awareness). Start with `read_design`, `estimate_file`; a program
that keeps a cube up to date uses `Builder` and `answer`; `live.Live` has shares fresh after each response; `looks`
holds the limits of looking during the year.
"""

from samrit.core.awareness.builder import Builder, read_cube
from samrit.core.awareness.cube import Cube, shape_of
from samrit.core.awareness.design import Design
from samrit.core.awareness.design_json import read_design
from samrit.core.awareness.report import answer, estimate_file
from samrit.core.awareness.responses import BadResponses, open_responses

__all__ = [
    "BadResponses",
    "Builder",
    "Cube",
    "Design",
    "answer",
    "estimate_file",
    "open_responses",
    "read_cube",
    "read_design",
    "shape_of",
]
