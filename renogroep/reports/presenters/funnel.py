"""Which figures of a package stand on its page and in its file?"""

from sqlalchemy.orm import Session

from renogroep.infra.access import May, may_in
from renogroep.infra.i18n import say
from renogroep.infra.sheets import write_csv
from renogroep.reports import queries
from renogroep.reports.rules import figure_tables as tables
from renogroep.reports.rules.funnel import Figures, figures
from renogroep.tenders.models import Package


def figures_of(session: Session, package: Package) -> Figures:
    """The figures of a package; who only watches there sees no count of fewer than five homes."""
    watching = not may_in(May.HOMES_COUNT, package.neighbourhood_id)
    ways = queries.ways(session, package.id)
    return figures(ways, tables.cuts(say), only_watching=watching)


def bars(found: Figures) -> list[tables.Bar]:
    """Rows of the picture; a hidden count has words and no length."""
    return tables.bars(found, say)


def funnel_page(found: Figures) -> tables.FunnelPage:
    """Everything that the page of one package says."""
    return tables.funnel_page(found, say)


def as_csv(found: Figures) -> bytes:
    """All figures of the page as a file, with what each counts."""
    return write_csv(tables.header(say), tables.table(found, say))
