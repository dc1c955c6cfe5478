"""In which words does a price idea speak of each kind of works and each income group?"""

from renogroep.base.text import N_
from renogroep.financing.rules.reference_size import HOUSES

__all__ = ["GROUPS", "HOUSES", "HOUSE_LABELS", "SENTENCES", "WORKS"]

# Codes of the premium rules, in the order of the form.
WORKS = {
    "wall_outside": N_("Insulation on the outside of the façade"),
    "roof": N_("Roof"),
    "windows_doors": N_("Windows and outside doors"),
    "wall_cavity": N_("Insulation in the cavity wall"),
    "wall_inside": N_("Insulation on the inside of the façade"),
    "floor": N_("Floor or cellar"),
}
SENTENCES = {
    "wall_outside": N_("Façades like yours cost %(low)s to %(high)s."),
    "roof": N_("Roofs like yours cost %(low)s to %(high)s."),
    "windows_doors": N_("Windows and doors like yours cost %(low)s to %(high)s."),
    "wall_cavity": N_("Cavity walls like yours cost %(low)s to %(high)s."),
    "wall_inside": N_("Façades like yours, insulated on the inside, cost %(low)s to %(high)s."),
    "floor": N_("Floors like yours cost %(low)s to %(high)s."),
}
HOUSE_LABELS = {
    "row": N_("Between two other houses"),
    "half_open": N_("Against one other house"),
    "detached": N_("On its own"),
}
# The lowest incomes first: they get the most.
GROUPS = {
    "4": N_("Group 4: the lowest incomes"),
    "3": N_("Group 3: low incomes"),
    "2": N_("Group 2: middle incomes"),
    "1": N_("Group 1: the highest incomes"),
    "geen": N_("I do not say"),
}
