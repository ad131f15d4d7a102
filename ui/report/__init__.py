"""The report of a case for the office: what the engine found as a document and as sheets. It decides nothing."""

from .document import CaseReport
from .files import FORMATS, written
from .sheets import case_sheets

__all__ = ["FORMATS", "CaseReport", "case_sheets", "written"]
