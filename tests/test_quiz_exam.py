"""What becomes of answers: marks, weak points, days of repetition, an exam with an end, the results of a class."""

import csv
import datetime
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kb
from quiz.blueprint import blueprint
from quiz.claim import Claim
from quiz.class_results import AnswersError, class_results, read_answers
from quiz.item import Bank, Difficulty, Item, Option, Question
from quiz.practice import Exam, Learner, focused, rating_of
from quiz.score import Answer, mark, marks, score, weak_points

BASE = kb.load()
DAY = datetime.date(2026, 6, 1)
NOW = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)


def _question(kind: Any, rights: str = "", answers: tuple[str, ...] = (), part: str = "gravity") -> Question:
    claim = Claim(says="established", charge="aiding_network_crime")
    options = tuple(
        Option(text=f"选项{n}", right=sign == "1", why="因为。", claim=claim) for n, sign in enumerate(rights)
    )
    return Question(
        kind=kind,
        ask="问",
        options=options,
        answers=answers,
        why="因为。",
        charge="aiding_network_crime",
        parts=(part,),
    )


def _item(number: int, question: Question) -> Item:
    return Item(
        id=f"q{number:010x}",
        kind=question.kind,
        topic="line",
        stem=f"题干{number}。",
        questions=(question,),
        difficulty=Difficulty(level="easy", elements=3, distance=1),
        on=DAY,
        case={},
    )


@pytest.fixture
def bank() -> Bank:
    questions = (
        _question("single", "0100"),
        _question("multiple", "1100", part="knowledge"),
        _question("true_false", "0"),
        _question("blank", answers=("二十万", "200000", "20万")),
    )
    items = tuple(_item(n, question) for n, question in enumerate(questions))
    return Bank(title="试", base="0", as_of=DAY, seed=1, items=items)


@pytest.mark.parametrize(
    "question,given,points",
    [
        (_question("single", "0100"), "B", 1),
        (_question("single", "0100"), "b", 1),
        (_question("single", "0100"), "BC", 0),
        (_question("single", "0100"), "", 0),
        (_question("multiple", "1100"), "BA", 1),
        (_question("multiple", "1100"), "A", Decimal("0.5")),
        (_question("multiple", "1100"), "AC", 0),
        (_question("multiple", "1100"), "", 0),
        (_question("true_false", "0"), "错", 1),
        (_question("true_false", "0"), "对", 0),
        (_question("true_false", "1"), "√", 1),
        (_question("true_false", "1"), "", 0),
    ],
)
def test_marks(question: Question, given: str, points: Decimal) -> None:
    assert mark(question, given) == points


@pytest.mark.parametrize(
    "given,right",
    [
        ("二十万", True),
        ("二十万元", True),
        ("20万", True),
        ("20万元以上", True),
        ("200,000元", True),
        ("200000", True),
        ("20 万元", True),
        ("200千元", True),
        ("2千", False),
        ("二十五万", False),
        ("20", False),
        ("", False),
        ("很多", False),
    ],
)
def test_a_blank_takes_the_number_in_any_writing(given: str, right: bool) -> None:
    assert mark(_question("blank", answers=("二十万", "200000", "20万")), given) == int(right)


def test_weak_points_are_named_by_charge_and_element(bank: Bank) -> None:
    found = marks(bank, [Answer(bank.items[0].id, 0, "A"), Answer(bank.items[1].id, 0, "AB")])
    assert score(found) == (Decimal(1), 2)
    weak = weak_points(found, BASE)
    assert [entry.label for entry in weak] == ["帮助信息网络犯罪活动罪 · 情节严重", "帮助信息网络犯罪活动罪"]
    assert [item.id for item in focused(bank.items[::-1], weak)][-1] != bank.items[0].id


def test_the_last_answer_counts_and_unknown_items_do_not(bank: Bank) -> None:
    first = bank.items[0].id
    found = marks(
        bank, [Answer(first, 0, "A"), Answer(first, 0, "B"), Answer("qff", 0, "A"), Answer(first, 9, "A")]
    )
    assert [entry.points for entry in found] == [1]


# -- practice -------------------------------------------------------------------------------------------


def test_what_was_known_comes_later_than_what_was_not(bank: Bank) -> None:
    learner = Learner("学员")
    known, unknown, *_ = bank.items
    for days in (0, 1, 4):
        then = NOW + datetime.timedelta(days=days)
        learner.answered(known, ["B"], then, 30)
        learner.answered(unknown, ["D"], then, 30)
    assert learner.cards[known.id].due > learner.cards[unknown.id].due
    assert learner.learned(bank) == 1


def test_due_items_come_before_new_ones(bank: Bank) -> None:
    learner = Learner()
    learner.answered(bank.items[2], ["对"], NOW, 30)
    later = NOW + datetime.timedelta(hours=1)
    assert learner.due(bank, later)[0].id == bank.items[2].id
    assert bank.items[2] not in learner.due(bank, NOW)
    assert learner.next_day(bank) == learner.cards[bank.items[2].id].due


def test_the_same_answers_give_the_same_days(bank: Bank) -> None:
    dues = []
    for _ in range(2):
        learner = Learner()
        for days in (0, 2, 9):
            learner.answered(bank.items[0], ["B"], NOW + datetime.timedelta(days=days), 20)
        dues.append(learner.cards[bank.items[0].id].due)
    assert dues[0] == dues[1]


@pytest.mark.parametrize(
    "points,seconds,rating",
    [("0", 5, 1), ("0.5", 5, 2), ("1", 200, 2), ("1", 30, 3), ("1", 5, 4), ("1", 0, 3)],
)
def test_ratings(points: str, seconds: float, rating: int) -> None:
    assert rating_of(Decimal(points), seconds) == rating


def test_a_learner_is_read_back_as_he_was_written(bank: Bank, tmp_path: Path) -> None:
    learner = Learner("学员")
    learner.answered(bank.items[0], ["B"], NOW, 20)
    path = tmp_path / "learner.json"
    learner.save(path)
    again = Learner.load(path)
    assert again.to_json() == learner.to_json()
    assert Learner.load(tmp_path / "none.json").answers == []


def test_an_exam_ends(bank: Bank) -> None:
    exam = Exam(bank, NOW, minutes=30)
    assert exam.answer(Answer(bank.items[0].id, 0, "B"), NOW + datetime.timedelta(minutes=29))
    assert not exam.answer(Answer(bank.items[1].id, 0, "AB"), NOW + datetime.timedelta(minutes=30))
    assert exam.left(NOW + datetime.timedelta(hours=1)) == datetime.timedelta(0)
    assert score(exam.marks()) == (Decimal(1), 4)


# -- a class --------------------------------------------------------------------------------------------


def test_class_results(bank: Bank) -> None:
    first, last = bank.items[0].id, bank.items[3].id
    rows = f"姓名,题号,问,答案,秒\n甲,{first},1,B,30\n乙,{first},1,A,10\n乙,{last},,20万元,\n＝1+1,{first},1,A,1\n"
    answers = read_answers("答卷.csv", rows.encode())
    table = list(csv.reader(io.StringIO(class_results(bank, answers, BASE))))
    assert table[0][:6] == ["姓名", "得分", "满分", "得分率", "用时（秒）", "薄弱点"]
    by_name = {row[0]: row for row in table[1:]}
    assert by_name["甲"][1:4] == ["1", "4", "25%"]
    assert "情节严重" in by_name["乙"][5]
    assert by_name["全班得分率"][6:] == ["33%", "0%", "0%", "33%"]
    assert "'＝1+1" in by_name  # a name is no formula, however it is written


def test_a_bad_file_of_answers_says_every_fault_with_its_line() -> None:
    with pytest.raises(AnswersError) as error:
        read_answers("答卷.csv", "姓名,题号,问,秒\n甲,q1,0,nan\n,q1,1,3\n乙,q2,一,\n".encode("gb18030"))
    assert [(issue.line, issue.problem) for issue in error.value.issues] == [
        (2, "“秒”写的是「nan」"),
        (2, "“问”写的是「0」"),
        (3, "“姓名”空着"),
        (4, "“问”写的是「一」"),
    ]
    with pytest.raises(AnswersError, match="没有“题号”列"):
        read_answers("答卷.csv", "姓名,答案\n甲,A\n".encode())


def test_the_blueprint_names_what_is_left_out(bank: Bank) -> None:
    found = blueprint(bank, BASE)
    assert found.kinds["single"] == 1
    assert "诈骗罪" in found.without
    (covered,) = found.charges
    assert covered.parts == ("明知他人利用信息网络实施犯罪", "情节严重")
    assert covered.provisions_left
