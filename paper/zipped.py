"""Zip files (DOCX, XLSX and others are such) of which equal contents are equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file knows."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file of some files in their order, every one dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the file would say on which system it was made
            packed.writestr(info, data)
    return out.getvalue()


def repacked(data: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """The same zip file as `zipped` writes it, with some members replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return zipped({name: old.read(name) for name in old.namelist()} | dict(replaced or {}))
