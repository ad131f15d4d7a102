"""The command line: assess a case, ask what would turn it, search and read the law, check the base, start the app."""

from __future__ import annotations

import datetime
import gc
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from quiz.commands import quiz_app
from ui.commands import audit_app, cases_app, user_app

if TYPE_CHECKING:
    from kb import KnowledgeBase

app = typer.Typer(
    name="zuilian",
    help="罪链：电信网络诈骗及关联犯罪的法规知识库与罪名研判辅助。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
new_app = typer.Typer(help="新建规则文件。", no_args_is_help=True)
app.add_typer(new_app, name="new")
app.add_typer(quiz_app, name="quiz")
app.add_typer(user_app, name="user")
app.add_typer(cases_app, name="cases")
app.add_typer(audit_app, name="audit")

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="按这一天的法律（如 2024-05-01）。")
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
Engine = Annotated[str, typer.Option("--inference", metavar="rete|direct", help="推理方式。")]

BAD_INPUT = 2
FOUND = 1


def _version(asked: bool) -> None:
    """Say the version and the fingerprints that receipts carry, and leave."""
    if asked:
        from engine.receipt import VERSION, engine_digest, parts_of

        law, rules = parts_of(base())
        typer.echo(f"罪链 {VERSION} · 法律 {law} · 规则 {rules} · 程序 {engine_digest()}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="版本与法律、规则、程序的指纹。"),
    ] = False,
) -> None:
    """罪链：电信网络诈骗及关联犯罪的法规知识库与罪名研判辅助。"""


def fail(message: object) -> NoReturn:
    """Say in Chinese what is wrong with the input and leave with exit code 2."""
    typer.echo(str(message), err=True)
    raise typer.Exit(BAD_INPUT)


def show_json(data: Any) -> None:
    """Print data as JSON that keeps Chinese readable."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def base() -> KnowledgeBase:
    """The knowledge base; leaves with its problems where it cannot be read."""
    import kb

    try:
        return kb.load()
    except kb.KnowledgeBaseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FOUND) from None


def day_of(text: str | None, name: str = "--as-of 的日期") -> datetime.date | None:
    """A date as typed (2024-05-01, 2024年5月1日, 2024/5/1); leaves with a message where it is none."""
    if text is None:
        return None
    day = _read_day(text)
    if day is None:
        fail(f"{name}「{text}」不对：写成 年-月-日，如 2024-05-01")
    return day


def _read_day(text: str) -> datetime.date | None:
    match = re.fullmatch(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*", text)
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _beyond(day: datetime.date | None, knowledge: KnowledgeBase) -> None:
    """Say that the law is known only up to the day it was last looked up."""
    if day is not None and day > knowledge.checked_to:
        typer.echo(f"注意：所收法律只核对到 {knowledge.checked_to}，{day} 的法律可能已有变化", err=True)


def inference_of(text: str) -> Any:
    """`rete` or `direct`; leaves with a message otherwise, and says when rete cannot run here."""
    if text not in ("rete", "direct"):
        fail(f"--inference「{text}」不对：可用 rete（durable_rules）或者 direct（直接求值）")
    if text == "rete":
        from engine import rete_is_available

        if not rete_is_available():
            typer.echo("本机的 Python 不能使用 durable_rules，已改用直接求值（direct）", err=True)
            return "direct"
    return text


@app.command("assess")
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


@app.command("what-if")
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


@app.command("report")
def report_command(
    case: Annotated[Path, typer.Argument(help="案件文件（YAML 或 JSON）。")],
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="文件",
            help="写到哪个文件，格式看扩展名：.docx、.pdf、.md、.xlsx 是研判报告；.yaml、.json 是案件文件本身。",
        ),
    ],
    as_of: AsOf = None,
    inference: Engine = "rete",
) -> None:
    """把一个案件的研判写成报告：DOCX、PDF、Markdown（附引用条文全文与回执）或者 XLSX（逐人逐罪的表）。"""
    import engine
    from paper import NoChineseFont
    from ui.report import CASE_FORMATS, FORMATS, CaseReport

    ending = out.suffix.lower()
    if ending not in {*FORMATS, *CASE_FORMATS}:
        fail(f"--out「{out.name}」的扩展名不对：可用 {'、'.join((*FORMATS, *CASE_FORMATS))}")
    if out.resolve() == case.resolve():
        fail("--out 就是案件文件本身：换一个文件名，免得盖掉原件")
    knowledge, how, day = base(), inference_of(inference), day_of(as_of)
    try:
        read = engine.read_case(case, knowledge)
        if ending in CASE_FORMATS:
            made = CASE_FORMATS[ending](case.read_text(encoding="utf-8-sig")).encode()
        else:
            found = engine.assess(read, knowledge, as_of=day, inference=how)
            made = FORMATS[ending](CaseReport(found, read, knowledge))
        out.write_bytes(made)
    except (engine.CaseError, NoChineseFont) as error:
        fail(error)
    except OSError as error:
        fail(f"写不了「{out}」（{error.strerror}）：看文件夹是否存在、是否可写，文件是否正在别的程序里打开")
    typer.echo(f"已写 {out}")


Several = list[str] | None


@app.command("search")
def search_command(
    query: Annotated[list[str], typer.Argument(help="检索词：引文、罪名、俗称或者自己的话。")],
    as_of: AsOf = None,
    kind: Annotated[Several, typer.Option("--kind", help="效力级别，如 司法解释；可写几次，下同。")] = None,
    document: Annotated[Several, typer.Option("--document", help="文件，如 法发〔2016〕32号。")] = None,
    issuer: Annotated[Several, typer.Option("--issuer", help="发布机关，如 最高人民检察院。")] = None,
    year: Annotated[Several, typer.Option("--year", help="公布年份，如 2025。")] = None,
    charge: Annotated[Several, typer.Option("--charge", help="罪名，如 帮信：据以定罪的条文。")] = None,
    status: Annotated[Several, typer.Option("--status", help="时效，如 现行有效：只看当日有效的。")] = None,
    everything: Annotated[bool, typer.Option("--all", help="连同已失效的文本。")] = False,
    sort: Annotated[
        str, typer.Option("--sort", help="次序：relevance 相关度、rank 效力、date 日期。")
    ] = "relevance",
    facets: Annotated[bool, typer.Option("--facets", help="连同各类各有几条。")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="最多几条。")] = 10,
    as_json: Json = False,
) -> None:
    """检索法条、司法解释和规范性文件，命中到条款项。"""
    import dataclasses

    import search
    from search import spoken

    knowledge = base()
    said = {
        "kind": kind,
        "document": document,
        "issuer": issuer,
        "year": year,
        "charge": charge,
        "status": status,
    }
    try:
        where = spoken.filters(knowledge, {facet: said[facet] or () for facet in search.FACETS})
    except ValueError as error:
        fail(error)
    order = next((known for known in search.SORTS if known == sort), None)
    if order is None:
        fail(f"--sort「{sort}」不对：可用 {'、'.join(search.SORTS)}")
    index = search.open_index(
        knowledge, building=lambda: typer.echo("正在建立检索索引，法律有变时才需要，约十几秒……", err=True)
    )
    where = dataclasses.replace(where, include_expired=everything)
    found = index.search(" ".join(query), as_of=day_of(as_of), where=where, sort=order, limit=limit)
    if as_json:
        show_json(spoken.whole_data(found) if facets else [spoken.as_data(hit) for hit in found.hits])
        return
    for line in (*(spoken.facet_lines(found) if facets else ()), *spoken.lines(found)):
        typer.echo(line)
    if not found.hits:
        typer.echo("没有找到。可换个说法，或者加 --all 连同已失效的文本一起找")


@app.command("cites")
def cites_command(
    file: Annotated[Path, typer.Argument(help="文书：.docx、.txt、.md；写 - 则从标准输入读。")],
    as_of: AsOf = None,
    everything: Annotated[bool, typer.Option("--all", help="连同没有问题的引文一起列出。")] = False,
    as_json: Json = False,
) -> None:
    """检查一份文书的引文：时效、引用的原文、数额标准（有须核对或者未收录的，退出码为 1）。"""
    from search import paste_report
    from search.paste import check
    from search.pasted_file import UnreadableText, text_of

    knowledge, today = base(), datetime.date.today()
    day = day_of(as_of) or today
    _beyond(day, knowledge)
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        text = text_of(content, file.name)
    except FileNotFoundError:
        fail(f"找不到「{file}」：检查路径")
    except OSError as error:
        fail(f"读不了「{file}」（{error.strerror or error}）：看它是不是文件、是否有权限读")
    except UnreadableText as error:
        fail(f"「{file}」：{error}")
    checked = check(text, knowledge, day, today)
    if as_json:
        show_json(paste_report.data(checked, knowledge))
    else:
        typer.echo("\n".join(paste_report.lines(checked, knowledge, everything=everything)))
    if not checked.clean:
        raise typer.Exit(FOUND)


@app.command("show")
def show_command(
    citation: Annotated[
        list[str],
        typer.Argument(help="引文，如 刑法287条之二第一款 或者 fashi_2019_15:12.1.2；也可以是文件名称。"),
    ],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """看一条规定或者一个文件：原文、时效、历次文本、与其他规定的关系、哪些规则用到它。"""
    from kb import UnknownCitation
    from kb.describe import document_data, provision_data
    from kb.report import document_lines, provision_lines

    knowledge, day = base(), day_of(as_of)
    wanted = _asked(" ".join(citation), knowledge)
    today = day or datetime.date.today()
    _beyond(day, knowledge)
    try:
        provision = knowledge.statutes.provision(wanted, day) if ":" in wanted else None
    except UnknownCitation as error:
        fail(error)
    if provision is None:
        about = document_data(knowledge, knowledge.statutes[wanted], today)
        show_json(about) if as_json else typer.echo("\n".join(document_lines(knowledge, about, today)))
        return
    from search.cite_as import written

    said, cited = provision_data(knowledge, provision, today), written(knowledge, wanted, today)
    if as_json:
        styles = {"full": cited.full, "short": cited.short, "identifier": cited.identifier}
        show_json(said | {"cite_as": styles})
        return
    typer.echo("\n".join(provision_lines(knowledge, provision, said, today)))
    typer.echo(f"引用写作：{cited.full}；{cited.short}；{cited.identifier}")


def _asked(text: str, knowledge: KnowledgeBase) -> str:
    """The citation that a reader typed; leaves with a message where it leads nowhere."""
    from kb import UnknownCitation
    from kb.lookup import asked

    try:
        return asked(knowledge, text)
    except UnknownCitation as error:
        fail(error)


@app.command("diff")
def diff_command(
    citation: Annotated[str, typer.Argument(help="条款或者整个文件，如 刑法312条、fashi_2015_11。")],
    then: Annotated[str, typer.Argument(metavar="日期", help="较早的一天，如 2006-01-01。")],
    now: Annotated[str, typer.Argument(metavar="日期", help="较晚的一天，如 2020-01-01。")],
    as_json: Json = False,
) -> None:
    """同一规定两天的文本逐字对照：〔-删去-〕〔+增加+〕。"""
    from kb import UnknownCitation
    from kb.diff import differences
    from kb.report import difference_lines

    knowledge, days = base(), _days(then, now)
    wanted = _asked(citation, knowledge)
    _beyond(days[1], knowledge)
    try:
        found = differences(knowledge.statutes, wanted, *days)
    except (UnknownCitation, ValueError) as error:
        fail(error)
    if as_json:
        show_json([line.to_json() for line in found])
    else:
        typer.echo("\n".join(difference_lines(knowledge, wanted, found, days)))


def _days(*texts: str) -> tuple[datetime.date, datetime.date]:
    """Two dates as typed, every bad one reported."""
    found = [_read_day(text) for text in texts]
    bad = [
        f"日期「{text}」不对：写成 年-月-日，如 2024-05-01"
        for text, day in zip(texts, found, strict=True)
        if day is None
    ]
    if bad:
        fail("\n".join(bad))
    then, now = (day for day in found if day is not None)
    return then, now


@app.command("text")
def text_command(
    document: Annotated[str, typer.Argument(help="文件 id 或者名称，如 fashi_2019_15、法释〔2019〕15号。")],
    as_of: AsOf = None,
) -> None:
    """打印一个文件的全文；未核对的行以［未核对］结尾。"""
    from kb import UnknownCitation
    from kb.lookup import asked_document, why_no_text
    from kb.report import heading

    knowledge, day = base(), day_of(as_of)
    try:
        wanted = asked_document(knowledge, document)
    except UnknownCitation as error:
        fail(error)
    lines = wanted.lines(day)
    if not lines:
        fail(why_no_text(wanted, day))
    _beyond(day, knowledge)
    typer.echo(heading(wanted, day or datetime.date.today()), err=True)
    typer.echo("\n".join(lines))


@app.command("facts")
def facts_command(
    words: Annotated[str, typer.Argument(help="词、行话（跑分、卡农）或者罪名；不写则全部列出。")] = "",
    as_json: Json = False,
) -> None:
    """列出案件文件可以写的行为种类、事实、证据种类、诈骗类型；写罪名则列出该罪所问的全部。"""
    from kb.wording import find_words, opened_by_kind

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


@app.command("check")
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
    root: Annotated[Path | None, typer.Option("--root", help="知识库文件夹；默认为程序所用的 kb/。")] = None,
) -> None:
    """检查知识库对自己的每一项承诺：引文、原文、数字、日期、要件、测试。"""
    import engine.check
    import kb
    import kb.check

    if rules and not mutate:
        fail("--rule 只与 --mutate 同用：zuilian check --mutate --rule fraud")
    if root is not None and not root.is_dir():
        fail(f"--root「{root}」不是文件夹：写知识库所在的文件夹（其中有 statutes、rules、vocabulary）")
    try:
        knowledge = kb.load() if root is None else kb.load_from(root)
    except kb.KnowledgeBaseError as error:
        typer.echo(f"{error}\n知识库读不出来：{len(error.issues)} 个问题")
        raise typer.Exit(FOUND) from None
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


@new_app.command("charge")
def new_charge_command(
    article: Annotated[str, typer.Argument(help="条号，如 274 或者 287-1。")],
    name: Annotated[str, typer.Argument(help="罪名，如 敲诈勒索罪。")],
    identifier: Annotated[str | None, typer.Option("--id", help="英文标识；不写则按条号生成。")] = None,
    root: Annotated[Path | None, typer.Option("--root", help="知识库文件夹；默认为程序所用的 kb/。")] = None,
) -> None:
    """新建一个罪名：规则文件与测试文件的骨架。"""
    from importlib.resources import files

    from kb import KnowledgeBaseError
    from kb.scaffold import new_charge

    folder = root or Path(str(files("kb")))
    try:
        made = new_charge(article, name, folder, identifier)
    except KnowledgeBaseError as error:
        fail(error)
    for path in made:
        typer.echo(
            f"已新建 {path.relative_to(folder.parent) if path.is_relative_to(folder.parent) else path}"
        )
    typer.echo("接着：补全要件与引文 → 补测试 → zuilian check")


@app.command("ui")
def ui_command(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口。")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="不自动打开浏览器。")] = False,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            envvar="ZUILIAN_DATABASE",
            metavar="地址",
            help="案件库，如 postgresql://…；不写则为本机的文件。",
        ),
    ] = None,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="要登录：本地账号（zuilian user add）。")
    ] = False,
    oidc: Annotated[
        Path | None,
        typer.Option("--oidc", metavar="文件", help="要登录：单位的统一登录，设置写在这个文件里。"),
    ] = None,
    address: Annotated[
        str, typer.Option("--address", metavar="地址", help="在哪个地址上接受访问；不要登录的只能在本机。")
    ] = "127.0.0.1",
) -> None:
    """打开应用；默认只供本机（127.0.0.1）一人使用。"""
    import subprocess
    from importlib.util import find_spec

    from ui import flags, how_to_start

    spec = find_spec("ui_app")
    if spec is None or spec.origin is None:
        fail("找不到 ui_app.py：请重新安装")
    try:
        environment, more = how_to_start(database=database, accounts=accounts, oidc=oidc, address=address)
    except ValueError as error:
        fail(error)
    quiet = headless or not (os.environ.get("DISPLAY") or sys.platform in {"darwin", "win32"})
    options = flags(server_port=str(port), server_headless=str(quiet).lower(), **more)
    command = [sys.executable, "-m", "ui.serve", "run", spec.origin, *options]
    raise typer.Exit(subprocess.call(command, env={**os.environ, **environment}))  # noqa: S603


def main() -> None:
    """Run the command line; a problem of the input leaves with exit code 2 and no traceback."""
    gc.disable()  # a command lives for a second: collecting what it builds only costs time
    try:
        sys.exit(app(standalone_mode=False))
    except Exception as error:
        if not hasattr(error, "format_message"):  # what the library says of a command that cannot be read
            raise
        typer.echo(_misuse(error), err=True)
        sys.exit(BAD_INPUT)


def _misuse(error: Any) -> str:
    """A command that cannot be read, in Chinese: what is wrong with it and how to see what may be written."""
    command = getattr(getattr(error, "ctx", None), "command_path", None) or "zuilian"
    name = _named_parameter(getattr(error, "param", None))
    near = getattr(error, "possibilities", None)
    said = {
        "MissingParameter": f"还缺：{name}",
        "BadParameter": f"{name} 的值不对",
        "NoSuchOption": f"没有选项 {getattr(error, 'option_name', '')}"
        + (f"，是否指 {'、'.join(near)}？" if near else ""),
        "BadOptionUsage": f"选项 {getattr(error, 'option_name', '')} 用得不对",
    }.get(type(error).__name__)
    if said is None and (unknown := re.search(r"No such command '(.*?)'", error.format_message())):
        said = f"没有命令 {unknown[1]}"
    return f"{said or error.format_message()}\n    → {command} --help 看怎样写"


def _named_parameter(parameter: Any) -> str:
    """An option as it is typed, an argument by what it is for."""
    if getattr(parameter, "param_type_name", "") == "option":
        return str(parameter.opts[-1])
    return str(getattr(parameter, "help", None) or getattr(parameter, "name", "")).rstrip("。")


if __name__ == "__main__":
    main()
