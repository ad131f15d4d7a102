"""The rete evaluator: a plan compiled to a ruleset of durable_rules, and the only file that imports it.

What durable_rules 2.0.28 cannot be trusted with is kept away from it: no negation (`none` depends on the order
of facts), one small ruleset a plan, no timer threads, no exceptions inside actions, one session a person, deleted after.
Met and not met are proved by separate rules; what neither proves stays unknown.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .facts import Projection
from .plan import Node, Plan, PlannedPart, Points, Reading
from .standard import Standard
from .values import Interval, Truth

try:
    from durable import engine as durable
except ImportError:  # CPython 3.13 and later: the direct evaluator stands in
    durable = None

AVAILABLE = durable is not None
SCALE = 10_000  # 元 to 百分之一分: integers only, so that no comparison is made in floating point
JOIN = 8  # facts joined by one rule; durable_rules refuses more than 16
MOST_RULES = 200  # of one join each; about 256 crash it
MOST_MATCHES = 60  # rules that test one fact; more than 64 are refused (error 303)
MOST_NAMES = 400  # distinct names compared for equality; 513 hang it
LEASE = 9  # 秒；durable_rules 丢下超过十秒的动作
MOST_RUNS = 3


class RuntimeLimit(Exception):
    """A charge is too large for one ruleset of durable_rules; it must be split before it is run."""


class InferenceError(Exception):
    """durable_rules cannot run here, or failed while it ran; its answer must not be used."""


@dataclass
class _Session:
    """What one run collects: decisions, and anything that went wrong inside an action."""

    truths: dict[str, Truth] = field(default_factory=dict)
    errors: list[BaseException] = field(default_factory=list)
    held: bool = False


class Runtime:
    """Compiles plans once and runs them for persons, one session each.

    What is compiled is kept: durable_rules can delete a ruleset, but after some thousand deletions others go wrong.
    """

    def __init__(self) -> None:
        if durable is None:
            msg = "本机的 Python 不能使用 durable_rules，请改用 --inference direct"
            raise InferenceError(msg)
        self._host = _quiet_host()
        self._sets: dict[tuple[str, ...], tuple[_RuleSet, ...]] = {}
        self._made: dict[tuple[Node, ...], _RuleSet] = {}
        self._names = itertools.count()
        self._sessions = itertools.count()
        self._lock = threading.Lock()

    def evaluate(self, plan: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide every node of the plan for one person, one thread at a time; raises InferenceError rather than answer wrongly."""
        truths: dict[str, Truth] = {}
        with self._lock:
            for ruleset in self._rulesets(plan):
                truths |= ruleset.run(facts, str(next(self._sessions)))
        return truths

    def _rulesets(self, plan: Reading) -> tuple[_RuleSet, ...]:
        """The rulesets of a plan, compiled when it is first run; a part that is the same in several plans is one."""
        if plan.key not in self._sets:
            self._sets[plan.key] = tuple(self._ruleset(part) for part in _parts(plan))
        return self._sets[plan.key]

    def _ruleset(self, part: Reading) -> _RuleSet:
        if part.roots not in self._made:
            self._made[part.roots] = _RuleSet(f"plan_{next(self._names)}", part, self._host)
        return self._made[part.roots]


def check_limits(plan: Reading) -> None:
    """Raise RuntimeLimit where a plan is too large for durable_rules to run reliably; nothing is compiled."""
    for part in _parts(plan):
        _RuleSet("", part, None)


def _parts(plan: Reading) -> tuple[Reading, ...]:
    """What decides a charge, and what moves its sentence: a ruleset for each, or one would grow too large.

    What is asked of every charge alike is apart from either, so that all charges share its ruleset: it is the larger half.
    """
    if not isinstance(plan, Plan):
        return (plan,)
    moving = (*plan.roles, *plan.circumstances)
    apart = (
        tuple(part.node for part in moving if not part.general),
        tuple(part.node for part in moving if part.general),
        tuple(exception.node for exception in plan.exceptions if exception.general),
    )
    taken = {id(root) for roots in apart for root in roots}
    deciding = tuple(root for root in plan.roots if id(root) not in taken)
    return tuple(_of_nodes(plan, roots) for roots in (deciding, *apart) if roots)


def _of_nodes(plan: Reading, roots: tuple[Node, ...]) -> Points:
    """What decides nothing but some nodes."""
    return Points(plan.name, tuple(PlannedPart(root.id, root.label, root) for root in roots))


def _quiet_host() -> Any:
    class QuietHost(durable.Host):  # type: ignore[misc]
        """A host without its background timers: everything runs in the calling thread."""

        def _run(self) -> None:
            """Start no thread."""

    return QuietHost()


class _RuleSet:
    """One reading, or a part of one, as a ruleset."""

    def __init__(self, name: str, plan: Reading, host: Any) -> None:
        self.name, self.plan, self.host = name, plan, host
        self.session = _Session()
        self.rules: dict[str, Any] = {}
        self.consumed: set[tuple[str, int]] = set()
        self.wanted: dict[str, int] = {}
        self.single = {
            node.id: _RuleSet(f"{name}_{number}", _of_nodes(plan, node.children[:1]), host)
            for number, node in enumerate(node for node in plan.nodes.values() if node.op == "act")
        }
        within = {below for each in self.single.values() for below in each.plan.nodes}
        self.own = [node for node in plan.nodes.values() if node.id not in within]
        for node in self.own:
            self._compile(node)
        self._check_limits()
        if host is not None:
            host.set_rulesets({name: self.rules})

    def _compile(self, node: Node) -> None:
        if node.op == "open":
            return  # nothing proves it met, nothing proves it not met
        if node.op == "act":
            self._any(node, [self._leaf(f"act/{node.id}")])
        elif node.op == "test":
            self._test(node)
        elif node.op == "conduct":
            self._any(node, [self._leaf(f"conduct/{kind}") for kind in sorted(node.kinds)])
        elif node.op == "not":
            child = node.children[0].id
            self._rule(node.id, True, [_decided(child, 0)])
            self._rule(node.id, False, [_decided(child, 1)])
        else:
            parts = [(_decided(child.id, 1), _decided(child.id, 0)) for child in node.children]
            (self._all if node.op == "all" else self._any)(node, parts)

    def _leaf(self, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        return self._on(name, {"value": 1}), self._on(name, {"value": 0})

    def _on(self, name: str, *tests: dict[str, Any]) -> dict[str, Any]:
        self.wanted[name] = self.wanted.get(name, 0) + 1
        return {"$and": [{"fact": name}, *tests]}

    def _all(self, node: Node, parts: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        self._join(node.id, True, [met for met, _ in parts])
        for _, unmet in parts:
            self._rule(node.id, False, [unmet])

    def _any(self, node: Node, parts: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        self._join(node.id, False, [unmet for _, unmet in parts])
        for met, _ in parts:
            self._rule(node.id, True, [met])

    def _join(self, node: str, verdict: bool, parts: list[dict[str, Any]]) -> None:
        """One rule that needs every part; longer joins go through partial results of at most JOIN parts."""
        side = int(verdict)
        while len(parts) > JOIN:
            groups = [parts[i : i + JOIN] for i in range(0, len(parts), JOIN)]
            names = [f"{node}#{side}.{len(parts)}.{index}" for index in range(len(groups))]
            for name, group in zip(names, groups, strict=True):
                self._rule(name, True, group)
            parts = [_decided(name, 1) for name in names]
        self._rule(node, verdict, parts)

    def _test(self, node: Node) -> None:
        name = _fact_name(node)
        if node.comparison == "true":
            met, unmet = self._leaf(name)
        elif node.comparison == "is":
            met = self._on(name, {"value": node.equals})
            unmet = self._on(name, {"$neq": {"value": node.equals}})
        else:
            self._comparison(node, name)
            return
        self._rule(node.id, True, [met])
        self._rule(node.id, False, [unmet])

    def _comparison(self, node: Node, name: str) -> None:
        for met, tests in _comparisons(node):
            self._rule(node.id, met, [self._on(name, *tests)])

    def _rule(self, node: str, verdict: bool, parts: list[dict[str, Any]]) -> None:
        for part in parts:
            tests = part["$and"]
            if "node" in tests[0]:
                self.consumed.add((tests[0]["node"], tests[1]["value"]))
        body = [{f"c_{index}": part} if len(parts) > 1 else {"m": part} for index, part in enumerate(parts)]
        self.rules[f"r_{len(self.rules)}"] = {"all": body, "run": self._action(node, verdict)}

    def _action(self, node: str, verdict: bool) -> Callable[[Any], None]:
        def decide(closure: Any) -> None:  # one parameter: with two, durable_rules runs it asynchronously
            try:
                self._decide(closure, node, verdict)
            except BaseException as error:  # noqa: BLE001 - swallowed by durable_rules unless kept here
                self.session.errors.append(error)

        return decide

    def _check_limits(self) -> None:
        busiest = max(self.wanted.values(), default=0)
        joins = sum(len(rule["all"]) > 1 for rule in self.rules.values())
        names = len(self.wanted) + len({node for node, _ in self.consumed})
        for what, count, most in (
            ("合取规则", joins, MOST_RULES),
            ("对同一事实的规则", busiest, MOST_MATCHES),
            ("相等比较的名称", names, MOST_NAMES),
        ):
            if count > most:
                msg = f"罪名 {self.plan.name} 的{what}有 {count} 个，超过 durable_rules 可靠运行的上限 {most}：把条件拆成具名部分"
                raise RuntimeLimit(msg)

    def _of_one_act(self, name: str, facts: Projection, session_id: str) -> tuple[Truth, dict[str, Truth]]:
        """Run the part that one single act has to meet on each act by itself."""
        alone = self.single[name]
        (root,) = alone.plan.roots
        said: dict[Truth, dict[str, Truth]] = {}
        for number, part in enumerate(facts.parts or (facts,)):
            found = alone.run(part, f"{session_id}.{number}")
            if part.soft and found[root.id]:
                found[root.id] = None  # an act of which it is not known whether it counts
            said[found[root.id]] = found
        truth = next(truth for truth in (True, None, False) if truth in said)
        return truth, said[truth]

    def run(self, facts: Projection, session_id: str) -> dict[str, Truth]:
        """Decide every node on one person's facts; once more where the clock says that the machine slept meanwhile.

        durable_rules takes an action for finished that lasts more than ten seconds by the clock, drops what it leaves to
        do, and tells nobody: a machine that was suspended, a clock that was set. Raises InferenceError where it goes on.
        """
        for number in range(MOST_RUNS):
            started = durable._unix_now()  # noqa: SLF001 - the clock that it reckons by
            found = self._run(facts, f"{session_id}.r{number}")
            if durable._unix_now() - started < LEASE:  # noqa: SLF001
                return found
        msg = f"durable_rules 推理 {self.plan.name} 时，机器几次停顿超过 {LEASE} 秒：请稍后再试"
        raise InferenceError(msg)

    def _run(self, facts: Projection, session_id: str) -> dict[str, Truth]:
        """Decide every node in a session of its own."""
        within: dict[str, Truth] = {}
        acts: dict[str, Truth] = {}
        for name in self.single:
            acts[name], found = self._of_one_act(name, facts, session_id)
            within |= found
        self.session = session = _Session()
        try:
            for message in self._messages(facts, acts):
                if session.errors:
                    break
                self._send({**message, "sid": session_id})
        finally:
            if session.held:  # with no fact held there is no session to delete (error 309)
                self.host.delete_state(self.name, session_id)
        if session.errors:
            msg = f"durable_rules 推理出错（{self.plan.name}）：{session.errors[0]}"
            raise InferenceError(msg) from session.errors[0]
        decided = within | session.truths
        return {node: decided.get(node) for node in self.plan.nodes}

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self.host.assert_fact(self.name, message)
            self.session.held = True
        except durable.MessageNotHandledException:
            pass  # a fact that decides nothing, such as a number between the bounds
        except durable.MessageObservedException as error:
            self.session.errors.append(error)

    def _decide(self, closure: Any, node: str, verdict: bool) -> None:
        known = self.session.truths.get(node)
        if known is not None:
            if known is not verdict:
                msg = f"节点 {node} 同时得出满足与不满足"
                raise InferenceError(msg)
            return
        self.session.truths[node] = verdict
        if (node, int(verdict)) in self.consumed:
            closure.assert_fact({"node": node, "value": int(verdict)})

    def _messages(self, facts: Projection, acts: Mapping[str, Truth]) -> Iterator[dict[str, Any]]:
        """One message a fact that this ruleset wants, once."""
        for name, truth in acts.items():
            if truth is not None:
                yield {"fact": f"act/{name}", "value": int(truth)}
        sent: set[str] = set()
        for node in self.own:
            if node.op == "conduct":
                for kind in sorted(node.kinds):
                    name = f"conduct/{kind}"
                    if name not in sent:
                        sent.add(name)
                        yield {"fact": name, "value": int(kind in facts.kinds)}
            elif node.op == "test" and _fact_name(node) not in sent:
                sent.add(_fact_name(node))
                yield from _message(node, facts)


def _decided(node: str, value: int) -> dict[str, Any]:
    return {"$and": [{"node": node}, {"value": value}]}


def _fact_name(node: Node) -> str:
    """The name a test listens to: the fact, or the difference of two facts."""
    (bound,) = node.bounds if len(node.bounds) == 1 else (None,)
    return f"{node.fact}-{bound}" if isinstance(bound, Standard) else str(node.fact)


def _scaled(number: Decimal) -> int:
    return int(number * SCALE)


def _comparisons(node: Node) -> list[tuple[bool, list[dict[str, Any]]]]:
    """The tests that prove a comparison met, and those that prove it not met."""
    low, high = (_scaled(b) if isinstance(b, Decimal) else 0 for b in (node.bounds[0], node.bounds[-1]))
    table: dict[str, list[tuple[bool, list[dict[str, Any]]]]] = {
        "at_least": [(True, [{"$gte": {"low": low}}]), (False, [{"$lt": {"high": low}}])],
        "above": [(True, [{"$gt": {"low": low}}]), (False, [{"$lte": {"high": low}}])],
        "below": [(True, [{"$lt": {"high": low}}]), (False, [{"$gte": {"low": low}}])],
        "within": [
            (True, [{"$gte": {"low": low}}, {"$lte": {"high": high}}]),
            (False, [{"$lt": {"high": low}}]),
            (False, [{"$gt": {"low": high}}]),
        ],
    }
    return table[node.comparison]


def _message(node: Node, facts: Projection) -> Iterator[dict[str, Any]]:
    name = _fact_name(node)
    if name != node.fact:
        yield _difference(name, facts.number(str(node.fact)), facts.limit(node.limits[0]))
        return
    value = facts.value(str(node.fact))
    if isinstance(value, Interval):
        yield {"fact": name, "low": _scaled(value.low)} | (
            {} if value.high is None else {"high": _scaled(value.high)}
        )
    elif isinstance(value, str):
        yield {"fact": name, "value": value}
    elif value is not None:
        yield {"fact": name, "value": int(value)}


def _difference(name: str, number: Interval, bound: Interval) -> dict[str, Any]:
    """How far a number lies above a bound that is itself a fact: zero or more means it is reached."""
    message: dict[str, Any] = {"fact": name}
    if bound.high is not None:
        message["low"] = _scaled(number.low - bound.high)
    if number.high is not None:
        message["high"] = _scaled(number.high - bound.low)
    return message
