"""The promises that the knowledge base makes about itself: every check, and what is not yet coded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .checks import beside, blanks, citations, glossary, labels, numbers, rule_tests, texts, vocabulary, words
from .checks import coverage as coverage_of
from .checks.coverage import Coverage, coverage
from .issues import Issue

if TYPE_CHECKING:
    from . import KnowledgeBase

__all__ = ["CHECKS", "Coverage", "check", "coverage"]

CHECKS: tuple[Callable[[KnowledgeBase], Iterator[Issue]], ...] = (
    blanks.nothing_is_left_blank,
    citations.citations_resolve,
    citations.documents_resolve,
    citations.quotes_are_verbatim,
    citations.quotes_are_in_force,
    citations.dates_lie_within_the_law,
    citations.changed_provisions_are_quoted,
    numbers.numbers_stand_in_the_text,
    numbers.units_agree_with_the_text,
    numbers.comparisons_agree_with_the_text,
    numbers.multiples_have_a_base,
    labels.labels_say_what_the_text_says,
    labels.questions_say_what_the_text_says,
    words.facts_are_known,
    words.facts_are_asked_as_what_they_are,
    words.units_agree_with_the_vocabulary,
    words.kinds_of_conduct_are_known,
    words.charges_are_known,
    words.references_lead_somewhere,
    words.references_do_not_circle,
    words.ids_are_unique,
    vocabulary.named_facts_are_known,
    vocabulary.implied_facts_are_answers,
    vocabulary.links_are_known,
    vocabulary.facts_have_a_use,
    vocabulary.conduct_opens_a_charge,
    vocabulary.derived_choices_exist,
    vocabulary.numbers_have_units,
    beside.elements_have_evidence,
    beside.evidence_is_known,
    beside.one_list_for_a_charge,
    beside.facts_stand_where_they_are_asked,
    beside.disputes_can_be_answered,
    beside.jurisdiction_names_charges,
    beside.weighings_agree_with_the_text,
    beside.fraud_types_use_known_words,
    beside.gathering_is_covered,
    rule_tests.rules_have_tests,
    rule_tests.tests_are_complete,
    glossary.identifiers_have_terms,
    texts.verified_texts_are_unchanged,
    texts.doubts_are_listed,
    coverage_of.excuses_resolve,
    coverage_of.excuses_are_needed,
    coverage_of.interpretations_are_covered,
)


def check(kb: KnowledgeBase) -> list[Issue]:
    """Every problem of a knowledge base that could be read, sorted by file and line."""
    return sorted({issue for each in CHECKS for issue in each(kb)})
