"""What may be done with packages, their lots, bills and criteria?"""

from renogroep.tenders.actions.bill import add_post, change_post, remove_post, replace_bill
from renogroep.tenders.actions.criteria import set_criteria
from renogroep.tenders.actions.lots import add_lot, change_lot, move_lot, remove_lot
from renogroep.tenders.actions.packages import (
    cancel,
    change,
    change_settings,
    change_texts,
    create,
    extend_interest,
    publish,
)

__all__ = [
    "add_lot",
    "add_post",
    "cancel",
    "change",
    "change_lot",
    "change_post",
    "change_settings",
    "change_texts",
    "create",
    "extend_interest",
    "move_lot",
    "publish",
    "remove_lot",
    "remove_post",
    "replace_bill",
    "set_criteria",
]
