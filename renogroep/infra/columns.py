"""Columns that many tables share, each written once."""

from typing import Annotated

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import mapped_column

key = Annotated[int, mapped_column(primary_key=True)]
short = Annotated[str, mapped_column(String(40))]
long = Annotated[str, mapped_column(Text, default="")]
municipality = Annotated[int, mapped_column(ForeignKey("municipality.id"), index=True)]
person = Annotated[int, mapped_column(ForeignKey("person.id"), index=True)]
maybe_person = Annotated[int | None, mapped_column(ForeignKey("person.id"), index=True)]
