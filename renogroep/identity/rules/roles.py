"""Which roles exist in which kind of organisation, and what are they called?"""

from renogroep.base.text import N_

ROLE_LABELS: dict[str, str] = {
    "resident": N_("Resident"),
    "helper": N_("Helper"),
    "desk": N_("Front desk"),
    "advisor": N_("Advisor"),
    "team_lead": N_("Team lead"),
    "partner": N_("Partner"),
    "contractor": N_("Contractor"),
    "contractor_owner": N_("Owner of the firm"),
    "lead": N_("Project lead"),
    "assessor": N_("Assessor"),
    "opening_officer": N_("Opening officer"),
    "syndic": N_("Syndic"),
    "alderman": N_("Alderman"),
    "steering": N_("Steering group"),
    "admin": N_("Administrator"),
}
KIND_LABELS: dict[str, str] = {
    "municipality": N_("Municipality"),
    "energy_house": N_("Energy house"),
    "partner": N_("Partner"),
    "contractor": N_("Contractor"),
}
ROLES_OF_KIND: dict[str, tuple[str, ...]] = {
    "municipality": (
        *("lead", "desk", "advisor", "team_lead", "opening_officer", "assessor"),
        *("alderman", "steering", "admin"),
    ),
    "energy_house": ("advisor", "team_lead", "desk", "lead", "steering"),
    "partner": ("partner", "steering"),
    "contractor": ("contractor_owner", "contractor"),
}
# Roles that may be narrowed to one neighbourhood; the others see the whole municipality.
SCOPED_ROLES = ("lead", "desk", "advisor", "team_lead")
