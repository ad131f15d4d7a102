"""The report of a case for the office: what the engine found as a document and as sheets. It decides nothing."""

from .document import CaseReport
from .files import CASE_FORMATS, FORMATS
from .sheets import case_sheets

__all__ = ["CASE_FORMATS", "FORMATS", "CaseReport", "case_sheets"]
