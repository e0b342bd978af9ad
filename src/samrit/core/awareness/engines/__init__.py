"""What makes the cube: the local reader, or a database that sums where the responses live; all give the same figures.

The databases share one text of SQL (`sql`) and one way of asking it (`database`); they differ in their dialect and in
how rows come out of them.
"""

from samrit.core.awareness.engines.source import ENGINES, Opened, open_source

__all__ = ["ENGINES", "Opened", "open_source"]
