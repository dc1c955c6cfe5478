"""In which words does somebody read what this room keeps about them? The file keeps the short names."""

from collections.abc import Mapping

from renogroep.base.text import N_
from renogroep.orders.rules.conditions import CONDITION_LABELS, CONDITION_STATE_LABELS
from renogroep.orders.rules.lifecycle import LABELS as ORDER_LABELS
from renogroep.orders.rules.queue import SETTLED_LABELS

NAMES: dict[str, str] = {
    "orders": N_("Your orders"),
    "presses": N_("When you pressed the button of an order"),
    "pressed_at": N_("Pressed at"),
    "as": N_("As"),
    "ceiling": N_("Ceiling price, excl. VAT"),
    "final": N_("Final price, excl. VAT"),
    "vat_percent": N_("VAT in per cent"),
    "premium": N_("Expected premium"),
    "conditions": N_("Conditions"),
    "survey": N_("Note of the survey"),
    "signed_at": N_("Signed on"),
    "withdraw_until": N_("You may withdraw until"),
    "own_money_until": N_("You may say that you pay by yourself until"),
    "own_money_at": N_("You said that you pay by yourself on"),
    "planned_on": N_("Works planned on"),
}
_STATES = {str(k): v for k, v in CONDITION_STATE_LABELS.items()}
# (section, name) -> what its codes mean
CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("orders", "state"): {str(k): v for k, v in ORDER_LABELS.items()},
    ("orders", "as"): {"household": N_("the household"), "co_owner": N_("co-owner")},
    ("presses", "outcome"): SETTLED_LABELS,
    **{("orders", str(kind)): _STATES for kind in CONDITION_LABELS},
}
# Under this name stand kinds of conditions, each with its state.
INNER = {"conditions": {str(k): v for k, v in CONDITION_LABELS.items()}}
