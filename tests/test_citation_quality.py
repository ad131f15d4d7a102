"""Citations in every writing: how many are found, and how many of those found are right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kb import load
from kb.citation import find
from kb.load import read_yaml

LABELLED: Any = read_yaml(Path(__file__).with_name("citations.yaml"))
BAR = 0.97


@dataclass(frozen=True)
class Measure:
    """Precision, recall and their harmonic mean over a set."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def meant(entry: Any) -> list[str]:
    """What the parser reads in the text of an entry."""
    hits = find(entry["text"], load().statutes, entry.get("at"))
    return list(dict.fromkeys(citation for hit in hits for citation in hit.meant))


def measured(entries: list[Any]) -> Measure:
    """The measure over a set of entries."""
    pairs = [(set(meant(entry)), set(entry["cites"])) for entry in entries]
    return Measure(
        sum(len(found & wanted) for found, wanted in pairs),
        sum(len(found - wanted) for found, wanted in pairs),
        sum(len(wanted - found) for found, wanted in pairs),
    )


@pytest.mark.parametrize("name", ["first", "second"])
def test_citations_are_read_as_people_write_them(name: str) -> None:
    measure = measured(LABELLED[name])
    assert measure.f1 >= BAR, measure


def test_the_sets_are_large_and_no_text_is_labelled_twice() -> None:
    entries = [entry for name in ("first", "second") for entry in LABELLED[name]]
    assert len(entries) >= 300
    texts = [(entry["text"], entry.get("at")) for entry in entries]
    assert len(texts) == len(set(texts))


def test_every_label_leads_somewhere() -> None:
    statutes = load().statutes
    for name in ("first", "second"):
        for entry in LABELLED[name]:
            for citation in (*entry["cites"], *([entry["at"]] if "at" in entry else [])):
                assert statutes.versions(citation) if ":" in citation else statutes.document(citation)


def test_what_is_no_citation_is_not_taken_for_one() -> None:
    empty = [entry for name in ("first", "second") for entry in LABELLED[name] if not entry["cites"]]
    taken = [entry["text"] for entry in empty if meant(entry)]
    assert len(empty) >= 60
    assert taken == []


def test_a_measure_counts_what_is_wrong_and_what_is_missing() -> None:
    broken = [{"text": "刑法第266条", "cites": ["criminal_law:264"]}, {"text": "今天", "cites": []}]
    assert measured(broken) == Measure(right=0, wrong=1, missed=1)
