"""Which photos and papers are there of a home, and who has the same bytes?"""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import Case, Dwelling

BATCH = 500


@reaches(HomeFile, Reach.STAFF)
def _of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    within = scope.within(Street.neighbourhood_id)
    home = Case.dwelling.has(Dwelling.address.has(Address.street.has(within)))
    return HomeFile.municipality_id == scope.municipality_id, HomeFile.case.has(home)


def files_of(session: Session, case_ids: Collection[int]) -> Sequence[HomeFile]:
    """Everything of these cases, oldest first."""
    return session.scalars(
        select(HomeFile).where(HomeFile.case_id.in_(case_ids)).order_by(HomeFile.id)
    ).all()


def used(session: Session, dwelling_id: int) -> tuple[int, int]:
    """How many files a home has, and their bytes."""
    count, total = session.execute(
        select(func.count(), func.coalesce(func.sum(HomeFile.size), 0)).where(
            HomeFile.dwelling_id == dwelling_id
        )
    ).one()
    return count, int(total)


def known_hashes(across: Session, hashes: Collection[str]) -> set[str]:
    """Those that a row of any municipality has."""
    return {
        str(one)
        for column in (HomeFile.sha256, HomeFile.small_sha256)
        for one in across.scalars(select(column).where(column.in_(hashes)))
    }


def all_hashes(across: Session) -> Iterator[tuple[int, str]]:
    """(row, hash) for every file that should stand on the disk."""
    rows = across.execute(
        select(HomeFile.id, HomeFile.sha256, HomeFile.small_sha256).order_by(HomeFile.id)
    )
    for key, *hashes in rows.yield_per(BATCH):
        for one in hashes:
            if one is not None:
                yield key, one
