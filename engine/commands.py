"""The commands on a case and on the rules: assess it, ask what would turn it, the words it may use, the checks of the base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.console import FOUND, AsOf, Json, Root, base, day_of, fail, show_json

if TYPE_CHECKING:
    from kb import KnowledgeBase

case_app = typer.Typer()
Engine = Annotated[str, typer.Option("--inference", metavar="rete|direct", help="推理方式。")]


def inference_of(text: str) -> Any:
    """`rete` or `direct`; leaves with a message otherwise, and says when rete cannot run here."""
    if text not in ("rete", "direct"):
        fail(f"--inference「{text}」不对：可用 rete（durable_rules）或者 direct（直接求值）")
    if text == "rete":
        from .assess import rete_is_available

        if not rete_is_available():
            typer.echo("本机的 Python 不能使用 durable_rules，已改用直接求值（direct）", err=True)
            return "direct"
    return text


@case_app.command("assess")
def assess_command(
    case: Annotated[Path, typer.Argument(help="案件文件（YAML 或 JSON）。")],
    as_of: AsOf = None,
    inference: Engine = "rete",
    as_json: Json = False,
) -> None:
    """研判一个案件：逐人逐罪列出要件、待查事实、地位作用、竞合与法定刑。"""
    import engine
    from engine.report import report

    knowledge, how, day = base(), inference_of(inference), day_of(as_of)
    try:
        found = engine.assess(engine.read_case(case, knowledge), knowledge, as_of=day, inference=how)
    except engine.CaseError as error:
        fail(error)
    if as_json:
        show_json(found.to_json())
    else:
        typer.echo("\n".join(report(found, knowledge)))


@case_app.command("what-if")
def what_if_command(
    case: Annotated[Path, typer.Argument(help="案件文件（YAML 或 JSON）。")],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="人员.事实=值", help="假设的事实，可写多次；不写则列出改变一项即翻转结论的事实。"
        ),
    ] = None,
    inference: Engine = "rete",
    as_json: Json = False,
) -> None:
    """假设一项或者几项事实改变，看结论怎样变。"""
    import engine

    knowledge, how = base(), inference_of(inference)
    try:
        read = engine.read_case(case, knowledge)
        if not settings:
            _show_flips(engine.flips(read, knowledge), {p.id: p.name for p in read.persons}, as_json=as_json)
            return
        found = engine.what_if(read, knowledge, _settings(settings), inference=how)
    except engine.CaseError as error:
        fail(error)
    if as_json:
        show_json(found.to_json())
        return
    for change in found.changes:
        where = f"{change.person} · {change.charge}" if change.charge else change.person
        typer.echo(f"{where}：{change.what} {change.before} → {change.after}")
    if not found.changes:
        typer.echo("结论没有变化")


def _settings(texts: list[str]) -> dict[str, Any]:
    """All --set options, with every bad one reported at once."""
    import engine

    read: dict[str, Any] = {}
    issues: list[Any] = []
    for text in texts:
        try:
            key, value = engine.read_setting(text)
            read[key] = value
        except engine.CaseError as error:
            issues += error.issues
    if issues:
        raise engine.CaseError(issues)
    return read


def _show_flips(flips: Any, names: dict[str, str], *, as_json: bool) -> None:
    from engine import VERDICTS

    if as_json:
        show_json({"flips": [flip.to_json() for flip in flips]})
        return
    words = {True: "是", False: "否"}
    for flip in flips:
        value = words[flip.value] if isinstance(flip.value, bool) else flip.value
        before, after = VERDICTS[flip.verdict_before], VERDICTS[flip.verdict_after]
        typer.echo(
            f"{names[flip.person]} · {flip.charge}：{before} → {after}，若 {flip.label}（{flip.fact}）= {value}"
        )


@case_app.command("facts")
def facts_command(
    words: Annotated[str, typer.Argument(help="词、行话（跑分、卡农）或者罪名；不写则全部列出。")] = "",
    as_json: Json = False,
) -> None:
    """列出案件文件可以写的行为种类、事实、证据种类、诈骗类型；写罪名则列出该罪所问的全部。"""
    from kb.case_words import find_words, opened_by_kind

    knowledge = base()
    found = find_words(knowledge, words)
    if as_json:
        show_json({name: fact.model_dump(mode="json") for name, fact in found.facts.items()})
        return
    from engine.case_issues import SCOPE_NAMES

    for name, kind in found.kinds.items():
        slang = f"（{'、'.join(kind.words)}）" if kind.words else ""
        typer.echo(f"行为 {name}：{kind.label}{slang}  可能涉及 {'、'.join(opened_by_kind(knowledge, name))}")
    for name, item in found.evidence.items():
        typer.echo(f"证据 {name}：{item.label}（{item.form}）  {item.gather}")
    for name, kind_ in found.fraud_types.items():
        typer.echo(f"诈骗类型 {name}：{kind_.label}")
    for name, fact in found.facts.items():
        unit = f"（{fact.unit}）" if fact.unit else ""
        typer.echo(
            f"{name}：{fact.question}{unit}  写在 {'、'.join(SCOPE_NAMES[scope] for scope in fact.scope)}"
        )
    if not (found.kinds or found.facts or found.evidence or found.fraud_types):
        typer.echo(f"没有含「{words}」的行为种类、事实、证据种类或者诈骗类型")


@case_app.command("check")
def check_command(
    only: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件或词…]", help="只报路径中含有这些词的文件的问题（规则、测试、词表）。"),
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="列出没有规则、也没有说明理由的条款；可以写文件 id 只看这些。")
    ] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="把规则逐处改坏，看旁边的测试是否发现（不到 95% 的退出码为 1）。")
    ] = False,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="ID", help="只改坏这条规则，可写多次；与 --mutate 同用。"),
    ] = None,
    root: Root = None,
) -> None:
    """检查知识库对自己的每一项承诺：引文、原文、数字、日期、要件、测试。"""
    import engine.check
    import kb.check

    if rules and not mutate:
        fail("--rule 只与 --mutate 同用：zuilian check --mutate --rule fraud")
    knowledge = base(root)
    if mutate:
        _mutate(knowledge, rules or [])
        return
    if coverage:
        found = [entry for entry in kb.check.coverage(knowledge) if not only or entry.document in only]
        typer.echo("\n".join(str(entry) for entry in found))
        coded, excused, left = (
            sum(entry.coded for entry in found),
            sum(entry.excused for entry in found),
            sum(len(entry.left) for entry in found),
        )
        typer.echo(f"合计 {len(found)} 个文件：编入 {coded}，说明理由 {excused}，未编入 {left}")
        return
    issues = sorted([*kb.check.check(knowledge), *engine.check.check(knowledge, only)])
    if only:
        issues = [issue for issue in issues if any(word in issue.file for word in only)]
    for issue in issues:
        typer.echo(str(issue))
    documents, charges = len(knowledge.statutes), len(knowledge.charges)
    typer.echo(f"{documents} 个文件、{charges} 个罪名、{len(knowledge.rules)} 条规则：{len(issues)} 个问题")
    if issues:
        raise typer.Exit(FOUND)


def _mutate(knowledge: KnowledgeBase, rules: list[str]) -> None:
    """Seed faults into the rules and show those that no test finds; leaves with 1 where too many are not found."""
    from engine.check import unreadable
    from engine.mutations import scores, summary
    from engine.rule_tests import near

    for rule in rules:
        if rule not in knowledge.rules:
            fail(f"没有规则「{rule}」：{near(rule, knowledge.rules)}")
    if issues := sorted(unreadable(knowledge)):
        typer.echo("\n".join(map(str, issues)))
        raise typer.Exit(FOUND)
    tried = []
    for score in scores(knowledge, rules):
        tried.append(score)
        typer.echo("\n".join(map(str, (score, *score.problems, *score.survivors))))
    typer.echo(summary(tried))
    if not all(score.enough for score in tried):
        raise typer.Exit(FOUND)
