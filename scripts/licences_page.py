"""docs/licences.md: under which licence each package stands that an installation brings with it, as its metadata says."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata

from locked import RUNNING, of_server, versions

ELSEWHERE = {"colorama": "BSD-3-Clause", "durable-rules": "MIT"}
"""Locked, but not installed on every machine: on Windows only, before Python 3.13 only."""
SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "ISC License": "ISC",
    "Two-clause BSD license": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
}
SHORT = 30

HEAD = """\
# 许可

| 什么 | 许可 |
|---|---|
| 代码 | Apache-2.0（仓库与安装包里的 `LICENSE`） |
| 我们写的数据：规则、词汇、案例、题目的话、检索词表、文档 | CC BY 4.0（`LICENSE-DATA`）：注明“罪链”即可自由使用、改写 |
| 法律、法规、司法解释等文件的原文 | 不受著作权保护（著作权法第五条），任何人可以自由使用 |

`NOTICE` 写明哪个文件夹属于哪一种。

## 随安装带来的第三方软件

由 `make generated` 从已安装的软件包自带的元数据生成；版本是锁定文件里的。各自的许可全文在其 wheel 的 `dist-info` 里。
fpdf2、frozendict 是 LGPL-3.0，certifi、pathspec 是 MPL-2.0：都是原样安装的独立软件包，没有改动，可以各自换成别的版本；转发时连同其许可全文。

| 软件包 | 版本 | 许可 |
|---|---|---|
"""
SERVER = "\n## 办公室服务器另装的（`zuilian[server]`）\n\n| 软件包 | 版本 | 许可 |\n|---|---|---|\n"
SITE = "\n文档网站里的 `assets/iframe-worker.js`（iframe-worker 1.0.4）是 MIT。\n"


def licences_page() -> str:
    """The page, as Markdown."""
    running = versions(RUNNING)
    server = {
        name: [entry.partition("==")[2].split()[0] for entry in held] for name, held in of_server().items()
    }
    return HEAD + "\n".join(_rows(running)) + "\n" + SERVER + "\n".join(_rows(server)) + "\n" + SITE


def _rows(held: dict[str, list[str]]) -> Iterator[str]:
    for name, pinned in held.items():
        yield f"| {name} | {'、'.join(pinned)} | {licence_of(name)} |"


def licence_of(name: str) -> str:
    """What the metadata of an installed package says of its licence, shortest form first."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    expression, classified, free = (
        said.get_all(key) or [] for key in ("License-Expression", "Classifier", "License")
    )
    named = [each.rpartition(" :: ")[2] for each in classified if each.startswith("License")]
    line = "".join(free).strip().partition("\n")[0]
    words = line if 0 < len(line) <= SHORT and line != "BSD" else next(iter(named), line)
    return next(iter(expression), SPDX.get(words, words)) or "元数据没有写"
