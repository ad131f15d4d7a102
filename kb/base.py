"""The law as data, read: documents, rules and words, and what follows from them alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import TypeVar

from .asked import asked_by, judged_by_act
from .case_rules import AdministrativeOffence, Checklist, Dispute, Distinction, EvidenceList, Jurisdiction
from .citation import Citation
from .files import DIGITS, digest_of
from .rules import (
    Charge,
    Circumstance,
    Concurrence,
    GeneralException,
    JointCrime,
    LegalException,
    Offence,
    Role,
    Rule,
)
from .statutes import Statutes
from .vocabulary import ConductKind, Fact, Link, Vocabulary

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, eq=False)
class KnowledgeBase:
    """Everything the project knows: documents, rules, words. `root` is where it was read from."""

    root: Traversable
    statutes: Statutes
    rules: Mapping[str, Rule]
    vocabulary: Vocabulary
    glossary: Mapping[str, str]
    digest: str

    def of_kind(self, kind: type[R]) -> list[R]:
        """All rules of one kind, ordered by id so that the order of files does not matter."""
        return [rule for _, rule in sorted(self.rules.items()) if isinstance(rule, kind)]

    @cached_property
    def charges(self) -> dict[str, Charge]:
        """The charges by id, in the order of their articles."""
        return {charge.id: charge for charge in sorted(self.of_kind(Charge), key=_by_article)}

    @cached_property
    def administrative(self) -> dict[str, AdministrativeOffence]:
        """The administrative offences by id, in the order of their documents and articles."""
        return {rule.id: rule for rule in sorted(self.of_kind(AdministrativeOffence), key=_by_article)}

    @cached_property
    def offences(self) -> dict[str, Offence]:
        """The charges and the administrative offences by id."""
        return {**self.charges, **self.administrative}

    @cached_property
    def disputes(self) -> list[Dispute]:
        """The disputed points."""
        return self.of_kind(Dispute)

    @cached_property
    def distinctions(self) -> list[Distinction]:
        """How charges are told apart."""
        return self.of_kind(Distinction)

    @cached_property
    def checklists(self) -> list[Checklist]:
        """How evidence has to be gathered."""
        return self.of_kind(Checklist)

    @cached_property
    def jurisdictions(self) -> list[Jurisdiction]:
        """The grounds on which organs may take a case."""
        return self.of_kind(Jurisdiction)

    @cached_property
    def evidence_lists(self) -> dict[str, EvidenceList]:
        """The evidence that usually proves a charge, by the charge."""
        return {rule.charge: rule for rule in self.of_kind(EvidenceList)}

    @cached_property
    def joint_crimes(self) -> list[JointCrime]:
        """The patterns of joint crime."""
        return self.of_kind(JointCrime)

    @cached_property
    def roles(self) -> list[Role]:
        """The roles, the most serious first."""
        return sorted(self.of_kind(Role), key=lambda role: role.rank)

    @cached_property
    def circumstances(self) -> list[Circumstance]:
        """The circumstances of sentencing."""
        return self.of_kind(Circumstance)

    def exceptions_of(self, offence: Offence) -> tuple[LegalException | GeneralException, ...]:
        """The exceptions of an offence: its own, and those of the general part that it does not have itself."""
        own = {exception.id for exception in offence.exceptions}
        sort = "charge" if isinstance(offence, Charge) else "administrative"
        general = (
            rule
            for rule in self.of_kind(GeneralException)
            if rule.of == sort and rule.id not in own and (not rule.charges or offence.id in rule.charges)
        )
        return (*offence.exceptions, *general)

    def roles_of(self, offence: Offence) -> list[Role]:
        """The parts that can be played in an offence; an administrative one knows none."""
        return self.roles if isinstance(offence, Charge) else []

    def circumstances_of(self, offence: Offence) -> list[Circumstance]:
        """The circumstances that concern an offence: those that name it, and of a crime those of all crimes."""
        crime = isinstance(offence, Charge)
        return [c for c in self.circumstances if offence.id in c.charges or (crime and not c.charges)]

    @cached_property
    def sole_charges(self) -> Mapping[str, str]:
        """The kinds of conduct that open one charge and no other, each with it."""
        opened: dict[str, list[str]] = {}
        for charge in self.charges.values():
            for kind in charge.opened_by:
                opened.setdefault(kind, []).append(charge.id)
        return {kind: charges[0] for kind, charges in opened.items() if len(charges) == 1}

    def asked_by(self, offence: Offence) -> Mapping[str, Fact]:
        """The facts that an offence, and what is found with it (role, circumstances), may ask, in their order."""
        if offence.id not in self._asked:
            names = asked_by(offence, self)
            self._asked[offence.id] = {name: fact for name, fact in self.facts.items() if name in names}
        return self._asked[offence.id]

    def named(self, names: frozenset[str]) -> Mapping[str, Fact]:
        """Some facts by name, in the order of the vocabulary."""
        if names not in self._named:
            self._named[names] = {name: fact for name, fact in self.facts.items() if name in names}
        return self._named[names]

    def judged_by_act(self, offence: Offence) -> bool:
        """Whether some line of an offence has to be met by one single act."""
        if offence.id not in self._by_act:
            self._by_act[offence.id] = judged_by_act(offence, self)
        return self._by_act[offence.id]

    @cached_property
    def law_digest(self) -> str:
        """A fingerprint of the law (16 hexadecimal digits)."""
        return digest_of(self.root / "statutes")

    @cached_property
    def rules_digest(self) -> str:
        """A fingerprint of the rules and of the words they use (16 hexadecimal digits)."""
        words = "".join(digest_of(self.root / folder) for folder in ("rules", "vocabulary"))
        return hashlib.sha256(words.encode()).hexdigest()[:DIGITS]

    @cached_property
    def _named(self) -> dict[frozenset[str], Mapping[str, Fact]]:
        return {}

    @cached_property
    def _by_act(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _asked(self) -> dict[str, Mapping[str, Fact]]:
        return {}

    @cached_property
    def concurrences(self) -> list[Concurrence]:
        """The rules for several charges on one person, the most special first."""
        return sorted(self.of_kind(Concurrence), key=lambda rule: (rule.rank, rule.id))

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that may be asked, by id."""
        return self.vocabulary.facts

    @cached_property
    def conduct_kinds(self) -> Mapping[str, ConductKind]:
        """The kinds of conduct, by id, in the order of the chain; those outside it last."""
        place = {link: number for number, link in enumerate(self.chain)}
        kinds = self.vocabulary.conduct.items()
        return dict(sorted(kinds, key=lambda entry: place.get(entry[1].link or "", len(place))))

    @property
    def chain(self) -> Mapping[str, Link]:
        """The links of the fraud chain, in order."""
        return self.vocabulary.chain

    @cached_property
    def checked_to(self) -> date:
        """The day up to which the law was last looked up."""
        return max((document.source.checked_on for document in self.statutes.values()), default=date.min)

    @cached_property
    def cited_documents(self) -> tuple[str, ...]:
        """The documents that some rule rests on."""
        return tuple(sorted({at.partition(":")[0] for at in self.uses} & self.statutes.keys()))

    @cached_property
    def uses(self) -> dict[str, list[str]]:
        """Which rules rest on a citation: citation → rule ids."""
        found: dict[str, list[str]] = {}
        for rule in self.rules.values():
            for citation in sorted(set(rule.citations)):
                found.setdefault(citation, []).append(rule.id)
        return found

    @cached_property
    def resting(self) -> dict[str, tuple[str, ...]]:
        """Which rules rest on a provision or a document, or on something in it: citation → rule ids."""
        found: dict[str, dict[str, None]] = {}
        for citation, rules in self.uses.items():
            cited = Citation.parse(citation)
            for held in (cited.document, *cited.way()):
                found.setdefault(held, {}).update(dict.fromkeys(rules))
        return {citation: tuple(rules) for citation, rules in found.items()}


def _by_article(offence: Offence) -> tuple[object, ...]:
    """By document and article, those of one article by id."""
    cited = Citation.parse(offence.article)
    return Citation(cited.document, cited.path[:1]).order, offence.id
