"""The law as data: statutes, rules and vocabulary, read once and never changed."""

from .base import KnowledgeBase
from .case_rules import Checklist, Dispute, Distinction, Jurisdiction
from .condition import Condition
from .files import digest_of, yaml_files
from .issues import KnowledgeBaseError
from .provision import Provision
from .reading import load, load_from
from .rules import Charge, Rule
from .statutes import Statutes, UnknownCitation
from .vocabulary import ConductKind, Fact, Link

__all__ = [
    "Charge",
    "Checklist",
    "Condition",
    "ConductKind",
    "Dispute",
    "Distinction",
    "Fact",
    "Jurisdiction",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "Link",
    "Provision",
    "Rule",
    "Statutes",
    "UnknownCitation",
    "digest_of",
    "load",
    "load_from",
    "yaml_files",
]
