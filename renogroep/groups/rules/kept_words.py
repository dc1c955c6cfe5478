"""In which words does somebody read what this room keeps about them? The file keeps the short names."""

from renogroep.base.text import N_

NAMES: dict[str, str] = {
    "groups": N_("Your group"),
    "group": N_("Group"),
    "reasons": N_("Reasons"),
    "asked": N_("What we asked contractors for your home"),
    "request": N_("Code of the request"),
    "quantities": N_("Quantities per post"),
}
