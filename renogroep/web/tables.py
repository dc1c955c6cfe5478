"""Which tables are there? Importing this module knows them all."""

from renogroep.financing import models as financing
from renogroep.groups import models as groups
from renogroep.identity import company_models
from renogroep.identity import models as identity
from renogroep.infra import audit, channel_state, key_checks, outbox, upkeep
from renogroep.infra.db import Model
from renogroep.journeys import models as journeys
from renogroep.neighbourhoods import models as neighbourhoods
from renogroep.orders import models as orders
from renogroep.owners import file_models as home_files
from renogroep.owners import models as owners
from renogroep.quotes import models as quotes
from renogroep.subscriptions import models as subscriptions
from renogroep.tenders import models as tenders

MODULES = (
    audit,
    key_checks,
    outbox,
    channel_state,
    upkeep,
    company_models,
    identity,
    neighbourhoods,
    financing,
    owners,
    home_files,
    tenders,
    subscriptions,
    groups,
    quotes,
    orders,
    journeys,
)

METADATA = Model.metadata
