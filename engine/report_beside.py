"""What stands beside the charges as text: endings and sanctions, evidence, disputes, jurisdiction, types of fraud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb import KnowledgeBase
from kb.provision import UNVERIFIED

from .assessment import Assessment, PersonFindings
from .case_findings import ENDINGS, EXITS, Ground, PlaceFinding
from .dispute_findings import DisputeFinding, ViewFinding
from .disputes import answer_in_words
from .element_findings import ElementFinding
from .evidence_findings import STATES, EvidenceFinding, Flaw
from .exits import remarks_on
from .explain import label_of
from .findings import Finding
from .sanction import Sanction

MOST_WANTED = 3
MOST_UNKNOWN = 6
GRAVEST = ("excluded", "defect", "review")
FLAWS = {"excluded": "不得作为定案的根据", "defect": "瑕疵", "review": "须查明"}
EFFECTS = {
    "files": "可以立案侦查",
    "joins": "可以并案",
    "splits": "可以分案",
    "designates": "可以指定管辖",
    "agrees": "协商确定",
}


def labels(cites: Iterable[str], kb: KnowledgeBase) -> str:
    """Citations as a lawyer reads them, one after the other."""
    return "、".join(label_of(kb, cite) for cite in cites)


def ending_lines(person: PersonFindings, kb: KnowledgeBase) -> Iterator[str]:
    """Where the case of a person ends, by which exits, and which sanctions may follow."""
    yield f"   归结：{ENDINGS[person.ending]}"
    yield from (f"   {remark}" for remark in remarks_on(person))
    late = [finding.charge for finding in person.findings if finding.late]
    if late:
        yield f"   可能已过追诉时效，先查明有无立案侦查、逃避侦查等：{'、'.join(late)}"
    for way in person.exits:
        doubt = UNVERIFIED if way.unverified else ""
        follows = f"；程序：{labels(way.follows, kb)}" if way.follows else ""
        named = f"（{'、'.join(way.charges)}）"
        basis = f"［{labels(way.because, kb)}］" if way.because else ""
        yield f"   ◇ 出口·{EXITS[way.kind]}{named}：{way.label}{basis}{doubt}{follows}"
    yield from _possible(person, kb)
    if person.ending == "prosecute":
        below = [finding.charge for finding in person.sanctions if worth_showing(finding)]
        if below:
            yield f"   ◇ 不够刑事处罚时另看行政处罚：{'、'.join(below)}"
    else:
        for finding in person.sanctions:
            yield from _sanction(finding, kb)
    yield from (f"   ◇ 行刑衔接：{words}" for words in person.handover)


def possible_exits(person: PersonFindings) -> dict[tuple[str, str], tuple[str, ...]]:
    """The ways out that something points to and that are not known yet: sort and label → the facts to ask.

    Those of the charges that stand, where any does.
    """
    likely: dict[tuple[str, str], tuple[str, ...]] = {}
    standing = [finding for finding in person.findings if finding.verdict == "established"]
    for finding in standing or person.findings:
        if finding.live:
            for exception in finding.exceptions:
                if exception.likely and exception.verdict == "unknown":
                    likely.setdefault((EXITS[exception.effect], exception.label), exception.ask)
    return likely


def _possible(person: PersonFindings, kb: KnowledgeBase) -> Iterator[str]:
    for (kind, label), ask in possible_exits(person).items():
        asked = "、".join(kb.facts[fact].label for fact in ask[:MOST_UNKNOWN])
        yield f"   ？ 可能的出口·{kind}：{label}——待查：{asked}"


def _sanction(finding: Finding, kb: KnowledgeBase) -> Iterator[str]:
    """An administrative offence that is made out, or that some fact speaks for."""
    if not worth_showing(finding):
        return
    tier = finding.tier
    word = "行政处罚" if finding.verdict == "established" else "行政处罚（待查）"
    range_ = f"，{tier.label}：{tier.penalty.text}［{label_of(kb, tier.cite)}］" if tier else ""
    bare = "" if finding.supported else "（仅从行为种类看，须核实）"
    yield f"   ◇ {word}：{finding.charge}（{finding.article_label}）{bare}{range_}"
    if band := band_of(finding):
        yield f"     罚款幅度：{band}"
    if tier and tier.open_above:
        yield f"     可能更重：{'、'.join(tier.open_above)}"
    asked = [kb.facts[fact].label for fact in finding.ask] if finding.verdict == "undetermined" else []
    if asked:
        yield f"     待查：{'、'.join(asked[:MOST_UNKNOWN])}"
    yield from (f"     注：{note}" for note in finding.notes)
    offence = kb.administrative[finding.charge_id]
    for cite in offence.follows if finding.verdict == "established" else ():
        yield f"     随之：{cite.quote or ''}［{label_of(kb, cite.at)}］"
    if offence.note:
        yield f"     适用时注意：{offence.note}"
    for exception in finding.shown:
        yield f"     {exception.label}［{labels(exception.because, kb)}］"


def worth_showing(finding: Finding) -> bool:
    """Whether an administrative offence is made out, or open with some fact that speaks for it."""
    return finding.verdict == "established" or (finding.verdict == "undetermined" and finding.supported)


def band_of(finding: Finding) -> str:
    """The fine that the illegal gain of a person leads to; empty where nothing can be computed."""
    penalty = finding.tier.penalty if finding.tier else None
    return penalty.band(finding.gain) if isinstance(penalty, Sanction) else ""


def support_lines(element: ElementFinding) -> Iterator[str]:
    """What the facts that decide an element are said to stand on."""
    said = [f"{support.label}——{'、'.join(support.evidence)}" for support in element.proofs.stands_on]
    if said:
        yield f"        凭：{'；'.join(said)}"


def wanted_lines(element: ElementFinding) -> Iterator[str]:
    """The evidence that usually proves an open element and that the case does not have yet."""
    lacking = [wanted for wanted in element.proofs.wanted if not wanted.held][:MOST_WANTED]
    if lacking:
        yield f"        可取证：{'；'.join(f'{wanted.label}（{_first(wanted.shows)}）' for wanted in lacking)}"


def _first(shows: str) -> str:
    """The first thing that a piece of evidence shows; the rest is for the page and for --json."""
    return shows.partition("；")[0]


def dispute_lines(person: PersonFindings) -> Iterator[str]:
    """The disputed points of a person, each with every view and the answer of this case under it."""
    for dispute in person.disputes:
        if dispute.arises and dispute.divided:
            yield from _dispute(dispute)
    alike = [dispute.label for dispute in person.disputes if dispute.arises and not dispute.divided]
    if alike:
        yield f"  ⚖ 有争议而本案各说结论相同：{'；'.join(alike)}"
    waiting = [dispute.label for dispute in person.disputes if dispute.arises is None]
    if waiting:
        yield f"  ⚖ 事实查清后可能成为争点：{'；'.join(waiting)}"


def _dispute(dispute: DisputeFinding) -> Iterator[str]:
    yield f"  ⚖ 争议：{dispute.label}——{dispute.question}"
    yield from (_view(number, view) for number, view in enumerate(dispute.views, 1))
    if dispute.note:
        yield f"      注：{dispute.note}"


def _view(number: int, view: ViewFinding) -> str:
    sources = "；".join(
        f"{source.label}〔{source.rank}〕{UNVERIFIED if source.unverified else ''}" for source in view.sources
    )
    fits = {True: "", None: "（所需事实待查）", False: "（本案不具备其所需）"}[view.met]
    shown = "，与所示结论相同" if view.adopted else ""
    return f"      {number}. {view.label}{fits} → {answer_in_words(view)}{shown}。持此说：{sources}"


def evidence_lines(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """Each piece of evidence, what is wrong with its gathering, and what has not been looked at."""
    if not assessment.evidence:
        return
    yield ""
    yield "证据核对："
    for piece in assessment.evidence:
        yield from _piece(piece, kb)


def _piece(piece: EvidenceFinding, kb: KnowledgeBase) -> Iterator[str]:
    yield f"  {piece.label}（{piece.kind}，{piece.form}）：{STATES[piece.state]}"
    yield from (_flaw(flaw, piece, kb) for flaw in piece.flaws)
    for flaw in piece.unknown:
        if flaw.likely:
            asked = "、".join(kb.facts[fact].label for fact in flaw.ask)
            yield f"    ？ 可能·{FLAWS[flaw.kind]}：{flaw.label}——待查：{asked}"
    graver = sorted(piece.unknown, key=lambda flaw: (flaw.id == "applies", GRAVEST.index(flaw.kind)))
    unknown = "、".join(dict.fromkeys(flaw.label for flaw in graver[:MOST_UNKNOWN]))
    if unknown:
        more = f" 等 {len(piece.unknown)} 项" if len(piece.unknown) > MOST_UNKNOWN else ""
        yield f"    未核对：{unknown}{more}"


def _flaw(flaw: Flaw, piece: EvidenceFinding, kb: KnowledgeBase) -> str:
    doubt = UNVERIFIED if flaw.unverified else ""
    if flaw.kind == "defect" and piece.state == "cured":
        return f"    ✔ 瑕疵已补正或者作出合理解释：{flaw.label}［{labels(flaw.because, kb)}］{doubt}"
    barred = "，不能补正或者作出合理解释" if flaw.kind == "defect" and piece.state == "excluded" else ""
    return (
        f"    ✘ {FLAWS[flaw.kind]}{barred}：{flaw.label}［{labels(flaw.because, kb)}］{doubt} → {flaw.repair}"
    )


def jurisdiction_lines(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """Which places may take the case and why; what may be joined, split or designated."""
    found = assessment.jurisdiction
    if not found.places and not found.grounds:
        return
    yield ""
    yield "管辖："
    for place in found.places:
        met = [ground for ground in place.grounds if ground.met]
        if not met:
            yield f"  {place.name}：{_unconnected(place, kb)}"
        yield from (f"  {place.name}：{_ground(ground, kb)}" for ground in met)
    yield from (f"  {_ground(ground, kb)}" for ground in found.grounds if ground.met)
    asked = dict.fromkeys(
        kb.facts[fact].label for ground in found.grounds if ground.met is None for fact in ground.ask
    )
    if asked:
        yield f"  并案、指定等待查：{'、'.join(asked)}"


def _ground(ground: Ground, kb: KnowledgeBase) -> str:
    why = f"（{'；'.join(ground.reasons)}）" if ground.reasons else ""
    doubt = UNVERIFIED if ground.unverified else ""
    limited = f"，限于{'、'.join(ground.charges)}" if ground.charges else ""
    basis = f"［{labels(ground.because, kb)}］{doubt}"
    return f"{ground.label}——{ground.organ}{effect_of(ground)}{limited}{why}{basis}"


def _unconnected(place: PlaceFinding, kb: KnowledgeBase) -> str:
    """What is still to be found out before a place connects to the case."""
    asked = dict.fromkeys(kb.facts[fact].label for ground in place.grounds for fact in ground.ask)
    if not asked:
        return "未见连接点"
    more = f" 等 {len(asked)} 项" if len(asked) > MOST_UNKNOWN else ""
    return f"连接点尚待查：{'、'.join([*asked][:MOST_UNKNOWN])}{more}"


def effect_of(ground: Ground) -> str:
    """What a ground lets its organ do: police file a case, courts and procuratorates have jurisdiction over it."""
    if ground.effect == "files" and ground.organ != "公安机关":
        return "可以管辖"
    return EFFECTS[ground.effect]


def fraud_type_lines(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """What the types of fraud that the case names tell."""
    for kind in assessment.fraud_types:
        yield ""
        yield f"诈骗类型：{kind.label}{UNVERIFIED if kind.unverified else ''}（{kind.source}）"
        yield f"  通常怎样实施：{' → '.join(kind.how)}"
        if kind.missing_roles:
            yield f"  还没有登记的角色：{'；'.join(kind.missing_roles)}"
        for charge in kind.charges:
            state = "已有行为启动" if charge.opened else f"如有，登记行为：{'、'.join(charge.kinds[:3])}"
            yield f"  另看 {charge.charge}：{charge.when}（{state}）" + (
                f"［{labels(charge.cite, kb)}］" if charge.cite else ""
            )
        if kind.ask:
            yield f"  先查：{'；'.join(kb.facts[fact].label for fact in kind.ask)}"
        if kind.evidence:
            yield f"  找证据：{'；'.join(kind.evidence)}"
