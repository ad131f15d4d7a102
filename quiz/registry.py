"""The makers by the kind of item they make, under the names that recipes keep."""

from __future__ import annotations

from .item import Kind
from .make_case import chain, who_is_guilty
from .make_charge import charge_among_neighbours, charge_true_or_false, charge_turned
from .make_lines import case_with_blank, provision_with_blank, situations
from .make_parts import element_lacking, element_true_or_false, excused, tier_of_charge, tier_true_or_false
from .make_time import law_applied, not_yet_a_crime
from .makers import Maker

MAKERS: dict[Kind, dict[str, Maker]] = {
    "single": {
        "charge_among_neighbours": charge_among_neighbours,
        "charge_turned": charge_turned,
        "tier_of_charge": tier_of_charge,
        "element_lacking": element_lacking,
        "excused": excused,
        "not_yet_a_crime": not_yet_a_crime,
        "law_applied": law_applied,
    },
    "multiple": {"situations": situations, "who_is_guilty": who_is_guilty},
    "true_false": {
        "charge_true_or_false": charge_true_or_false,
        "tier_true_or_false": tier_true_or_false,
        "element_true_or_false": element_true_or_false,
    },
    "blank": {"provision_with_blank": provision_with_blank, "case_with_blank": case_with_blank},
    "case": {"chain": chain},
}
WEIGHTS: dict[str, int] = {
    "charge_among_neighbours": 6,
    "charge_turned": 6,
    "tier_of_charge": 3,
    "element_lacking": 4,
    "excused": 1,
    "not_yet_a_crime": 1,
    "situations": 3,
    "who_is_guilty": 4,
    "charge_true_or_false": 5,
    "tier_true_or_false": 2,
    "element_true_or_false": 3,
    "law_applied": 1,
}
"""How often each maker is tried against the others of its kind; once where nothing is said."""
BY_NAME: dict[str, Maker] = {name: maker for makers in MAKERS.values() for name, maker in makers.items()}
