"""A job worker as a process of its own: ``python -m renogroep.web.worker mail`` (or ``time``)."""

import sys

from renogroep.web import serving
from renogroep.web.app import create_app

if __name__ == "__main__":
    serving.work(create_app(), sys.argv[1])
