"""The rete evaluator where its library cannot be trusted: a machine that sleeps in the middle, charges that share what they ask."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import count

import pytest
from strategies import BASE

from engine.conditions import evaluate
from engine.facts import Projection
from engine.plan import LawState, Plan
from engine.planner import planner_of
from engine.points import of_nothing
from engine.runtime import InferenceError, Runtime

durable = pytest.importorskip("durable.engine", reason="runs on CPython 3.11 and 3.12", exc_type=ImportError)
DAY = datetime.date(2026, 6, 1)


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return Runtime()


def plan_of(charge: str) -> Plan:
    return planner_of(BASE).plan(BASE.charges[charge], LawState.on(DAY))


def facts() -> Projection:
    bare = of_nothing(DAY)
    return replace(bare, values={"knew_network_crime": True, "telecom_fraud": True})


def test_a_run_during_which_the_machine_slept_is_run_again(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, known = plan_of("aiding_network_crime"), facts()
    runtime.evaluate(plan, known)
    clock = durable._unix_now
    for moment in range(2, 30, 3):
        calls = count()
        monkeypatch.setattr(
            durable, "_unix_now", lambda calls=calls, at=moment: clock() + 3600 * (next(calls) >= at)
        )
        assert runtime.evaluate(plan, known) == evaluate(plan, known), f"停在第 {moment} 次看钟时"


def test_a_machine_that_sleeps_each_time_gets_no_answer(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = count(step=3600)
    monkeypatch.setattr(durable, "_unix_now", lambda: float(next(hours)))
    with pytest.raises(InferenceError, match="停顿"):
        runtime.evaluate(plan_of("aiding_network_crime"), facts())


def test_charges_share_the_rulesets_of_what_is_asked_of_each_alike(runtime: Runtime) -> None:
    """What each charge had for itself took five times the memory: 1.9 GB for the law of 2021 to 2026."""
    sets = [ruleset for charge in BASE.charges for ruleset in runtime._rulesets(plan_of(charge))]
    assert len(set(sets)) * 2 < len(sets)
    nodes = sum(len(ruleset.plan.nodes) for ruleset in set(sets))
    assert nodes * 2 < sum(len(ruleset.plan.nodes) for ruleset in sets)
