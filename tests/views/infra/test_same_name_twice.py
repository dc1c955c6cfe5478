"""What is unique in the whole house is looked for in the whole house, also behind the fence."""

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.infra import tenant
from renogroep.infra.acts import TICK
from renogroep.infra.db import transaction
from renogroep.neighbourhoods import actions as neighbourhoods
from renogroep.neighbourhoods.rules.details import Details
from renogroep.owners.models import Dwelling
from renogroep.subscriptions.actions.taking_part import new_row
from renogroep.subscriptions.rules.reference import make_reference
from renogroep.tenders.actions import packages
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import Mode

DETAILS = Details(
    name="Centrum", phone="09 123 45 67", brand_colour="#1F5C4D", accent_colour="#b24a26"
)


def of_each(app, keys, work):
    """What ``work`` gives in the name of each municipality."""
    found = []
    for key in keys:
        with tenant.afresh(), app.app_context(), tenant.acting_for(key), transaction() as session:
            found.append(work(session, key))
    return found


def test_two_municipalities_use_one_name_and_each_gets_an_address(app, given):
    with given() as make:
        keys = make.home.id, make.municipality(slug="ander").id

    def named(session, key):
        row = neighbourhoods.create(session, municipality_id=key, details=DETAILS, by=TICK)
        package = packages.create(
            session,
            neighbourhood=row,
            mode=Mode.GROUP_QUOTES,
            title="Gevels 2027",
            from_template=False,
            by=TICK,
        )
        return row.slug, package.reference

    assert of_each(app, keys, named) == [
        ("centrum", "gevels-2027"),
        ("centrum-2", "gevels-2027-2"),
    ]


def test_interests_of_two_municipalities_never_share_a_reference(app, given):
    """Of A the first and third, of B the second and fourth: each counted from its own would meet."""
    with given() as make:
        homes = []
        for town in (make.home, make.municipality(slug="ander")) * 2:
            make._municipality = town
            one = make.package().id, make.dwelling().id, make.person().id
            homes.append((town.id, one))

    def interested(session, key):
        package, dwelling, person = (
            session.get_one(kind, id)
            for kind, id in zip((Package, Dwelling, Person), next(left)[1], strict=True)
        )
        row = new_row(session, package, dwelling, person, {}, None, TICK)
        return row.id, row.reference

    left = iter(homes)
    made = of_each(app, [key for key, _ in homes], interested)
    first = made[0][0]
    year = clock.local(clock.now()).year
    assert [ref for _, ref in made] == [make_reference(id - first + 1, year) for id, _ in made]
    assert len({ref for _, ref in made}) == len(made)
