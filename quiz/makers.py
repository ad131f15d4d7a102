"""Makers of items: each draws a scene, asks one thing of it and gives every option its claim; nothing is proved here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.findings import Finding
from kb import Charge

from .claim import Claim
from .item import LETTERS, Difficulty, Item, Option, Question
from .sketch import Sketch, Sketcher

MOST_OPTIONS = 4
INNOCENT = "不构成犯罪"
Maker = Callable[[Random, Sketcher, Charge, str], "Item | None"]


@dataclass(frozen=True)
class Draft:
    """The parts of an item with one question, before they are put together."""

    kind: str
    topic: str
    sketch: Sketch
    question: Question
    stem: str
    distance: int = 1


def assembled(draft: Draft, sketcher: Sketcher, recipe: Mapping[str, Any]) -> Item:
    """The item of a draft; what it rests on is stamped when it is proved."""
    finding = draft.sketch.finding
    elements = len(finding.elements) if finding else 1
    return Item(
        id="",
        kind=draft.kind,  # type: ignore[arg-type]
        topic=draft.topic,
        stem=draft.stem,
        questions=(draft.question,),
        difficulty=difficulty(elements, draft.distance, len(draft.question.options), draft.topic),
        given=given(draft.sketch, sketcher),
        on=draft.sketch.scene.decided,
        case=draft.sketch.scene.tree(sketcher.kb),
        recipe=dict(recipe),
    )


def difficulty(elements: int, distance: int, options: int, topic: str) -> Difficulty:
    """How hard an item is: many elements in play, another answer one fact away, the law of another day."""
    points = elements + (3 if distance == 1 else 0) + (2 if topic == "time" else 0) + (options > 3) * 1  # noqa: PLR2004
    level = "easy" if points <= 5 else "medium" if points <= 8 else "hard"  # noqa: PLR2004
    return Difficulty(level=level, elements=elements, distance=distance)  # type: ignore[arg-type]


def given(sketch: Sketch, sketcher: Sketcher) -> tuple[str, ...]:
    """The judgments that the stem gives, by their labels."""
    kb = sketcher.kb
    names = [name for actor in sketch.scene.actors for name, value in actor.facts.items() if value is True]
    return tuple(kb.facts[name].label for name in names if kb.facts[name].type == "appraisal")


def arranged(random: Random, right: Sequence[Option], wrong: Sequence[Option]) -> tuple[Option, ...]:
    """Options in a chance order, so that the key stands anywhere."""
    options = [*right, *wrong]
    random.shuffle(options)
    return tuple(options[: len(LETTERS)])


def wrong_ones(random: Random, key: str, candidates: Sequence[Option], most: int) -> list[Option]:
    """Distractors drawn by chance, with one at least as long as the key where there is one: length must not tell."""
    drawn = random.sample(list(candidates), min(most, len(candidates)))
    longer = [option for option in candidates if len(option.text) >= len(key)]
    if longer and all(len(option.text) < len(key) for option in drawn) and random.random() < 0.8:
        drawn[-1] = random.choice(longer)
    return drawn


def option(
    sketcher: Sketcher, sketch: Sketch, text: str, claim: Claim, *, right: bool | None = None
) -> Option:
    """An option with the words why it is right or wrong; whether it is follows from its claim where it is not said."""
    solved = sketcher.quick.changed(sketch.scene.tree(sketcher.kb), claim) if claim.change else sketch.solved
    why, cites = sketcher.reasons.of(claim, solved, sketch.charge.id)
    holds = solved.holds(claim) is True if right is None else right
    return Option(text=text, right=holds, why=why, cites=cites, claim=claim)


def charge_option(sketcher: Sketcher, sketch: Sketch, name: str, *, right: bool) -> Option:
    """The option that a charge is made out, and no other."""
    label = sketcher.kb.charges[name].name_on(sketch.scene.decided)
    return option(sketcher, sketch, label, Claim(says="charged", charge=name), right=right)


def innocent_option(sketcher: Sketcher, sketch: Sketch, *, right: bool) -> Option:
    """The option that no crime is made out."""
    return option(sketcher, sketch, INNOCENT, Claim(says="innocent"), right=right)


def who(sketch: Sketch) -> str:
    """The name of the suspect."""
    return sketch.scene.actors[0].name


def failing_parts(finding: Finding | None) -> tuple[str, ...]:
    """The elements that fail, or all where the charge stands: what a question turns on."""
    if finding is None:
        return ()
    failing = tuple(element.id for element in finding.elements if element.verdict == "not_met")
    return failing or tuple(element.id for element in finding.elements)
