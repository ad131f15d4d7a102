"""The text of a file that somebody wants checked: .docx, .txt, .md; anything else is refused with what to do."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 20_000_000
"""Bytes of a file, and of the text inside a .docx, that are still read."""
MOST = 2_000_000
"""Characters that are checked at once: about a thousand pages."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # 文本框的第二份
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
ENCODINGS = ("utf-8-sig", "gb18030")
BREAKS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}


class UnreadableText(ValueError):
    """A file holds no text that can be checked; the message says what to do."""


def text_of(content: bytes, name: str = "") -> str:
    """The text of a file's bytes; UnreadableText where there is none, or too much."""
    if len(content) > LARGEST:
        raise UnreadableText(f"文件太大（{len(content) // 1_000_000} MB）→ 拆成 20 MB 以下的几份")
    text = _docx(content) if content[:4] == b"PK\x03\x04" else _plain(content, name)
    if not text.strip():
        raise UnreadableText("文件里没有文字 → 扫描件、图片须先转成文字，再粘贴或者上传")
    return _not_too_long(text)


def pasted(text: str) -> str:
    """A pasted text as it is checked; UnreadableText where it is empty or too long."""
    if not text.strip():
        raise UnreadableText("没有文字 → 粘贴要检查的文书，或者上传 .docx、.txt 文件")
    return _not_too_long(text)


def _not_too_long(text: str) -> str:
    if len(text) > MOST:
        raise UnreadableText(f"文字太长（{len(text) // 10_000} 万字）→ 拆成 200 万字以下的几份")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(content: bytes, name: str) -> str:
    if content.startswith(b"%PDF") or name.lower().endswith(".pdf"):
        raise UnreadableText("PDF 不能直接检查 → 在阅读器里全选复制，粘贴文字")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableText("旧格式的 Word 文件（.doc）不能读 → 另存为 .docx，或者粘贴文字")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
        if b"\x00" in content:
            raise UnreadableText("不是文字文件 → 只能读 .docx、.txt、.md，或者粘贴文字")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise UnreadableText("不是文字文件，或者编码认不出 → 存为 UTF-8 的 .txt，或者粘贴文字")


def _is_text(text: str) -> bool:
    """Hardly any character is one that no text has."""
    odd = sum(1 for character in text if character < " " and character not in "\t\n\r\f")
    return odd * 1000 <= len(text)


def _docx(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            held = [part for part in PARTS if part in archive.namelist()]
            if PARTS[0] not in held:
                raise UnreadableText("不是 Word 文件（.docx）→ 另存为 .docx 或者 .txt，或者粘贴文字")
            if sum(archive.getinfo(part).file_size for part in held) > LARGEST:
                raise UnreadableText("文件里的文字太多 → 拆成几份")
            return "\n".join(line for part in held for line in _paragraphs(archive.read(part)))
    except (zipfile.BadZipFile, ElementTree.ParseError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableText("Word 文件已损坏或者加了密码 → 用 Word 打开后另存一份，或者粘贴文字") from error


def _paragraphs(part: bytes) -> Iterator[str]:
    """The paragraphs of a part as they read with every change accepted."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:  # Word writes none: whoever does wants to fill the memory
        raise ElementTree.ParseError
    for paragraph in ElementTree.fromstring(part).iter(f"{WORD}p"):  # noqa: S314 - no entities, bounded
        yield "".join(_runs(paragraph))


def _runs(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{WORD}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in {f"{WORD}p", FALLBACK}:  # 文本框里的段落自成一段
            yield from _runs(child)
