"""Which neighbourhoods, streets and homes does the demo have?"""

from collections.abc import Iterator, Mapping
from random import Random

from sqlalchemy.orm import Session

from renogroep.infra.acts import By
from renogroep.neighbourhoods import actions
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.neighbourhoods.rules.addresses import read_address_rows
from renogroep.neighbourhoods.rules.details import Details
from renogroep.web.demo.people import MAIL, Cast

POSTCODE, TOWN = "9999", "Testgem"
# street -> house numbers on it, from 1 without gaps; the Bloemenwijk has 400 homes in all
FLOWERS = {
    "Rozenstraat": 44,
    "Tulpenstraat": 40,
    "Lelielaan": 48,
    "Irisstraat": 36,
    "Anjerstraat": 34,
    "Madeliefstraat": 38,
    "Klaproosstraat": 30,
    "Dahliastraat": 28,
    "Lavendelstraat": 26,
    "Zonnebloemlaan": 32,
    "Goudsbloemstraat": 24,
    "Viooltjesplein": 2,  # two buildings with flats
}
FLATS = 10  # in each building of the square
STATION = {"Stationsstraat": 26, "Spoorwegstraat": 18, "Locomotiefplein": 12}
LOOSE = ("Zonnebloemlaan", "Locomotiefplein")  # streets where the houses stand apart

STORY_NL = """De Bloemenwijk werd gebouwd tussen 1955 en 1975. De huizen zijn degelijk, maar de muren zijn niet geïsoleerd en veel ramen zijn nog van toen.

Samen renoveren is goedkoper en rustiger dan elk apart: één stelling voor een hele rij, één aannemer die de straat kent, en een adviseur die meekijkt. U beslist zelf, stap voor stap. Tot u bestelt, bent u aan niets gebonden.

Elke eerste dinsdag van de maand zitten we van 18 tot 20 uur in het buurthuis in de Rozenstraat. Kom gerust langs met uw energiefactuur."""
STORY_FR = """Le quartier Bloemenwijk a été construit entre 1955 et 1975. Les maisons sont solides, mais les murs ne sont pas isolés et beaucoup de fenêtres datent de cette époque.

Rénover ensemble coûte moins cher et se passe plus calmement : un seul échafaudage pour toute une rangée, un entrepreneur qui connaît la rue et un conseiller qui vous aide. Vous décidez vous-même, étape par étape. Tant que vous ne commandez pas, rien ne vous engage.

Chaque premier mardi du mois, nous sommes à la maison de quartier, Rozenstraat, de 18 à 20 heures. Venez avec votre facture d'énergie."""
STORY_EN = """Bloemenwijk was built between 1955 and 1975. The houses are sound, but the walls have no insulation and many windows are still from those days.

Renovating together costs less and is calmer than each on your own: one scaffold for a whole row, one contractor who knows the street, and an advisor at your side. You decide yourself, step by step. Until you order, nothing binds you.

Every first Tuesday of the month we are in the community house in Rozenstraat from 6 to 8 pm. Bring your energy bill."""


def settle_places(session: Session, cast: Cast, rng: Random) -> dict[str, Neighbourhood]:
    """Two neighbourhoods with all their front doors, read as a list of a municipality is."""
    flowers = actions.create(
        session,
        municipality_id=cast.home.id,
        details=Details(
            name="Bloemenwijk",
            phone="09 000 12 34",
            email=f"bloemenwijk@{MAIL}",
            brand_colour="#1f5c4d",
            accent_colour="#8a4b08",
            story=STORY_NL,
            story_fr=STORY_FR,
            story_en=STORY_EN,
        ),
        by=By(cast.lead),
    )
    station = actions.create(
        session,
        municipality_id=cast.home.id,
        details=Details(
            name="Stationskwartier",
            phone="09 000 12 35",
            email=f"stationskwartier@{MAIL}",
            brand_colour="#27496d",
            accent_colour="#7a3b69",
            story="Rond het station staan kleine rijwoningen van voor de oorlog. We beginnen met nieuwe ramen, want daar hebben de bewoners het meeste last van.",
            story_fr="Autour de la gare se trouvent de petites maisons d'avant-guerre. Nous commençons par de nouvelles fenêtres : c'est ce qui gêne le plus les habitants.",
            story_en="Around the station stand small terraced houses from before the war. We start with new windows, because those bother people most.",
        ),
        by=By(cast.lead),
    )
    for place, streets in ((flowers, FLOWERS), (station, STATION)):
        homes, problems = read_address_rows(enumerate(_rows(streets, rng), start=2))
        if problems:
            raise ValueError(f"the demo's own list of addresses is wrong: {problems[0]}")
        actions.import_addresses(session, place, homes, by=By(cast.lead))
    return {"flowers": flowers, "station": station}


def _rows(streets: Mapping[str, int], rng: Random) -> Iterator[dict[str, object]]:
    for street, count in streets.items():
        for number in range(1, count + 1):
            boxes = range(1, FLATS + 1) if street == "Viooltjesplein" else [""]
            for box in boxes:
                yield {
                    "straat": street,
                    "huisnummer": number,
                    "bus": box,
                    "postcode": POSTCODE,
                    "gemeente": TOWN,
                    "bebouwing": _built(street, number, count, rng),
                }


def _built(street: str, number: int, count: int, rng: Random) -> str:
    """Rows with an open end; villas on the wide avenue."""
    if street in LOOSE:
        return rng.choice(("open", "halfopen"))
    return "halfopen" if number in (1, 2, count - 1, count) and count > 2 else "rij"
