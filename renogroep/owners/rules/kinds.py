"""Who is asking, an owner who lives there or a landlord, and what is the home used for?"""

from enum import StrEnum

from renogroep.base.text import N_


class OwnerKind(StrEnum):
    """Who decides about a home. A tenant decides nothing and can only give a signal."""

    OWNER_OCCUPIER = "owner_occupier"
    LANDLORD = "landlord"
    CO_OWNERSHIP = "co_ownership"
    TENANT = "tenant"


OWNER_LABELS: dict[OwnerKind, str] = {
    OwnerKind.OWNER_OCCUPIER: N_("Owner who lives there"),
    OwnerKind.LANDLORD: N_("Landlord"),
    OwnerKind.CO_OWNERSHIP: N_("Co-ownership (VME)"),
    OwnerKind.TENANT: N_("Tenant"),
}


class HomeUse(StrEnum):
    """What a home is used for; also of a home that is let."""

    HOME = "home"
    MOSTLY_HOME = "mostly_home"
    MOSTLY_BUSINESS = "mostly_business"


USE_LABELS: dict[HomeUse, str] = {
    HomeUse.HOME: N_("Only to live in"),
    HomeUse.MOSTLY_HOME: N_("Mostly to live in, partly for a business"),
    HomeUse.MOSTLY_BUSINESS: N_("Mostly for a business"),
}


class Letting(StrEnum):
    """How a landlord rents a home out."""

    SOCIAL = "social"
    PRIVATE = "private"


LETTING_LABELS: dict[Letting, str] = {
    Letting.SOCIAL: N_("Yes, through a social housing company"),
    Letting.PRIVATE: N_("No, I rent it out myself"),
}
USE_QUESTION = N_("Is the home used only to live in, or also for a business?")
LETTING_QUESTION = N_("Do you rent out through a social housing company (woonmaatschappij)?")


def is_private(use: HomeUse | None) -> bool | None:
    """Is the home used mainly as a dwelling? None: nobody asked yet.

    Mainly business means 21 % VAT and no premium. Source: the design of 2026-11-30.
    """
    return None if use is None else use != HomeUse.MOSTLY_BUSINESS
