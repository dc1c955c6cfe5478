"""Where pages that span many rooms hang."""

from renogroep.journeys.views.blueprint import pages

__all__ = ["pages"]
