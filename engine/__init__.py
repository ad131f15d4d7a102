"""Facts and law to findings, reasons and questions."""

from .assess import EvaluatorsDisagree, assess, rete_is_available
from .case import Case, CaseError, parse_case, read_case
from .examples import examples
from .findings import VERDICTS, Assessment, Finding, PersonFindings
from .whatif import Flip, WhatIf, flips, read_setting, what_if

__all__ = [
    "VERDICTS",
    "Assessment",
    "Case",
    "CaseError",
    "EvaluatorsDisagree",
    "Finding",
    "Flip",
    "PersonFindings",
    "WhatIf",
    "assess",
    "examples",
    "flips",
    "parse_case",
    "read_case",
    "read_setting",
    "rete_is_available",
    "what_if",
]
