"""Tables: firms across municipalities, and their papers; they belong to no municipality."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from renogroep.identity.rules.papers import PaperKind
from renogroep.infra import columns
from renogroep.infra.db import Model


class Company(Model):
    """A firm as the register knows it, across municipalities; what one thinks of it is local."""

    __tablename__ = "company"

    id: Mapped[columns.key]
    company_number: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str]


class CompanyPaper(Model):
    """What a firm shows once, for every municipality in which it confirmed that it is the firm."""

    __tablename__ = "company_paper"

    id: Mapped[columns.key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[PaperKind] = columns.enum(PaperKind)
    valid_until: Mapped[date]  # the last day on which it counts
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
