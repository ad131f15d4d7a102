"""A new charge begins as a skeleton that loads, and in which `zuilian check` shows what is left to fill."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from engine.check import reading_issues
from kb import Charge, KnowledgeBaseError, load, load_from
from kb.check import check
from kb.citation import Citation
from kb.scaffold import CHAPTERS, new_charge

SHIPPED = Path(str(files("kb")))
CHARGES = Path("rules") / "charges"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("*.py", "__pycache__", "schemas")
    return Path(shutil.copytree(SHIPPED, tmp_path / "kb", ignore=ignore))


@pytest.mark.parametrize(
    "article, file",
    [
        ("274", "05_property/0274_article_274"),
        ("287-1", "06_public_order/0287-1_article_287_1"),
        ("刑法第287条之一", "06_public_order/0287-1_article_287_1"),
        ("第二百八十七条之一", "06_public_order/0287-1_article_287_1"),
        ("criminal_law:177-1", "03_economic_order/0177-1_article_177_1"),
        ("二百五十三条之一", "04_personal_rights/0253-1_article_253_1"),
        ("120-1", "02_public_safety/0120-1_article_120_1"),
    ],
)
def test_the_files_stand_in_the_folder_of_the_chapter(root: Path, article: str, file: str) -> None:
    made = new_charge(article, "测试罪", root)
    assert made == [root / CHARGES / f"{file}.yaml", root / CHARGES / f"{file}.test.yaml"]
    assert all(path.is_file() for path in made)


@pytest.mark.parametrize("charge", load().charges.values(), ids=lambda charge: charge.id)
def test_each_charge_of_ours_stands_where_a_new_one_of_its_article_would(charge: Charge) -> None:
    whole, _, inserted = Citation.parse(charge.article).path[0].partition("-")
    (folder,) = [name for (first, last), (name, _) in CHAPTERS.items() if first <= int(whole) <= last]
    number = f"{int(whole):04d}-{inserted}" if inserted else f"{int(whole):04d}"
    assert Path(charge.file).parent.name == folder
    assert Path(charge.file).name.startswith(f"{number}_")


def test_the_skeleton_loads_and_every_blank_is_reported_at_its_line(root: Path) -> None:
    known = set(check(load_from(root)))
    rule, tests = new_charge("287-1", "非法利用信息网络罪", root, "illegal_use_of_network")
    issues = [issue for issue in check(load_from(root)) if issue not in known]
    (unproved,) = [issue for issue in issues if "没有证据清单" in issue.problem]
    issues.remove(unproved)
    assert unproved.file == str(rule)
    for file in (rule, tests):
        reported = {issue.line for issue in issues if issue.file == str(file)}
        blank = {
            number
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
            if not line.lstrip().startswith("#")
            and ("待填" in line or ("to_be_filled" in line and file == rule))
        }
        assert reported == blank
    assert {issue.file for issue in issues} == {str(rule), str(tests)}


def test_the_rest_of_the_base_is_still_checked_by_the_engine(root: Path) -> None:
    before = reading_issues(load_from(root))
    new_charge("287-1", "非法利用信息网络罪", root)
    assert reading_issues(load_from(root)) == before


def test_the_article_is_quoted_where_it_is_held(root: Path) -> None:
    held, _ = new_charge("287-1", "非法利用信息网络罪", root)
    text = held.read_text(encoding="utf-8")
    assert "#   （三）为实施诈骗等违法犯罪活动发布信息的。" in text
    assert "in_force: {from: 2015-11-01}" in text
    missing, _ = new_charge("120", "组织、领导、参加恐怖组织罪", root)
    assert "本条尚未收录：先把原文逐字录入 kb/statutes/criminal_law.yaml" in missing.read_text(
        encoding="utf-8"
    )


def test_a_charge_of_a_later_amendment_gets_a_case_of_the_day_before(root: Path) -> None:
    _, later = new_charge("287-1", "非法利用信息网络罪", root)
    assert "act_date: 2015-10-31" in later.read_text(encoding="utf-8")
    _, old = new_charge("274", "敲诈勒索罪", root)
    assert "施行前一日的" not in old.read_text(encoding="utf-8").partition("cases:")[2]


@pytest.mark.parametrize(
    "article, name, identifier, said",
    [
        ("9", "测试罪", None, "第九条不在刑法分则中"),
        ("500", "测试罪", None, "第五百条不在刑法分则中"),
        ("诈骗", "测试罪", None, "不是刑法的条号：「诈骗」"),
        ("274", "extortion: a crime", None, "罪名不是中文"),
        ("274", "测试罪", "Extortion", "英文标识不合格式"),
        ("274", "测试罪", "fraud", "规则 id「fraud」已有"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    root: Path, article: str, name: str, identifier: str | None, said: str
) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(KnowledgeBaseError, match=said):
        new_charge(article, name, root, identifier)
    assert sorted(root.rglob("*")) == before


def test_an_existing_file_is_not_overwritten(root: Path) -> None:
    rule, tests = new_charge("274", "敲诈勒索罪", root)
    rule.unlink()
    tests.write_text("写了一半", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="文件已有，不覆盖"):
        new_charge("274", "敲诈勒索罪", root)
    assert not rule.exists()
    assert tests.read_text(encoding="utf-8") == "写了一半"
