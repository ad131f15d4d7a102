"""A scene as a stem: who, when, where, what he did, what was found, what was ruled out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from kb import KnowledgeBase

from .scene import Actor, Scene
from .sentences import BRACKETS, Sentences, phrases

KNOWING = ("明知",)
LONGEST_KNOWING = 24
"""A clause on knowledge longer than this does not fit into the sentence of the act."""


class Teller:
    """Tells scenes in words drawn by chance from the phrase book."""

    def __init__(self, kb: KnowledgeBase, sentences: Sentences) -> None:
        self.kb, self.sentences = kb, sentences
        self.words, self.acts = phrases("words"), phrases("conduct")

    def names(self, random: Random, count: int) -> list[str]:
        """Names of persons, no two alike."""
        return [f"{surname}某" for surname in random.sample(self.words["surnames"], count)]

    def act(self, random: Random, kind: str) -> str:
        """What somebody did, as a predicate; the label of the kind where the phrase book does not have it yet."""
        label = BRACKETS.sub("", self.kb.conduct_kinds[kind].label)
        return str(random.choice(self.acts.get(kind, [label])))

    def stem(  # noqa: PLR0913 - what a stem shows
        self,
        random: Random,
        scene: Scene,
        *,
        closing: bool = True,
        first: str = "opening",
        dated: bool = False,
        aged: bool = False,
    ) -> str:
        """The whole stem; `first`: the words to begin with; `dated`: with the day of the decision; `aged`: with ages."""
        further = self.words["next"]
        nexts = random.sample(further, len(further))
        told = ""
        for number, actor in enumerate(scene.actors):
            openings = [nexts[number % len(nexts)]] if number else self.words[first]
            told += self.told(random, scene, actor, openings, aged=aged)
        shared = self._clauses(random, scene.shared)
        if shared:
            told += f"{random.choice(self.words['further'])}{'；'.join(shared)}。"
        if closing:
            told += str(random.choice(self.words["closing"]))
        return told + (self.words["decided"].replace("{day}", han_day(scene.decided)) if dated else "")

    def told(
        self, random: Random, scene: Scene, actor: Actor, openings: Sequence[str], *, aged: bool = False
    ) -> str:
        """What one actor did, and what was found of him."""
        facts = dict(actor.facts)
        role = self._role(facts)
        knowing = self._knowing(facts)
        act = f"{knowing}，仍{actor.act}" if knowing else actor.act
        fitting = [
            words
            for words in openings
            if not (actor.unit or aged) or ("{age}" in words) is aged
            if not role or "{place}人" not in words
        ]
        said = (
            str(random.choice(fitting))
            .replace("{who}", role + actor.name)
            .replace("{when}", when(scene.start, scene.end))
            .replace("{place}", str(random.choice(self.words["cities"])))
            .replace("{age}", str(actor.age))
            .replace("{act}", act)
        )
        return f"{said}。{self._rest(random, facts)}"

    def _role(self, facts: dict[str, Any]) -> str:
        """Who the actor is, taken out of the facts, to stand before his name; empty where nothing says so."""
        name = next((name for name in facts if facts[name] is True and self.sentences.role(name)), None)
        if name is None:
            return ""
        del facts[name]
        return self.sentences.role(name)

    def _knowing(self, facts: dict[str, Any]) -> str | None:
        """A short clause on knowledge, taken out of the facts, for the sentence of the act."""
        for name, value in facts.items():
            if value is True:
                said = self.sentences.say(name, value)
                if (
                    said.startswith(KNOWING)
                    and len(said) <= LONGEST_KNOWING
                    and not set(said) & set("而仍，")
                ):
                    del facts[name]
                    return said
        return None

    def _rest(self, random: Random, facts: Mapping[str, Any]) -> str:
        judged = {name: value for name, value in facts.items() if self.judged(name)}
        denied = {name: value for name, value in facts.items() if value is False and name not in judged}
        plain = {name: value for name, value in facts.items() if name not in judged and name not in denied}
        parts = []
        if plain:
            parts.append(f"{random.choice(self.words['found'])}{'；'.join(self._clauses(random, plain))}。")
        if judged:
            parts.append(f"{random.choice(self.words['given'])}{'；'.join(self._clauses(random, judged))}。")
        if denied:
            start = random.choice(self.words["denied"]) if parts else random.choice(self.words["found"])
            parts.append(f"{start}{'；'.join(self._clauses(random, denied))}。")
        return "".join(parts)

    def judged(self, name: str) -> bool:
        """Whether only a person can say it, so that the stem has to give it."""
        return self.kb.facts[name].type == "appraisal"

    def _clauses(self, random: Random, facts: Mapping[str, Any]) -> list[str]:
        words = [
            (self.kb.facts[name].numeric, self.sentences.say(name, value, random))
            for name, value in facts.items()
        ]
        return [clause for _, clause in sorted(words, key=lambda entry: entry[0])]

    def clauses(self, random: Random, facts: Mapping[str, Any]) -> str:
        """Some facts in one sentence without a full stop."""
        return "，".join(self._clauses(random, facts))


def when(start: datetime.date, end: datetime.date) -> str:
    """The days of an act: 2025年3月, 2025年3月至5月."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.year}年{start.month}月"
    after = f"{end.month}月" if start.year == end.year else f"{end.year}年{end.month}月"
    return f"{start.year}年{start.month}月至{after}间"


def han_day(day: datetime.date) -> str:
    """A day as a Chinese text writes it: 2025年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
