"""A job worker as a process of its own: ``python -m renogroep.web.worker mail`` (or ``time``)."""

import sys

from renogroep.web import garbage, serving
from renogroep.web.app import create_app

if __name__ == "__main__":
    house = create_app()
    garbage.seldom()
    serving.work(house, sys.argv[1])
