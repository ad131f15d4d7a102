"""Facts and law to findings, reasons and questions."""

from .assess import EvaluatorsDisagree, assess, rete_is_available
from .assessment import Assessment, PersonFindings
from .case import Case, CaseError
from .case_findings import ENDINGS, EXITS
from .case_reader import parse_case, read_case
from .evidence_findings import STATES
from .examples import endings, examples
from .findings import VERDICTS, Finding
from .whatif import Flip, WhatIf, flips, read_setting, what_if

__all__ = [
    "ENDINGS",
    "EXITS",
    "STATES",
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
    "endings",
    "examples",
    "flips",
    "parse_case",
    "read_case",
    "read_setting",
    "rete_is_available",
    "what_if",
]
