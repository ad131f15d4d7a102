"""Files that are written when their button is pressed, and kept until the browser has come for them.

Streamlit drops such a file once two runs of anybody's page have ended: with many users at work that may be before the
browser of the one who pressed has fetched it. The last few are therefore also filed in places of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.media_file_manager import MediaFileManager

import paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
KEPT = 32
"""So many files are held; a report has some hundred kilobytes."""
_places = count()


def made(write: Callable[[], bytes | str], file_name: str, mime: str) -> Callable[[], bytes]:
    """What a download button is given as its data: writes the file when it is pressed."""

    def content() -> bytes:
        written = write()
        data = written.encode() if isinstance(written, str) else written
        hold(runtime.get_instance().media_file_mgr, data, file_name, mime)
        return data

    return content


def hold(files: MediaFileManager, data: bytes, file_name: str, mime: str) -> None:
    """Refer to the file that is made of this content, name and type (the same in each case is the same file)."""
    place = f"download {next(_places) % KEPT}"
    files.add(data, mime, place, file_name, is_for_static_download=True)


def show_document(
    make: Callable[[], paper.Document], title: str, label: str, key: str, columns: Sequence[DeltaGenerator]
) -> None:
    """Two buttons (`label` and a format) that fetch a document, which is made when one of them is pressed."""
    for column, words, ending, mime, write in (
        (columns[0], "Word", ".docx", DOCX, lambda: paper.docx(make())),
        (columns[1], "Markdown", ".md", "text/markdown", lambda: paper.markdown(make())),
    ):
        named = f"{title}{ending}"
        column.download_button(
            f"{label} {words}",
            made(write, named, mime),
            named,
            mime,
            key=f"{key}{ending}",
            on_click="ignore",
            width="stretch",
        )
