"""What was proved of an item, as a fingerprint: whatever is changed of it by hand afterwards shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .item import Item


def seal_of(item: Item) -> str:
    """The fingerprint of the case, the claims and the keys: what the proof is about, and none of the wording."""
    asked = [
        {
            "kind": question.kind,
            "charge": question.charge,
            "answers": question.answers,
            "proofs": [proof.model_dump() for proof in question.proofs],
            "options": [
                {"right": option.right, "claim": option.claim.model_dump()} for option in question.options
            ],
        }
        for question in item.questions
    ]
    said = json.dumps(_plain({"on": item.on, "case": item.case, "questions": asked}), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _plain(data: Any) -> Any:
    """The data as a bank file gives it back: without places, without what is empty, every value as its words."""
    if isinstance(data, Mapping):
        kept = {str(key): _plain(value) for key, value in data.items() if key not in ("file", "line")}
        return {key: value for key, value in kept.items() if value not in (None, [], {})}
    if isinstance(data, (list, tuple)):
        return [_plain(value) for value in data]
    return data if data is None else str(data)
