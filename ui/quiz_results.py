"""成绩: the answers of a class, from the files that the exam gives out, into one table."""

from __future__ import annotations

import csv
import io

import streamlit as st

from quiz import Bank
from quiz.class_results import COLUMNS, AnswersError, class_results, read_answers
from quiz.score import Answer

from . import FILE_MB, desk
from .exports import file_name
from .quiz_shelf import Kept, Shelf


def show_results(_shelf: Shelf, _kept: Kept, bank: Bank) -> None:
    """Files of answers in, a table of results out."""
    st.markdown(
        f"把学员的答卷（CSV）一起选上。列：{'、'.join(COLUMNS)}；题号是题的标识，问从 1 起。考试结束时可以下载这样的答卷。"
    )
    chosen = st.file_uploader(
        "答卷", type=["csv"], accept_multiple_files=True, key="quiz_papers", max_upload_size=FILE_MB
    )
    answers: dict[str, list[Answer]] = {}
    for file in chosen:
        try:
            read = read_answers(file.name, file.getvalue())
        except AnswersError as error:
            st.error("答卷有不对的地方，没有计入。→ 改好后重选")
            st.code(str(error), language=None, wrap_lines=True)
            continue
        for name, given in read.items():
            answers.setdefault(name, []).extend(given)
    if not answers:
        return
    known = {item.id for item in bank.items}
    strange = sum(answer.item not in known for given in answers.values() for answer in given)
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
