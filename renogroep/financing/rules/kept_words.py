"""In which words does somebody read what this room keeps about them? The file keeps the short names."""

from renogroep.base.text import N_

NAMES: dict[str, str] = {
    "rules_written": N_("Rules that you wrote"),
    "rules_proposed": N_("Rules that you proposed"),
    "cases_written": N_("Worked cases that you wrote"),
    "rules_switched_on": N_("Rules that you switched on"),
}
