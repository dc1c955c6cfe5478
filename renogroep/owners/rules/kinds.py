"""Who is asking: an owner who lives there, a landlord, a co-ownership or a tenant?"""

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
