"""The links of the running text: what a provision refers to, and what refers to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_law import write_small_law

from kb import UnknownCitation, load
from kb.statutes import load_statutes

STATUTES = load().statutes


def refers(citation: str) -> list[str]:
    provision = STATUTES.provision(citation)
    return list(dict.fromkeys(m for hit in STATUTES.references.of(provision) for m in hit.meant))


@pytest.mark.parametrize(
    "citation, expected",
    [
        ("criminal_law:287-2.2", ["criminal_law:287-2.1"]),
        ("criminal_law:287-2.3", ["criminal_law:287-2.1", "criminal_law:287-2.2"]),
        ("fashi_2019_15:12.1", ["criminal_law:287-2.1"]),
        (
            "fashi_2019_15:12.2",
            [
                "fashi_2019_15:12.1",
                "fashi_2019_15:12.1.2",
                "fashi_2019_15:12.1.3",
                "fashi_2019_15:12.1.4",
            ],
        ),
        ("fashi_2019_15:4.1.4", [f"fashi_2019_15:4.1.{number}" for number in (1, 2, 3)]),
        ("fashi_2013_8:2.1", ["fashi_2013_8:1"]),
        ("fashi_2018_19:1.1", ["fashi_2009_19:6", "criminal_law:196"]),
        ("criminal_law_amendment_09:12.1", ["criminal_law:199"]),
        ("criminal_law_amendment_09:1.2", ["criminal_law:313"]),
        ("fashi_2017_1:1.1", []),
        ("reply_2013_art64:1.1", ["criminal_law:64"]),
        ("fashi_2022_5:3.1", ["fashi_2010_18:3"]),
        ("fashi_2018_19:2.1", ["fashi_2009_19:7", "fashi_2009_19:6"]),
        ("charge_names_2009:4.1", ["criminal_law:224-1", "criminal_law_amendment_07:4"]),
        ("fafa_2016_32:2.3.1", ["fafa_2016_32:2.2", "criminal_law:266"]),
    ],
)
def test_a_line_refers_to(citation: str, expected: list[str]) -> None:
    assert refers(citation) == expected


def test_the_place_of_a_link_is_that_of_its_words() -> None:
    provision = STATUTES.provision("fashi_2019_15:12.2")
    words = [provision.own[hit.start : hit.end] for hit in STATUTES.references.of(provision)]
    assert words == ["前款", "前款第二项", "第四项"]


def test_a_document_itself_is_no_link() -> None:
    closing = STATUTES.provision("fashi_2019_15:19.1")
    assert "本解释" in closing.own
    assert STATUTES.references.of(closing) == []


def test_a_name_given_for_short_leads_to_its_document() -> None:
    assert STATUTES.references.standing("fashi_2018_19").local["《解释》"] == "fashi_2009_19"
    assert STATUTES.references.standing("duanka_minutes_2022").local["《解释》"] == "fashi_2019_15"


def test_who_refers_to_a_provision_is_known() -> None:
    referring = STATUTES.references.to("criminal_law:287-2")
    assert {"fashi_2019_15:12.1", "fashi_2019_15:13.1"} & set(referring)
    assert all(not citation.startswith("criminal_law:287-2") for citation in referring)


def test_every_link_leads_to_what_is_held() -> None:
    links = 0
    for document in STATUTES.values():
        for wording in document.wordings:
            for hit in STATUTES.references.of(wording):
                links += len(hit.meant)
                for citation in hit.meant:
                    assert STATUTES.versions(citation) if ":" in citation else STATUTES.document(citation)
    assert links > 1300


def test_both_directions_agree() -> None:
    references = STATUTES.references
    for citation in ("criminal_law:266", "criminal_law:312", "fashi_2019_15:12"):
        for by in references.to(citation):
            assert any(
                meant.startswith(citation) or citation.startswith(meant)
                for meant in references.from_below(by)
            )


def test_a_standing_that_is_not_held_is_told(tmp_path: Path) -> None:
    statutes = load_statutes(write_small_law(tmp_path))
    with pytest.raises(UnknownCitation):
        statutes.references.standing("criminal_law:999")


def test_an_item_that_bears_another_number_now_is_not_said_to_be_referred_to() -> None:
    """法释〔1998〕20号 speaks of 刑法第二百二十五条第（三）项 as it stood then; it is 第（四）项 now."""
    assert "criminal_law:225.1.3" in refers("fashi_1998_20:3.1")
    assert not any(by.startswith("fashi_1998_20") for by in STATUTES.references.to("criminal_law:225.1.3"))
