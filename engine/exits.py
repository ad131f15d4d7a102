"""Ways out below prosecution that the facts show, and where a person's case ends on what is known."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kb import KnowledgeBase

from .assessment import PersonFindings
from .case_findings import ENDINGS, Ending, Exit
from .disposition import Disposition
from .element_findings import ExceptionFinding
from .explain import doubtful, label_of
from .findings import Finding
from .rule_reader import is_law

UNPUNISHABLE = frozenset({"suspect_died", "incapacitated_by_illness"})
"""Exits after which nobody is left to be sanctioned: death; an illness that takes away all responsibility."""
WHOLE: tuple[Ending, ...] = ("not_pursued", "insufficient_evidence")
"""Ways out that end the case on a charge, whether it stands or is open."""
MILD = ("leniency", "conditional")
"""Ways out for a charge that stands; the others are shown whether or not it does."""
NO_CRIME_FOLLOWS = ("criminal_procedure_law:177.1",)
"""没有犯罪事实的，应当作出不起诉决定；情节显著轻微的另引第十六条，写在该规则的 follows 里。"""
PROSECUTED = (
    "构成犯罪的依法追究刑事责任；行政执法中收集的物证、书证、视听资料、电子数据等可以作为刑事诉讼的证据使用",
    "criminal_procedure_law:54.2",
)
UNPROVED = (
    "刑事上证据不足的事实，不能据以给予行政处罚；另有查实的违法行为、需要给予行政处罚的，移送有关主管机关处理"
)
NOT_PROSECUTED = (
    "决定不起诉而需要给予行政处罚、处分或者没收违法所得的，提出检察意见，移送有关主管机关处理",
    "criminal_procedure_law:177.3",
)


def exits_of(
    findings: tuple[Finding, ...],
    kb: KnowledgeBase,
    day: datetime.date,
    sanctions: Sequence[Finding] = (),
) -> tuple[Exit, ...]:
    """Every way out that is shown, each once with all the charges (or sanctions) it is shown for.

    That an element is not met leads out only where no other charge stands or is open. `day`: of the decision, whose
    procedure follows.
    """
    found: dict[tuple[str, str], Exit] = {}
    ways = [way for finding in findings for way in _of_finding(finding, kb)]
    if any(finding.live for finding in findings):
        ways = [way for way in ways if way.kind not in ("elements", "not_in_force")]  # 还有罪名在，不是出口
    for finding in sanctions:
        spared = (e for e in finding.shown if e.effect == "no_penalty")
        ways += [_shown(exception, finding, kb) for exception in spared]
    for way in ways:
        key = (way.id, way.label)
        found[key] = _joined(found[key], way) if key in found else way
    return tuple(
        replace(way, follows=tuple(at for at in way.follows if is_law(kb, at, day))) for way in found.values()
    )


def _joined(first: Exit, second: Exit) -> Exit:
    """One way out that is shown for several charges."""
    return replace(
        first,
        charges=(*first.charges, *second.charges),
        because=tuple(dict.fromkeys((*first.because, *second.because))),
        unverified=first.unverified or second.unverified,
    )


def _of_finding(finding: Finding, kb: KnowledgeBase) -> Iterator[Exit]:
    taking_away = [exception for exception in finding.shown if exception.effect == "not_a_crime"]
    for exception in finding.shown:
        if exception.effect not in MILD or finding.live:
            yield _shown(exception, finding, kb)
    if finding.verdict == "not_in_force":
        yield Exit("not_in_force", "not_in_force", "行为时无此罪", (finding.charge,), finding.law.cites)
    elif finding.verdict == "not_established" and not taking_away and finding.supported:
        failed = [element for element in finding.elements if element.verdict == "not_met"]
        if failed:
            label = f"要件不符合：{'、'.join(element.label for element in failed)}"
            because = tuple(dict.fromkeys(cite for element in failed for cite in element.because))
            yield Exit("elements", "elements", label, (finding.charge,), because, NO_CRIME_FOLLOWS)


def _shown(exception: ExceptionFinding, finding: Finding, kb: KnowledgeBase) -> Exit:
    follows = exception.follows
    if not follows:
        follows = {
            "not_a_crime": NO_CRIME_FOLLOWS,
            "leniency": ("criminal_procedure_law:177.2", "criminal_law:37"),
        }.get(exception.effect, ())
    return Exit(
        exception.id,
        exception.effect,
        exception.label,
        (finding.charge,),
        exception.because,
        follows,
        any(doubtful(kb, cite) for cite in exception.because),
    )


def ending_of(findings: tuple[Finding, ...], disposition: Disposition) -> Ending:
    """Where the case of a person ends on what is known; unknown never counts as no.

    A charge that nothing but the kind of conduct raises keeps the ending open, too: it has not been ruled out. So does
    a charge that stands, as long as it may be too late to prosecute it. A charge that is not pursued, or not proved,
    does not weigh beside the others; a lighter one that gave way to it then weighs again.
    """
    standing = [f for f in findings if f.verdict == "established" and f.charge in disposition.charges]
    standing += _released(findings, disposition)
    alive = [*standing, *(f for f in findings if f.verdict == "undetermined")]
    left = [finding for finding in alive if not _all_show((finding,), *WHOLE)]
    if alive and not left:
        return next((ending for ending in WHOLE if _all_show(alive, ending)), WHOLE[0])
    standing = [finding for finding in left if finding.verdict == "established" and not finding.late]
    if not _all_show(standing, *MILD):
        return "prosecute"
    if len(standing) < len(left) or not findings:
        return "open"
    if standing:
        return "may_not_prosecute" if _all_show(standing, "leniency") else "conditional"
    return "not_a_crime"


def _released(findings: tuple[Finding, ...], disposition: Disposition) -> list[Finding]:
    """The charges that gave way to a heavier one for which there is a way out, while there is none for them."""
    led_out = {
        f.charge for f in findings if f.verdict == "established" and _all_show((f,), *WHOLE, "leniency")
    }
    return [
        finding
        for finding in findings
        if finding.verdict == "established"
        and finding.charge not in disposition.charges
        and finding.charge not in led_out
        and disposition.gave_way(finding.charge) & led_out
    ]


def remarks_on(person: PersonFindings) -> Iterator[str]:
    """What has to be said beside the ending of a person's case."""
    names = "、".join(finding.charge for finding in _released(person.findings, person.disposition))
    if names:
        yield f"从一重而让位的 {names} 没有所从之罪的出口：所从之罪不起诉、不追究的，是否就让位之罪处理，没有明文，须由办案人判断"
    if remark := _without_the_bare(person):
        yield remark


def _without_the_bare(person: PersonFindings) -> str | None:
    """A remark where nothing stays open but charges that only the kind of conduct raises: which, and what would follow."""
    still_open = [finding for finding in person.findings if finding.verdict == "undetermined"]
    if person.ending != "open" or not person.bare or any(f not in person.bare for f in still_open):
        return None
    kept = tuple(finding for finding in person.findings if finding not in person.bare)
    ending = ENDINGS[ending_of(kept, person.disposition) if kept else "not_a_crime"]
    names = "、".join(finding.charge for finding in person.bare)
    return f"仅剩尚无事实指向的罪名未排除：{names}；逐一查否后，归结为：{ending}"


def _all_show(findings: Iterable[Finding], *effects: str) -> bool:
    """Whether each finding shows a ground of one of these effects."""
    return all(any(e.effect in effects for e in finding.shown) for finding in findings)


def handover_of(
    ending: Ending,
    sanctions: Sequence[Finding],
    exits: Sequence[Exit],
    kb: KnowledgeBase,
    day: datetime.date,
) -> tuple[str, ...]:
    """What follows between criminal and administrative procedure (行刑衔接), both ways; nothing for who cannot be punished.

    A provision is named where it is in force on the `day` of the decision.
    """
    if any(way.id in UNPUNISHABLE for way in exits):
        return ()
    named = [finding.charge for finding in sanctions if finding.verdict == "established"]
    likely = [f.charge for f in sanctions if f.verdict == "undetermined" and f.supported]
    words = (
        f"可依：{'、'.join(named)}" if named else f"可能涉及（待查）：{'、'.join(likely)}" if likely else ""
    )
    if ending == "prosecute" and named:
        return (_resting_on(*PROSECUTED, kb, day),)
    if ending == "insufficient_evidence" and words:
        return (UNPROVED,)
    if ending in ("may_not_prosecute", "conditional", "not_pursued") and words:
        return (f"{_resting_on(*NOT_PROSECUTED, kb, day)}；{words}",)
    if ending == "not_a_crime" and words:
        return (f"不构成犯罪而违反行政管理规定的，由有关主管机关给予行政处罚；{words}",)
    return ()


def _resting_on(words: str, citation: str, kb: KnowledgeBase, day: datetime.date) -> str:
    return f"{words}（{label_of(kb, citation)}）" if is_law(kb, citation, day) else words
