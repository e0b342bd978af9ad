"""The dossier of a score: everything that a stranger needs to work it out again (`writing`), and the check of it.

The check alone is imported here: it also stands by itself in the file `verify.py` of every dossier (`standalone`).
"""

from samrit.core.dossier.documents import Entry, EvidenceTrace, Trace, Traces, WorkTrace
from samrit.core.dossier.misfit import Misfit
from samrit.core.dossier.recomputing import Material
from samrit.core.dossier.verifying import Checked, misfit_line, told, verify_dossier

__all__ = [
    "Checked",
    "Entry",
    "EvidenceTrace",
    "Material",
    "Misfit",
    "Trace",
    "Traces",
    "WorkTrace",
    "misfit_line",
    "told",
    "verify_dossier",
]
