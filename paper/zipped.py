"""DOCX and XLSX are zip files: written again so that equal contents are equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file knows."""


def repacked(data: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """The same zip file with every member dated alike, and some members replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the file would say on which system it was made
            new.writestr(info, (replaced or {}).get(name, old.read(name)))
    return out.getvalue()
