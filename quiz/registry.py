"""The makers by the kind of item they make, under the names that recipes keep."""

from __future__ import annotations

from .item import Kind
from .make_charge import charge_among_neighbours, charge_true_or_false, charge_turned
from .makers import Maker

MAKERS: dict[Kind, dict[str, Maker]] = {
    "single": {"charge_among_neighbours": charge_among_neighbours, "charge_turned": charge_turned},
    "true_false": {"charge_true_or_false": charge_true_or_false},
}
BY_NAME: dict[str, Maker] = {name: maker for makers in MAKERS.values() for name, maker in makers.items()}
