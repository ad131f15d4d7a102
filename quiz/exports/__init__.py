"""Banks written for the tools that trainers use: Moodle, QTI, Anki, spreadsheets, paper."""

from .exam import Exam, exam_of
from .files import ExportError, files

__all__ = ["Exam", "ExportError", "exam_of", "files"]
