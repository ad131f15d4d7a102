"""What a case says that some persons did: the acts entered for them, alike ones in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.assessment import PersonFindings
from engine.case import Case, Conduct
from kb import KnowledgeBase
from paper import Block, Table

ACTS = ("人员", "登记的行为", "起止", "地点", "所在团伙、所帮助的")


def act_blocks(persons: Sequence[PersonFindings], case: Case, kb: KnowledgeBase) -> Iterator[Block]:
    """The acts of some persons as a table."""
    rows: dict[tuple[str, ...], dict[str, None]] = {}
    for person in persons:
        for act in case.conduct:
            if person.id in act.who:
                rows.setdefault(_row(act, case, kb), {})[person.name] = None
    if rows:
        yield Table(
            ACTS, tuple(("、".join(names), *row) for row, names in rows.items()), (1.8, 3, 2, 0.9, 2.6)
        )


def _row(act: Conduct, case: Case, kb: KnowledgeBase) -> tuple[str, str, str, str]:
    handled = "（已受处理）" if act.handled_before else ""
    return (
        f"{kb.conduct_kinds[act.kind].label}{handled}",
        _days(act),
        act.place or "未填",
        "\n".join(_beside(act, case)),
    )


def _days(act: Conduct) -> str:
    if act.start and act.end and act.start != act.end:
        return f"{act.start} 至 {act.end}"
    if act.start or act.end:
        return f"{act.start}" if act.start else f"至 {act.end}"
    return "未填"


def _beside(act: Conduct, case: Case) -> Iterator[str]:
    """The gang in which it was done, and whom it helped."""
    groups = {group.id: group.label or group.id for group in case.groups}
    names = groups | {person.id: person.name for person in case.persons}
    if act.group:
        yield groups.get(act.group, act.group)
    if act.serves:
        yield f"帮助 {'、'.join(names.get(served, served) for served in act.serves)}"
