"""Facts and law to findings, reasons and questions."""

from .assess import EvaluatorsDisagree, assess, rete_is_available
from .case import Case, CaseError, parse_case, read_case
from .findings import VERDICTS, Assessment, Finding, PersonFindings

__all__ = [
    "VERDICTS",
    "Assessment",
    "Case",
    "CaseError",
    "EvaluatorsDisagree",
    "Finding",
    "PersonFindings",
    "assess",
    "parse_case",
    "read_case",
    "rete_is_available",
]
