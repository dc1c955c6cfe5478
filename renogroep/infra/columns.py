"""Columns that many tables share, each written once."""

from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

key = Annotated[int, mapped_column(primary_key=True)]
short = Annotated[str, mapped_column(String(40))]
long = Annotated[str, mapped_column(Text, default="")]
municipality = Annotated[int, mapped_column(ForeignKey("municipality.id"), index=True)]
person = Annotated[int, mapped_column(ForeignKey("person.id"), index=True)]
maybe_person = Annotated[int | None, mapped_column(ForeignKey("person.id"), index=True)]


class EnumType(TypeDecorator[Any]):
    """A word in the database, a member of its enum in Python; an unknown word is refused."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.kind(value)


def enum(kind: type[StrEnum], **more: Any) -> MappedColumn[Any]:
    """A column that holds one word of an enum: a state, a channel."""
    return mapped_column(EnumType(kind), **more)
