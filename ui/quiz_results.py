"""成绩: the answers of a class, from the files that the exam gives out, into one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import streamlit as st

from quiz import Bank
from quiz.score import Answer, answers_of, class_results

from . import FILE_MB, desk
from .exports import file_name
from .quiz_shelf import Kept, Shelf

COLUMNS = ("姓名", "题号", "问", "答案", "秒")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def answers_csv(name: str, answers: Iterable[Answer]) -> str:
    """The answers of one learner as the file that the results of a class are made from."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in answers:
        writer.writerow([_plain(name), one.item, one.question + 1, _plain(one.given), f"{one.seconds:.0f}"])
    return out.getvalue()


def _plain(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(FORMULA) else words


def show_results(_shelf: Shelf, _kept: Kept, bank: Bank) -> None:
    """Files of answers in, a table of results out."""
    st.markdown(
        "把学员的答卷（CSV）一起选上。列：姓名、题号（题的标识）、问（从 1 起）、答案、秒。考试结束时可以下载这样的答卷。"
    )
    chosen = st.file_uploader(
        "答卷", type=["csv"], accept_multiple_files=True, key="quiz_papers", max_upload_size=FILE_MB
    )
    rows: list[dict[str, str]] = []
    known = {item.id for item in bank.items}
    for file in chosen:
        try:
            read = _rows(file.getvalue())
        except (UnicodeDecodeError, csv.Error, KeyError, ValueError):
            st.error(
                f"答卷读不出来，没有计入：须是 CSV，有 {'、'.join(COLUMNS)} 各列，问从 1 起，问、秒是数。→ 改好后重选"
            )
            st.code(file.name, language=None)
            continue
        rows += read
    if not rows:
        return
    answers = answers_of(rows)
    strange = sum(row["题号"] not in known for row in rows)
    if strange:
        st.warning(f"有 {strange} 行的题号不在这个题库里，没有计入。→ 看看选的是不是所考的题库")
    table = class_results(bank, answers, desk.base())
    st.download_button(
        f"下载成绩（CSV，{len(answers)} 人）",
        table.encode("utf-8-sig"),
        file_name(bank.title, "-成绩.csv", "题库"),
        "text/csv",
        key="quiz_class",
        type="primary",
        on_click="ignore",
    )
    st.dataframe(list(csv.DictReader(io.StringIO(table))), hide_index=True)


def _rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a file of answers, names as a spreadsheet may safely show them; ValueError where they are none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")  # what a Chinese spreadsheet program writes
    rows = [{**row, "姓名": _plain(str(row["姓名"]))} for row in csv.DictReader(io.StringIO(text))]
    answers_of(rows)
    return rows
