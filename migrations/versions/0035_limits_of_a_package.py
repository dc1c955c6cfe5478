"""Tenders and financing: the limits of a published package, and sources as people read them

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

# A source as it was -> title with its official link, and what belongs in the notes.
SOURCES = {
    '3WPLUS, infobrochure premies (issuu.com/3wplus-wonen-energie)': (
        '3WPLUS, infobrochure premies https://issuu.com/3wplus-wonen-energie/docs/infobrochures_premies_verbouwen_en_renovatie',
        '',
    ),
    'nieuwerkerken.be/mijn-verbouwpremie-aanvragen': (
        'Gemeente Nieuwerkerken, Mijn VerbouwPremie aanvragen https://www.nieuwerkerken.be/mijn-verbouwpremie-aanvragen',
        '',
    ),
    'vlaanderen.be, Mijn VerbouwPremie, tabel 2025 (via Ren0vate)': (
        'vlaanderen.be, Mijn VerbouwPremie, tabel 2025 (via Ren0vate) https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        '',
    ),
    'vlaanderen.be, Mijn VerbouwPremie; dak en buitenmuur gelezen op 2026-10-07': (
        'vlaanderen.be, Mijn VerbouwPremie; dak en buitenmuur gelezen op 2026-10-07 https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        '',
    ),
    'KB 20 van 1970, tabel A': (
        'FOD Financiën; KB nr. 20 van 1970, tabel A https://financien.belgium.be/nl/particulieren/woning',
        '',
    ),
    'KB 20 van 1970, tabel A; Programmawet van 18 juli 2025': (
        'FOD Financiën; KB nr. 20 van 1970, tabel A; Programmawet van 18 juli 2025 https://financien.belgium.be/nl/particulieren/woning',
        '',
    ),
    'wooneco.be; vlaanderen.be': (
        'Wooneco, Mijn VerbouwLening; vlaanderen.be, noodkooplening https://wooneco.be/aanbod/bedrag-mijn-verbouwlening/',
        '',
    ),
    'vlaanderen.be (noodkooplening)': (
        'vlaanderen.be, renteloze lening voor noodkopers https://www.vlaanderen.be/renteloze-lening-voor-noodkopers',
        '',
    ),
    'vanhoye.com/blog/mijnverbouwpremie': (
        'Vanhoye, Mijn VerbouwPremie https://vanhoye.com/blog/mijnverbouwpremie/',
        '',
    ),
    'de-huisdokter.be': (
        'De Huisdokter, verhoging van de inkomensgrenzen https://www.de-huisdokter.be/nl/nieuws/96/verhoging-inkomensgrenzen-bij-de-laagste-inkomenscategorie',
        '',
    ),
    'geotherma.be; hamme.be': (
        'Geotherma, premies; gemeente Hamme https://www.geotherma.be/premies/',
        '',
    ),
    'vlaanderen.be, geraadpleegd in augustus 2026 (via INGBELG); frankenergie.be': (
        'vlaanderen.be, Mijn VerbouwPremie, geraadpleegd in augustus 2026 (via INGBELG en Frank Energie) https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        '',
    ),
    'KB Plaatsing 18-04-2017; Wetboek economisch recht; beleid van het programma': (
        'KB Plaatsing 18-04-2017; Wetboek economisch recht; beleid van het programma https://bosa.belgium.be/nl/regulations/koninklijk-besluit-van-18-april-2017',
        '',
    ),
    'AVG art. 5 lid 1 e; Oud Burgerlijk Wetboek art. 1792 en 2270; beleid van het programma': (
        'AVG art. 5 lid 1 e; Oud Burgerlijk Wetboek art. 1792 en 2270; beleid van het programma https://eur-lex.europa.eu/eli/reg/2016/679/oj',
        '',
    ),
    'wet van 17 juni 2016; Gedelegeerde Verordeningen 2025/2150-2152': (
        'Wet van 17 juni 2016 inzake overheidsopdrachten; Gedelegeerde Verordeningen 2025/2150-2152 https://www.ejustice.just.fgov.be/eli/wet/2016/06/17/2016021053/justel',
        '',
    ),
    'prijzen van aannemers en rekenbladen, gelezen in 2026': (
        'Prijzen van aannemers (Isoprotech, INGBELG), gelezen in 2026 https://www.isoprotech.be',
        '',
    ),
    'https://issuu.com/3wplus-wonen-energie/docs/infobrochures_premies_verbouwen_en_renovatie': (
        '3WPLUS, infobrochure premies https://issuu.com/3wplus-wonen-energie/docs/infobrochures_premies_verbouwen_en_renovatie',
        '',
    ),
    'https://www.nieuwerkerken.be/mijn-verbouwpremie-aanvragen': (
        'Gemeente Nieuwerkerken, Mijn VerbouwPremie aanvragen https://www.nieuwerkerken.be/mijn-verbouwpremie-aanvragen',
        '',
    ),
    'vlaanderen.be, Mijn VerbouwPremie, tabel 2025 (via Ren0vate, bron 5700480525 en 6471670386)': (
        'vlaanderen.be, Mijn VerbouwPremie, tabel 2025 (via Ren0vate) https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 5700480525 en 6471670386',
    ),
    "vlaanderen.be, pagina's dak en buitenmuur, gelezen op 2026-10-07 (via INzicht bouw, bron 71127439349)": (
        'vlaanderen.be, Mijn VerbouwPremie voor dak en buitenmuur, gelezen op 2026-10-07 (via INzicht bouw) https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 71127439349',
    ),
    'AVYclima, mei 2026 (bron 55841209056)': (
        'Mijn VerbouwPremie zoals AVYclima ze in mei 2026 weergaf https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 55841209056',
    ),
    'https://www.frixis.be/nl/e-news/nieuws-cat/warmtepomppremie-blijft-voor-iedereen-vl.htm': (
        'Frixis, warmtepomppremie blijft voor iedereen https://www.frixis.be/nl/e-news/nieuws-cat/warmtepomppremie-blijft-voor-iedereen-vl.htm',
        '',
    ),
    'AGNAU, premies, bijgewerkt in mei 2026 (bron 67327786049)': (
        'Mijn VerbouwPremie zoals AGNAU ze in mei 2026 weergaf https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 67327786049',
    ),
    'maxq.be, premiepagina, 2026-05-13 (bron 58998515941)': (
        'Mijn VerbouwPremie zoals maxq.be ze op 2026-05-13 weergaf https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 58998515941',
    ),
    'vlaanderen.be, geraadpleegd in augustus 2026 (via INGBELG, bron 69399835750)': (
        'vlaanderen.be, Mijn VerbouwPremie, geraadpleegd in augustus 2026 (via INGBELG) https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 69399835750',
    ),
    'vlaanderen.be, geraadpleegd in augustus 2026 (via INGBELG, bron 69399835750) ; bativox.be': (
        'vlaanderen.be, Mijn VerbouwPremie, geraadpleegd in augustus 2026 (via INGBELG en Bativox) https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 69399835750',
    ),
    'maxq.be page + AGNAU page (both 2026) ; woonpuntinfo.be': (
        'Mijn VerbouwPremie zoals maxq.be, AGNAU en Woonpunt ze in 2026 weergaven https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        '',
    ),
    'https://www.damme.be/nieuwsdetail/5443 ; csprojects.be 2022': (
        'Stad Damme, Mijn VerbouwPremie; csprojects.be 2022 https://www.damme.be/nieuwsdetail/5443',
        '',
    ),
    'https://www.damme.be/nieuwsdetail/5443': (
        'Stad Damme, Mijn VerbouwPremie https://www.damme.be/nieuwsdetail/5443',
        '',
    ),
    'https://www.reds.be/blog/wat-is-de-mijn-verbouwpremie': (
        'REDS, wat is Mijn VerbouwPremie https://www.reds.be/blog/wat-is-de-mijn-verbouwpremie',
        '',
    ),
    'Yannova, veelgestelde vragen (bron 46399193972)': (
        'Mijn VerbouwPremie zoals Yannova ze in de veelgestelde vragen weergeeft https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie',
        'opzoeking 46399193972',
    ),
    'wonenleieschelde.be ; GitHub public code index id 58163012369': (
        'Wonen Leie Schelde, Mijn VerbouwPremie https://www.wonenleieschelde.be/nl/mijn-verbouwpremie/',
        'opzoeking 58163012369',
    ),
    'wonenleieschelde.be/nl/mijn-verbouwpremie ; vanhoye.com': (
        'Wonen Leie Schelde, Mijn VerbouwPremie; Vanhoye https://www.wonenleieschelde.be/nl/mijn-verbouwpremie/',
        '',
    ),
    'vlaanderen.be, dak vanaf 1 juli 2025: "enkel samen met plaatsen van isolatie"': (
        'vlaanderen.be, Mijn VerbouwPremie voor dak vanaf 1 juli 2025: "enkel samen met plaatsen van isolatie" https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie/mijn-verbouwpremie-voor-dak',
        '',
    ),
    'KB 20 van 1970, tabel A, rubriek XXXI (dvdtaxlaw.be; wybo-schrijnwerkerij.be)': (
        'FOD Financiën; KB nr. 20 van 1970, tabel A, rubriek XXXI https://financien.belgium.be/nl/particulieren/woning',
        'ook: dvdtaxlaw.be; wybo-schrijnwerkerij.be',
    ),
    'Programmawet van 18 juli 2025; circulaire 2025/C/47 (dvdtaxlaw.be; btw-lijn.be)': (
        'Programmawet van 18 juli 2025; circulaire 2025/C/47, zoals DVD Tax & Law ze uitlegt https://www.dvdtaxlaw.be/btw-tarief-en-verwarmingsinstallatie',
        'ook: btw-lijn.be',
    ),
    'wooneco.be/aanbod/bedrag-mijn-verbouwlening; kortenberg.be; tienen.be': (
        'Wooneco, bedrag van Mijn VerbouwLening; Kortenberg; Tienen https://wooneco.be/aanbod/bedrag-mijn-verbouwlening/',
        '',
    ),
    'vlaanderen.be/renteloze-lening-voor-noodkopers; vlaanderen.be/ondersteuning-van-renovatie-van-noodkoopwoningen; herzele.be': (
        'vlaanderen.be, renteloze lening voor noodkopers; gemeente Herzele https://www.vlaanderen.be/renteloze-lening-voor-noodkopers',
        '',
    ),
    'bron 52461804386': (
        'Mijn VerbouwLening 2026, nog niet nagelezen op de officiële pagina https://www.vlaanderen.be/mijn-verbouwlening',
        'opzoeking 52461804386',
    ),
    'vlaanderen.be/renteloze-lening-voor-noodkopers; vlaanderen.be/ondersteuning-van-renovatie-van-noodkoopwoningen': (
        'vlaanderen.be, renteloze lening voor noodkopers https://www.vlaanderen.be/renteloze-lening-voor-noodkopers',
        '',
    ),
    'https://vanhoye.com/blog/mijnverbouwpremie/': (
        'Vanhoye, Mijn VerbouwPremie https://vanhoye.com/blog/mijnverbouwpremie/',
        '',
    ),
    'https://www.de-huisdokter.be/nl/nieuws/96/verhoging-inkomensgrenzen-bij-de-laagste-inkomenscategorie': (
        'De Huisdokter, verhoging van de inkomensgrenzen https://www.de-huisdokter.be/nl/nieuws/96/verhoging-inkomensgrenzen-bij-de-laagste-inkomenscategorie',
        '',
    ),
    'https://www.geotherma.be/premies/ (29/05/2024)': (
        'Geotherma, premies, gelezen op 29/05/2024 https://www.geotherma.be/premies/',
        '',
    ),
    'Wet rechtsbescherming 17-06-2013, art. 11 en 30': (
        'Wet rechtsbescherming 17-06-2013, art. 11 en 30 https://www.ejustice.just.fgov.be/eli/wet/2013',
        '',
    ),
    'KB Plaatsing 18-04-2017, art. 58': (
        'KB Plaatsing 18-04-2017, art. 58 https://bosa.belgium.be/nl/regulations/koninklijk-besluit-van-18-april-2017',
        '',
    ),
    'KB Plaatsing 18-04-2017, art. 36 §2': (
        'KB Plaatsing 18-04-2017, art. 36 §2 https://bosa.belgium.be/nl/regulations/koninklijk-besluit-van-18-april-2017',
        '',
    ),
    'KB Plaatsing 18-04-2017, art. 36 §4': (
        'KB Plaatsing 18-04-2017, art. 36 §4 https://bosa.belgium.be/nl/regulations/koninklijk-besluit-van-18-april-2017',
        '',
    ),
    'Wetboek economisch recht, art. VI.47 en VI.67 (Richtlijn 2011/83/EU, art. 9)': (
        'Wetboek economisch recht, art. VI.47 en VI.67 (Richtlijn 2011/83/EU, art. 9) https://www.ejustice.just.fgov.be/eli/wet/2013/02/28/2013A11134/justel',
        '',
    ),
    'AVG art. 5 lid 1 e; beleid van het programma': (
        'AVG art. 5 lid 1 e; beleid van het programma https://eur-lex.europa.eu/eli/reg/2016/679/oj',
        '',
    ),
    'Oud Burgerlijk Wetboek art. 1792 en 2270 (tienjarige aansprakelijkheid)': (
        'Oud Burgerlijk Wetboek art. 1792 en 2270 (tienjarige aansprakelijkheid) https://www.ejustice.just.fgov.be/eli/wet/1804/03/21/1804032150/justel',
        '',
    ),
    'wet van 17 juni 2016, art. 92; agiosolutions.eu (2024: ongewijzigd)': (
        'Wet van 17 juni 2016 inzake overheidsopdrachten, art. 92 (2024: ongewijzigd volgens agiosolutions.eu) https://www.ejustice.just.fgov.be/eli/wet/2016/06/17/2016021053/justel',
        '',
    ),
    'wet van 17 juni 2016; volgt het Europese bedrag voor de centrale overheid 2026-2027': (
        'Wet van 17 juni 2016 inzake overheidsopdrachten; volgt het Europese bedrag voor de centrale overheid 2026-2027 https://www.ejustice.just.fgov.be/eli/wet/2016/06/17/2016021053/justel',
        '',
    ),
    'plaatselijke-besturen.brussels': (
        'Wet van 17 juni 2016 inzake overheidsopdrachten, zoals plaatselijke-besturen.brussels ze uitlegt https://www.ejustice.just.fgov.be/eli/wet/2016/06/17/2016021053/justel',
        '',
    ),
    'Gedelegeerde Verordeningen 2025/2150-2152': (
        'Gedelegeerde Verordeningen 2025/2150-2152 https://eur-lex.europa.eu/eli/reg_del/2025/2150/oj',
        '',
    ),
    'Isoprotech, prijzen in het eigen rekenblad': (
        'Isoprotech, prijzen in het eigen rekenblad https://www.isoprotech.be',
        '',
    ),
    'Isoprotech, veelgestelde vragen': (
        'Isoprotech, veelgestelde vragen https://www.isoprotech.be',
        '',
    ),
    'INGBELG, rekenblad met twee echte offertes': (
        'INGBELG, rekenblad met twee echte offertes https://www.ingbelg.be',
        '',
    ),
    'INGBELG, rekenblad': (
        'INGBELG, rekenblad https://www.ingbelg.be',
        '',
    ),
    'maxq.be': (
        'maxq.be, totaalrenovatie https://www.maxq.be',
        '',
    ),
}
VERSIONS = sa.table(
    "rule_version",
    sa.column("id", sa.Integer),
    sa.column("source", sa.Text),
    sa.column("table", sa.JSON),
)


def upgrade() -> None:
    with op.batch_alter_table("package", schema=None) as batch_op:
        batch_op.add_column(sa.Column("limits_version_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_package_limits_version_id_rule_version"),
            "rule_version",
            ["limits_version_id"],
            ["id"],
        )
    _read_sources()


def _read_sources() -> None:
    """Nothing that decides changes: only what a page shows beside an amount."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(VERSIONS)).all():
        values = {
            "source": SOURCES.get(row.source, (row.source, ""))[0],
            "table": {name: _rows(part) for name, part in row.table.items()},
        }
        connection.execute(sa.update(VERSIONS).where(VERSIONS.c.id == row.id).values(values))


def _rows(part: object) -> object:
    """The rows of a table; anything else stands as it stood."""
    if not isinstance(part, list):
        return part
    return [_row(one) if isinstance(one, dict) else one for one in part]


def _row(row: dict[str, object]) -> dict[str, object]:
    source, aside = SOURCES.get(str(row.get("source")), (row.get("source"), ""))
    if "source" not in row or source == row["source"]:
        return row
    note = "; ".join(str(part) for part in (row.get("note"), aside) if part)
    return {**row, "source": source, **({"note": note} if "note" in row else {})}


def downgrade() -> None:
    with op.batch_alter_table("package", schema=None) as batch_op:
        batch_op.drop_constraint(
            op.f("fk_package_limits_version_id_rule_version"), type_="foreignkey"
        )
        batch_op.drop_column("limits_version_id")
