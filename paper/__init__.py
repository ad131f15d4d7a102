"""Documents for the office: one model of headings, paragraphs and tables, written as DOCX, PDF, Markdown and XLSX."""

from .as_docx import docx_bytes as docx
from .as_markdown import markdown
from .as_pdf import pdf
from .as_xlsx import xlsx
from .fonts import NoChineseFont
from .model import (
    Block,
    Document,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
    Question,
    Quote,
    Run,
    Sheet,
    Table,
    Value,
    Words,
    bold,
    gap,
    marked,
)

__all__ = [
    "Block",
    "Document",
    "Heading",
    "ListItem",
    "NoChineseFont",
    "PageBreak",
    "Paragraph",
    "Question",
    "Quote",
    "Run",
    "Sheet",
    "Table",
    "Value",
    "Words",
    "bold",
    "docx",
    "gap",
    "markdown",
    "marked",
    "pdf",
    "xlsx",
]
