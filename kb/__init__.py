"""The law as data: statutes, rules and vocabulary, read once and never changed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from .asked import asked_by, judged_by_act
from .cache import Cache, key_of, user_cache
from .case_rules import (
    RULE_KINDS,
    AdministrativeOffence,
    Checklist,
    Dispute,
    Distinction,
    EvidenceList,
    Jurisdiction,
)
from .condition import Condition
from .issues import Issue, KnowledgeBaseError
from .load import Node, build, read_yaml, shown
from .rules import (
    Charge,
    Circumstance,
    Concurrence,
    GeneralException,
    JointCrime,
    LegalException,
    Offence,
    Presumption,
    Role,
    Rule,
)
from .statutes import Provision, Statutes, UnknownCitation, load_statutes
from .vocabulary import ConductKind, Fact, Link, Vocabulary

__all__ = [
    "Charge",
    "Checklist",
    "Condition",
    "ConductKind",
    "Dispute",
    "Distinction",
    "Fact",
    "Jurisdiction",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "Link",
    "Provision",
    "Rule",
    "Statutes",
    "UnknownCitation",
    "load",
    "load_from",
]

R = TypeVar("R", bound=Rule)
WORDS = ("facts", "conduct", "chain", "evidence", "fraud_types")
"""The sections of the vocabulary."""


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
        ordered = sorted(
            self.of_kind(Charge), key=lambda charge: (self.article_order(charge.article), charge.id)
        )
        return {charge.id: charge for charge in ordered}

    @cached_property
    def administrative(self) -> dict[str, AdministrativeOffence]:
        """The administrative offences by id, in the order of their documents and articles."""
        ordered = sorted(
            self.of_kind(AdministrativeOffence),
            key=lambda rule: (rule.article.partition(":")[0], self.article_order(rule.article), rule.id),
        )
        return {rule.id: rule for rule in ordered}

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
    def presumptions(self) -> dict[str, Presumption]:
        """The rules of knowledge by id."""
        return {rule.id: rule for rule in self.of_kind(Presumption)}

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

    def exceptions_of(self, charge: Offence) -> tuple[LegalException | GeneralException, ...]:
        """The exceptions of an offence: its own, and those of the general part that it does not have itself."""
        own = {exception.id for exception in charge.exceptions}
        sort = "charge" if isinstance(charge, Charge) else "administrative"
        general = (
            rule
            for rule in self.of_kind(GeneralException)
            if rule.of == sort and rule.id not in own and (not rule.charges or charge.id in rule.charges)
        )
        return (*charge.exceptions, *general)

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

    def asked_by(self, charge: Offence) -> Mapping[str, Fact]:
        """The facts that a charge, and what is found with it (role, circumstances), may ask, in their order."""
        if charge.id not in self._asked:
            names = asked_by(charge, self)
            self._asked[charge.id] = {name: fact for name, fact in self.facts.items() if name in names}
        return self._asked[charge.id]

    def named(self, names: frozenset[str]) -> Mapping[str, Fact]:
        """Some facts by name, in the order of the vocabulary."""
        if names not in self._named:
            self._named[names] = {name: fact for name, fact in self.facts.items() if name in names}
        return self._named[names]

    def judged_by_act(self, charge: Offence) -> bool:
        """Whether some line of a charge has to be met by one single act."""
        if charge.id not in self._by_act:
            self._by_act[charge.id] = judged_by_act(charge, self)
        return self._by_act[charge.id]

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Fingerprints of the parts of the base, summed when they are first asked for."""
        return {}

    @cached_property
    def doubts(self) -> dict[str, bool]:
        """Which provisions have been found doubtful, or not: kept with the base, and gone with it."""
        return {}

    @cached_property
    def labels(self) -> dict[str, str]:
        """What lawyers call the citations that were asked for: kept with the base, too."""
        return {}

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

    def provision(self, citation: str) -> Provision:
        """The latest wording of a provision; raises UnknownCitation with what does exist."""
        return self.statutes.provision(citation)

    @staticmethod
    def article_order(citation: str) -> tuple[int, ...]:
        """Sort key of an article citation: 287-2 comes after 287 and before 288."""
        number = citation.partition(":")[2].split(".")[0]
        return tuple(int(part) for part in number.split("-") if part.isdigit())

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


def yaml_files(folder: Traversable) -> Iterator[Traversable]:
    """Every .yaml file below a folder, by name, so that the order on disk does not matter."""
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from yaml_files(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def _read_rules(folder: Traversable) -> tuple[dict[str, Rule], list[Issue]]:
    rules: dict[str, Rule] = {}
    issues: list[Issue] = []
    for file in yaml_files(folder):
        if file.name.endswith(".test.yaml"):
            continue
        try:
            rule = _read_rule(file)
        except KnowledgeBaseError as error:
            issues.extend(error.issues)
            continue
        if rule.id in rules:
            other = rules[rule.id]
            issues.append(
                Issue(rule.file, rule.line, f"规则 id「{rule.id}」重复", f"已用于 {other.file}，换一个")
            )
        rules[rule.id] = rule
    return rules, issues


def _read_rule(file: Traversable) -> Rule:
    tree = read_yaml(Path(str(file)))
    if not isinstance(tree, Node):
        raise KnowledgeBaseError([Issue(str(file), 1, "规则文件不是键值结构", "参照同目录其他文件")])
    model = RULE_KINDS.get(str(tree.get("kind")))
    if model is None:
        kinds = "、".join(RULE_KINDS)
        raise KnowledgeBaseError(
            [
                Issue(
                    tree.file,
                    tree.key_line.get("kind", 1),
                    f"未知的规则种类「{tree.get('kind')}」",
                    f"可用：{kinds}",
                )
            ]
        )
    return build(model, tree)


def _read_vocabulary(folder: Traversable) -> tuple[Vocabulary, list[Issue]]:
    merged = Vocabulary()
    issues: list[Issue] = []
    for file in yaml_files(folder):
        try:
            part = build(Vocabulary, read_yaml(Path(str(file))))
        except KnowledgeBaseError as error:
            issues.extend(error.issues)
            continue
        for field in WORDS:
            target, extra = getattr(merged, field), getattr(part, field)
            issues.extend(
                Issue(entry.file, entry.line, f"词「{name}」重复定义", f"已见于 {target[name].file}")
                for name, entry in extra.items()
                if name in target
            )
            target.update(extra)
    return merged, issues


def load_from(root: Traversable | Path, cached: Cache | None = None) -> KnowledgeBase:
    """Read a knowledge base from a folder; raises KnowledgeBaseError with every problem of every file."""
    issues: list[Issue] = []
    statutes = Statutes({})
    try:
        statutes = load_statutes(root / "statutes", cached)
    except KnowledgeBaseError as error:
        issues.extend(error.issues)
    digest = digest_of(root)
    # what was read names its file, which a folder that was only renamed does not change in the digest
    places = "\n".join(shown(file) for file in yaml_files(root))
    key = key_of(digest.encode(), places.encode())
    kept = cached.get("rules", key) if cached else None
    rules, vocabulary, glossary = kept or _read_words(root, issues)
    if issues:
        raise KnowledgeBaseError(issues)
    if cached and kept is None:
        cached.put("rules", key, (rules, vocabulary, glossary))
    return KnowledgeBase(root, statutes, rules, vocabulary, glossary, digest)


def _read_words(
    root: Traversable | Path, issues: list[Issue]
) -> tuple[dict[str, Rule], Vocabulary, dict[str, str]]:
    """The rules, the vocabulary and the glossary; what is wrong with them goes to the issues."""
    rules, rule_issues = _read_rules(root / "rules")
    vocabulary, word_issues = _read_vocabulary(root / "vocabulary")
    issues += rule_issues + word_issues
    glossary = read_yaml(Path(str(root / "glossary.yaml")))
    return rules, vocabulary, dict(glossary)


def digest_of(root: Traversable | Path) -> str:
    """A fingerprint of every file of the base: it changes when the law or a rule does."""
    summed = hashlib.sha256()
    for file in yaml_files(root):
        summed.update(file.name.encode())
        summed.update(file.read_bytes())
    return summed.hexdigest()[:16]


@functools.cache
def load() -> KnowledgeBase:
    """The knowledge base that ships with the program, read once."""
    return load_from(files("kb"), user_cache())
