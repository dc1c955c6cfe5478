"""Which packages and lots does a member of staff reach?"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.tenders.models import Lot, Package


@reaches(Package, Reach.STAFF)
def _packages(scope: Scope) -> Sequence[ColumnElement[bool]]:
    within = scope.within(Package.neighbourhood_id)
    return Package.municipality_id == scope.municipality_id, within


@reaches(Lot, Reach.STAFF)
def _lots(scope: Scope) -> Sequence[ColumnElement[bool]]:
    within = Lot.package.has(scope.within(Package.neighbourhood_id))
    return Lot.municipality_id == scope.municipality_id, within
