"""Rows as spreadsheets (XLSX, CSV): the same columns out and in, tried first, errors by cell, rights by the verbs."""

from samrit.exchange.tables.importing import Came, import_table
from samrit.exchange.tables.kinds import TABLES, Table
from samrit.exchange.tables.writing import as_csv, as_workbook

__all__ = ["TABLES", "Came", "Table", "as_csv", "as_workbook", "import_table"]
