"""Which format an export has, by the ending of its file's name, and the files that come of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

import paper

from .anki import anki
from .exam import Exam
from .gift import gift
from .marking import guide
from .moodle import moodle
from .papers import answer_sheet, questions
from .qti import qti
from .tables import table_csv, table_xlsx

What = Literal["paper", "answers", "guide", "all"]
DOCUMENTS: dict[str, tuple[str, Callable[[Exam], paper.Document]]] = {
    "paper": ("", questions),
    "answers": ("-答题卡", answer_sheet),
    "guide": ("-参考答案", guide),
}
"""What is printed; where all are wanted, the names of the files say which is which."""
PRINTED: dict[str, Callable[[paper.Document], bytes]] = {".docx": paper.docx, ".pdf": paper.pdf}
DATA: dict[str, Callable[[Exam], bytes]] = {
    ".gift": gift,
    ".xml": moodle,
    ".zip": qti,
    ".apkg": anki,
    ".csv": table_csv,
    ".xlsx": table_xlsx,
}
FORMATS = "gift（Moodle GIFT）、xml（Moodle XML）、zip（QTI 2.1）、apkg（Anki）、csv、xlsx、docx、pdf"


class ExportError(ValueError):
    """A bank cannot be written as was asked: what is wrong, and the repair."""


def files(
    exam: Exam, out: Path, what: str | None = None, changed: datetime.datetime | None = None
) -> dict[Path, bytes]:
    """The files of an export and their bytes; raises ExportError where it cannot be made.

    `changed`: when the bank was last changed, for formats that ask which of two versions is newer.
    """
    ending = out.suffix.lower()
    if not exam.entries:
        raise ExportError("题库里没有题 → 先用 zuilian quiz build 生成")
    if ending in PRINTED:
        return _printed(exam, out, what or "paper")
    if ending not in DATA:
        raise ExportError(f"不认识的格式「{out.name}」→ 文件名的结尾写成 {FORMATS} 之一")
    if what is not None:
        raise ExportError("--what 只用于 docx 和 pdf：其他格式总是题目、答案、解析一起导出 → 去掉 --what")
    return {out: anki(exam, changed) if ending == ".apkg" else DATA[ending](exam)}


def _printed(exam: Exam, out: Path, what: str) -> dict[Path, bytes]:
    if what not in get_args(What):
        raise ExportError(
            f"--what「{what}」不认识 → 写 paper（试卷）、answers（答题卡）、guide（参考答案与评分说明）或者 all（三份）"
        )
    wanted = DOCUMENTS if what == "all" else {what: ("", DOCUMENTS[what][1])}
    write = PRINTED[out.suffix.lower()]
    try:
        return {out.with_stem(out.stem + name): write(make(exam)) for name, make in wanted.values()}
    except paper.NoChineseFont as error:
        raise ExportError(str(error)) from None
