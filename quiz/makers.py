"""Makers of items: each draws a scene, asks one thing of it and gives every option its claim; nothing is proved here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from engine.findings import Finding
from kb import Charge

from .claim import Claim
from .item import LETTERS, Difficulty, Item, Kind, Level, Option, Question, Topic
from .sketch import Sketch, Sketcher

MOST_OPTIONS = 4
EASY, MEDIUM = 5, 7
"""Up to so many points an item is easy, of medium difficulty (`difficulty`)."""
INNOCENT = "不构成犯罪"
STATEMENT = "该说法"
"""What the one option of a true-or-false question is called."""
MOSTLY = 0.8
"""How often length is kept from telling the key."""
Maker = Callable[[Random, Sketcher, Charge, str], "Item | None"]


@dataclass(frozen=True)
class Draft:
    """The parts of an item with one question, before they are put together."""

    kind: Kind
    topic: Topic
    sketch: Sketch
    question: Question
    stem: str
    distance: int = 1


def assembled(draft: Draft, sketcher: Sketcher) -> Item:
    """The item of a draft; what it rests on is stamped when it is proved."""
    finding = draft.sketch.finding
    elements = len(finding.elements) if finding else 1
    return Item(
        id="",
        kind=draft.kind,
        topic=draft.topic,
        stem=draft.stem,
        questions=(draft.question,),
        difficulty=difficulty(elements, draft.distance, len(draft.question.options), draft.topic),
        given=given(draft.sketch, sketcher),
        on=draft.sketch.scene.decided,
        case=draft.sketch.scene.tree(sketcher.kb),
    )


def difficulty(elements: int, distance: int, options: int, topic: Topic) -> Difficulty:
    """How hard an item is: many elements in play, another answer one fact away, the law of another day."""
    points = elements + max(0, 4 - distance) + 2 * (topic == "time") + (options >= MOST_OPTIONS)
    level: Level = "easy" if points <= EASY else "medium" if points <= MEDIUM else "hard"
    return Difficulty(level=level, elements=elements, distance=distance)


def given(sketch: Sketch, sketcher: Sketcher) -> tuple[str, ...]:
    """The judgments that the stem gives: by their labels, or in words where it gives that something is not so."""
    said = (
        sketcher.kb.facts[name].label if value is True else sketcher.sentences.say(name, value)
        for actor in sketch.scene.actors
        for name, value in actor.facts.items()
        if sketcher.teller.judged(name)
    )
    return tuple(dict.fromkeys(said))


def arranged(random: Random, right: Sequence[Option], wrong: Sequence[Option]) -> tuple[Option, ...]:
    """Options in a chance order, so that the key stands anywhere."""
    options = [*right, *wrong]
    random.shuffle(options)
    return tuple(options[: len(LETTERS)])


def wrong_ones(random: Random, key: str, candidates: Sequence[str], most: int) -> list[str]:
    """Distractors, the first drawn: one at least as long as the key where there is one, so that length does not tell."""
    drawn = list(candidates[:most])
    longer = [text for text in candidates if len(text) >= len(key)]
    if drawn and longer and all(len(text) < len(key) for text in drawn) and random.random() < MOSTLY:
        drawn[-1] = random.choice(longer)
    return drawn


def worded(random: Random, phrases: Sequence[str], **words: str) -> str:
    """One of several phrases by chance, its places ({who}, {charge}) filled."""
    said = random.choice(phrases)
    for place, word in words.items():
        said = said.replace(f"{{{place}}}", word)
    return said


def single(  # noqa: PLR0913, PLR0917 - what a question is made of
    random: Random, ask: str, right: Option, wrong: Sequence[Option], charge: str, parts: tuple[str, ...]
) -> Question:
    """A single choice: it says why, and cites, what its right option does."""
    options = arranged(random, [right], wrong)
    return Question(
        kind="single",
        ask=ask,
        options=options,
        why=right.why,
        cites=right.cites,
        charge=charge,
        parts=parts,
    )


def true_or_false(ask: str, only: Option, charge: str, parts: tuple[str, ...]) -> Question:
    """A statement to be judged; its one option says whether it holds."""
    return Question(
        kind="true_false",
        ask=ask,
        options=(only,),
        why=only.why,
        cites=only.cites,
        charge=charge,
        parts=parts,
    )


def option(  # noqa: PLR0913 - what is said, of what, and how it stands
    sketcher: Sketcher, sketch: Sketch, text: str, claim: Claim, *, right: bool, about: str | None = None
) -> Option:
    """An option with the words why it is right or wrong; `about`: the charge the question is about, if another."""
    solved = sketcher.quick.changed(sketch.solved.tree, claim) if claim.change else sketch.solved
    why, cites = sketcher.reasons.of(claim, solved, about or sketch.charge.id)
    return Option(text=text, right=right, why=why, cites=cites, claim=claim)


def who(sketch: Sketch) -> str:
    """The name of the suspect."""
    return sketch.scene.actors[0].name


def failing(finding: Finding | None) -> tuple[str, ...]:
    """The elements for which a charge fails."""
    return tuple(e.id for e in finding.elements if e.verdict == "not_met") if finding else ()


def turning_on(finding: Finding | None) -> tuple[str, ...]:
    """What a question turns on: the elements that fail, or all where the charge stands."""
    return failing(finding) or (tuple(e.id for e in finding.elements) if finding else ())
