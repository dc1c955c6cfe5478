"""Which packages does the demo have, and when is each of them published?"""

from dataclasses import dataclass

from renogroep.base.money import Money
from renogroep.infra.acts import By
from renogroep.tenders import actions
from renogroep.tenders.rules.criteria import Criterion, PriceFormula, Scenario
from renogroep.tenders.rules.lifecycle import Mode
from renogroep.tenders.rules.lot_details import LotDetails
from renogroep.tenders.rules.package_details import Settings, Texts
from renogroep.web.demo.stage import Stage

FACADE, JOINERY = 1, 2  # lots of the mission's template
_WORDS = {
    FACADE: ("Isolation des façades par l'extérieur", "Façade insulation on the outside"),
    JOINERY: ("Menuiseries extérieures", "Windows and outside doors"),
}
_CRITERIA = (
    Criterion("price", "Prijs", 60, PriceFormula.PROPORTIONAL),
    Criterion("plan", "Plan van aanpak en hinder voor bewoners", 25),
    Criterion("warranty", "Waarborg", 15),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A package in days from today.

    lots    numbers of the template's lots that stay in it
    homes   at least to ask for quotes, at least to execute, at most
    """

    key: str
    place: str
    mode: Mode
    texts: Texts
    lots: tuple[int, ...]
    homes: tuple[int, int, int]
    bands: tuple[int, ...]
    groups: tuple[int, int]
    created: int
    published: int
    interest: int
    quotes: int
    orders: int
    freeze: int


PLANS = (
    Plan(
        key="madelief",
        place="flowers",
        mode=Mode.GROUP_QUOTES,
        texts=Texts(
            title="Gevels Madeliefstraat",
            summary="De eerste rij van de wijk: gevelisolatie aan de straatkant van de Madeliefstraat, met één stelling voor alle buren.",
            title_fr="Façades de la Madeliefstraat",
            summary_fr="La première rangée du quartier : isolation des façades côté rue, avec un seul échafaudage pour tous les voisins.",
            title_en="Façades of Madeliefstraat",
            summary_en="The first row of the neighbourhood: insulation of the street façades, with one scaffold for all neighbours.",
        ),
        lots=(FACADE,),
        homes=(4, 4, 12),
        bands=(4, 7),
        groups=(4, 12),
        created=-330,
        published=-325,
        interest=-296,
        quotes=-268,
        orders=-220,
        freeze=-200,
    ),
    Plan(
        key="anjer",
        place="flowers",
        mode=Mode.PROCUREMENT,
        texts=Texts(
            title="Gevel en ramen Anjerstraat",
            summary="De gemeente zocht één aannemer voor gevelisolatie en één voor nieuwe ramen. U bestelt zelf bij de aannemer, aan de prijs die de gemeente kreeg.",
            title_fr="Façade et fenêtres Anjerstraat",
            summary_fr="La commune a cherché un entrepreneur pour les façades et un pour les fenêtres. Vous commandez vous-même, au prix obtenu par la commune.",
            title_en="Façade and windows in Anjerstraat",
            summary_en="The municipality looked for one contractor for façades and one for windows. You order yourself, at the price that the municipality got.",
        ),
        lots=(FACADE, JOINERY),
        homes=(6, 6, 24),
        bands=(6, 9),
        groups=(6, 24),
        created=-205,
        published=-198,
        interest=-145,
        quotes=-100,
        orders=14,
        freeze=34,
    ),
    Plan(
        key="lelie",
        place="flowers",
        mode=Mode.GROUP_QUOTES,
        texts=Texts(
            title="Gevelisolatie Lelielaan en Irisstraat",
            summary="Twee groepen buren vroegen samen offertes. Elk huishouden vergelijkt en kiest zelf zijn aannemer.",
            title_fr="Isolation des façades Lelielaan et Irisstraat",
            summary_fr="Deux groupes de voisins ont demandé des offres ensemble. Chaque ménage compare et choisit lui-même son entrepreneur.",
            title_en="Façade insulation in Lelielaan and Irisstraat",
            summary_en="Two groups of neighbours asked for quotes together. Each household compares and chooses its own contractor.",
        ),
        lots=(FACADE,),
        homes=(6, 4, 24),
        bands=(4, 6),
        groups=(4, 8),
        created=-122,
        published=-116,
        interest=-70,
        quotes=-25,
        orders=40,
        freeze=60,
    ),
    Plan(
        key="station",
        place="station",
        mode=Mode.GROUP_QUOTES,
        texts=Texts(
            title="Nieuwe ramen in de Spoorwegstraat",
            summary="Ramen en deuren die de treinen buiten houden. Aannemers maken nu hun offerte voor deze groep.",
            title_fr="Nouvelles fenêtres dans la Spoorwegstraat",
            summary_fr="Des fenêtres et des portes qui laissent les trains dehors. Les entrepreneurs préparent maintenant leur offre pour ce groupe.",
            title_en="New windows in Spoorwegstraat",
            summary_en="Windows and doors that keep the trains outside. Contractors are now making their quotes for this group.",
        ),
        lots=(JOINERY,),
        homes=(4, 4, 16),
        bands=(4, 7),
        groups=(4, 10),
        created=-75,
        published=-68,
        interest=-22,
        quotes=10,
        orders=60,
        freeze=80,
    ),
    Plan(
        key="rozen",
        place="flowers",
        mode=Mode.GROUP_QUOTES,
        texts=Texts(
            title="Gevel en ramen Bloemenwijk",
            summary="Isoleer samen met uw buren de gevel, of vervang ramen en deuren. Nu tonen huishoudens interesse, vrijblijvend. Daarna vragen we samen offertes.",
            title_fr="Façade et fenêtres Bloemenwijk",
            summary_fr="Isolez la façade avec vos voisins, ou remplacez fenêtres et portes. Les ménages montrent maintenant leur intérêt, sans engagement. Ensuite nous demandons des offres ensemble.",
            title_en="Façade and windows in Bloemenwijk",
            summary_en="Insulate your façade together with your neighbours, or replace windows and doors. Households now show interest, without obligation. After that we ask for quotes together.",
        ),
        lots=(FACADE, JOINERY),
        homes=(6, 6, 24),
        bands=(6, 9),
        groups=(4, 12),
        created=-32,
        published=-27,
        interest=35,
        quotes=80,
        orders=130,
        freeze=150,
    ),
)
DRAFTED = -5  # the package that is still being prepared


def schedule(stage: Stage) -> None:
    """Every package is made on its day and published a few days later; one stays a draft."""
    for plan in PLANS:
        stage.on(plan.created, 9, _create, plan)
        stage.on(plan.published, 10, _publish, plan.key)
    stage.on(DRAFTED, 14, _draft)


def _create(stage: Stage, plan: Plan) -> None:
    lead = stage.cast.lead
    package = actions.create(
        stage.session,
        neighbourhood=stage.places[plan.place],
        mode=plan.mode,
        title=plan.texts.title,
        from_template=True,
        by=By(lead),
    )
    stage.packages[plan.key] = package
    actions.change_texts(stage.session, package, plan.texts, by=By(lead))
    for lot in list(package.lots):
        if lot.number not in plan.lots:
            actions.remove_lot(stage.session, lot, by=By(lead))
            continue
        to_quote, to_execute, most = plan.homes
        french, english = _WORDS[lot.number]
        details = LotDetails(
            title=lot.title,
            title_fr=french,
            title_en=english,
            measure=lot.measure,
            min_to_quote=to_quote,
            min_to_execute=to_execute,
            max_homes=most,
            band_starts=plan.bands,
        )
        actions.change_lot(stage.session, lot, details, by=By(lead))
    actions.change_settings(stage.session, package, _settings(stage, plan), by=By(lead))
    if plan.mode == Mode.PROCUREMENT:
        scenarios = (Scenario(7, 3, 50), Scenario(10, 4, 50))
        actions.set_criteria(stage.session, package, _CRITERIA, scenarios, by=By(lead))


def _settings(stage: Stage, plan: Plan) -> Settings:
    time = stage.timeline
    group = plan.mode == Mode.GROUP_QUOTES
    return Settings(
        basis="adjacency",
        min_group=plan.groups[0],
        max_group=plan.groups[1],
        interest_deadline=time.working_day(plan.interest),
        quote_deadline=time.noon(plan.quotes),
        order_deadline=time.working_day(plan.orders),
        freeze_on=time.working_day(plan.freeze),
        legal_form="" if group else "opzb",
        max_value=None if group else Money.euros(140_000),
        ends_on=None if group else time.working_day(plan.freeze + 365),
        own_submission=group,
    )


def _publish(stage: Stage, key: str) -> None:
    actions.publish(stage.session, stage.packages[key], by=By(stage.cast.lead))


def _draft(stage: Stage) -> None:
    """Lies has begun: a title and the bills of the template, no dates and no summary yet."""
    stage.packages["draft"] = actions.create(
        stage.session,
        neighbourhood=stage.places["flowers"],
        mode=Mode.PROCUREMENT,
        title="Zonnebloemlaan, tweede fase",
        from_template=True,
        by=By(stage.cast.lead),
    )
