"""Key results as XLSX, CSV and JSON: the same columns out and in, nothing lost, a dry run, errors by cell.

Five sheets: `key_results`, `agencies`, `duties`, `minimums`, `ticks`; rows of the last four name their key result by
code and fiscal year and their parents by place, from 1. In CSV they stand in one file, each under the titles of its
columns; in JSON stand the documents themselves. Texts that a spreadsheet program would take for a formula are
written as text; a formula in a cell that comes in is an error, never computed.
"""

from samrit.results.spreadsheets.columns import COLUMNS
from samrit.results.spreadsheets.kinds import KINDS
from samrit.results.spreadsheets.reading import Imported, import_key_results
from samrit.results.spreadsheets.workbook import CellError
from samrit.results.spreadsheets.writing import export_key_results

__all__ = ["COLUMNS", "KINDS", "CellError", "Imported", "export_key_results", "import_key_results"]
