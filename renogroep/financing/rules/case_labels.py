"""What are the cells of a worked case called on the screen?"""

from renogroep.base.text import N_, Text

CASE_COLUMNS = {
    "on": N_("On which day"),
    "measure": N_("Code of the works"),
    "category": N_("Income category"),
    "price_excl_vat": N_("Price excl. VAT"),
    "area_m2": N_("Square metres"),
    "together_with": N_("Together with"),
    "build_year": N_("Building year"),
    "owner_kind": N_("Kind of owner"),
    "other_dwelling": N_("Owns another home"),
    "letting": N_("How it is let"),
    "work": N_("Works"),
    "private_use": N_("Mainly private"),
    "instrument": N_("Code of the loan"),
    "amount": N_("Amount"),
    "couple": N_("Two adults"),
    "dependants": N_("Dependants"),
    "income": N_("Yearly income"),
    "code": N_("Code of the limit"),
    "region": N_("Region"),
    "size": N_("Size"),
    "premium": N_("Premium"),
    "percent": N_("Per cent"),
    "monthly": N_("Per month"),
    "due_at_end": N_("Due at the end"),
    "months": N_("Months"),
    "below": N_("Stays below the limit"),
    "low": N_("Lowest price"),
    "high": N_("Highest price"),
    "sum_by_hand": N_("How it was worked out"),
    "author": N_("Made by"),
}


def case_word(column: str) -> Text | str:
    """What a cell of a case is called; its own name when nobody gave it another one."""
    return Text(CASE_COLUMNS[column]) if column in CASE_COLUMNS else column.replace("_", " ")
