"""Do the shared template pieces say the same to a screen reader as to the eye?"""

import hashlib
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)

from renogroep.base.text import t
from renogroep.financing.rules.sources import read_source
from renogroep.identity.rules.phone import shown

WEB = Path(__file__).parents[3] / "renogroep" / "web"
NASTY = "<script>alert(1)</script>"


def _gettext(message: str, **values: object) -> str:
    return message % values


@pytest.fixture(scope="module")
def jinja() -> Environment:
    env = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        _=_gettext,
        say=str,
        csrf_token=lambda: "token-1",
        url_for=lambda endpoint, filename: f"/{endpoint}/{filename}",
    )
    env.filters["day"] = lambda value: value.isoformat()
    env.filters["phone"] = shown
    env.filters["source"] = read_source
    return env


@pytest.fixture
def render(jinja: Environment):  # type: ignore[no-untyped-def]
    def _render(source: str, **values: object) -> BeautifulSoup:
        imports = (
            '{% from "macros/forms.html" import csrf, error_summary, field, post_button, post_form, submit %}'
            '{% from "macros/charts.html" import bar, meter, stacked_bar %}'
            '{% import "macros/ui.html" as ui %}'
        )
        html = jinja.from_string(imports + source).render(**values)
        assert "style=" not in html
        assert "<style" not in html
        return BeautifulSoup(html, "html.parser")

    return _render


class Address(Form):
    street = StringField("Street", [validators.InputRequired("Fill in your street")])


class Home(Form):
    street = StringField("Street", [validators.InputRequired("Fill in your street")])
    story = TextAreaField("Story", [validators.Length(min=3, message="Write a few words")])
    kind = SelectField("Kind", choices={"a": "House", "b": "Flat"})
    owner = RadioField(
        "Are you the owner?",
        choices={"yes": "Yes", "no": "No"},
        validators=[validators.InputRequired("Choose one answer")],
    )
    works = SelectMultipleField(
        "Which works?",
        choices={"w": "Windows", "f": "Façade"},
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
        validators=[validators.InputRequired("Tick at least one")],
    )
    photo = FileField("Photo")
    agree = BooleanField("I understand", [validators.InputRequired("Tick this first")])
    key = HiddenField()
    address = FormField(Address, "Where?")
    others = FieldList(FormField(Address), "Other homes", min_entries=2)


@pytest.fixture
def failed() -> Home:
    form = Home(MultiDict({"story": "x", "kind": "a", "street": ""}))
    assert not form.validate()
    return form


def one(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, f"{selector}: {found}"
    return found[0]


# ---- field ----


def test_a_quiet_field_has_a_label_and_nothing_else(render) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ field(f) }}", f=Home().street)
    assert one(soup, "label")["for"] == one(soup, "input")["id"] == "street"
    assert not {"aria-describedby", "aria-invalid"} & set(one(soup, "input").attrs)


@pytest.mark.parametrize("name", ["street", "story", "agree"])
def test_hint_and_error_are_tied_to_the_input_and_stand_before_it(render, failed, name) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ field(f, hint='A hint') }}", f=failed[name])
    control = one(soup, f"#{name}")
    assert control["aria-describedby"] == f"{name}-hint {name}-error"
    assert control["aria-invalid"] == "true"
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert ids.index(f"{name}-hint") < ids.index(f"{name}-error") < ids.index(name)
    assert failed[name].errors[0] in one(soup, f"#{name}-error").text
    assert "Error:" in one(soup, f"#{name}-error").text


def test_what_was_typed_is_kept_and_escaped(render) -> None:  # type: ignore[no-untyped-def]
    form = Home(
        MultiDict({"street": NASTY, "story": NASTY, "owner": "no", "works": "f", "kind": "b"})
    )
    soup = render(
        "{{ field(f.street) }}{{ field(f.story) }}{{ field(f.owner) }}{{ field(f.works) }}{{ field(f.kind) }}",
        f=form,
    )
    assert one(soup, "#street")["value"] == NASTY
    assert NASTY in one(soup, "#story").text
    assert not soup.select("script")
    assert [tag["value"] for tag in soup.select("[checked]")] == ["no", "f"]
    assert one(soup, "option[selected]")["value"] == "b"


@pytest.mark.parametrize(("name", "kind"), [("owner", "radio"), ("works", "checkbox")])
def test_a_group_is_a_fieldset_with_a_legend(render, failed, name, kind) -> None:  # type: ignore[no-untyped-def]
    soup = render(
        "{{ field(f, hint='A hint', hints={'yes': 'Also for two names'}) }}", f=failed[name]
    )
    group = one(soup, "fieldset")
    assert group["id"] == name
    assert group["aria-describedby"] == f"{name}-hint {name}-error"
    assert one(soup, "legend").text == failed[name].label.text
    inputs = soup.select(f"input[type={kind}]")
    assert len(inputs) == 2
    for control in inputs:
        assert one(soup, f"label[for='{control['id']}']").text.strip()
    if kind == "radio":
        assert (group["role"], group["aria-invalid"]) == ("radiogroup", "true")
        assert inputs[0]["aria-describedby"] == "owner-0-hint"
        assert one(soup, "#owner-0-hint").text == "Also for two names"
    else:
        assert all(control["aria-invalid"] == "true" for control in inputs)


def test_the_browser_never_answers_before_us(render, failed) -> None:  # type: ignore[no-untyped-def]
    soup = render("{% for f in form %}{{ field(f) }}{% endfor %}", form=failed)
    assert not soup.select("[required]")


def test_attributes_go_to_the_input_and_house_words_do_not(render) -> None:  # type: ignore[no-untyped-def]
    soup = render(
        "{{ field(f, autocomplete='street-address', before='€', after='m²', optional=true, width='short', label_hidden=true) }}",
        f=Home().street,
    )
    control = one(soup, "input")
    assert control["autocomplete"] == "street-address"
    assert not {"before", "after", "optional", "width", "label_hidden"} & set(control.attrs)
    assert "(not required)" in one(soup, "label").text
    assert "visually-hidden" in one(soup, "label")["class"]
    assert one(soup, ".field__before").text == "€"
    assert one(soup, ".field__after")["aria-hidden"] == "true"


def test_a_form_in_a_form_is_a_fieldset_of_its_own(render, failed) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ field(f.address) }}{{ field(f.others) }}", f=failed)
    assert [tag.text for tag in soup.select("#address > legend")] == ["Where?"]
    assert one(soup, "#address-street")["aria-describedby"] == "address-street-error"
    assert len(soup.select("#others input")) == 2


def test_every_id_on_a_form_is_used_once(render, failed) -> None:  # type: ignore[no-untyped-def]
    soup = render(
        "{{ error_summary(form) }}{% for f in form %}{{ field(f, hint='h') }}{% endfor %}",
        form=failed,
    )
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert sorted(ids) == sorted(set(ids))
    for tag in soup.select("[aria-describedby]"):
        assert set(tag["aria-describedby"].split()) <= set(ids)


def test_a_rule_may_speak_at_a_field(render) -> None:  # type: ignore[no-untyped-def]
    form = Home()
    form.street.errors = [t("“%(name)s” is not in this neighbourhood", name="Kerkstraat")]
    soup = render("{{ error_summary(form) }}{{ field(form.street) }}", form=form)
    assert soup.text.count("“Kerkstraat” is not in this neighbourhood") == 2


# ---- error summary ----


def test_the_summary_links_to_every_field_with_an_error(render, failed) -> None:  # type: ignore[no-untyped-def]
    soup = render(
        "{{ error_summary(form) }}{% for f in form %}{{ field(f) }}{% endfor %}", form=failed
    )
    box = one(soup, ".error-summary")
    assert (box["role"], box["tabindex"]) == ("alert", "-1")
    assert box.has_attr("autofocus")
    links = {a["href"]: a.text for a in box.select("a")}
    assert links == {
        "#street": "Fill in your street",
        "#story": "Write a few words",
        "#owner-0": "Choose one answer",
        "#works-0": "Tick at least one",
        "#agree": "Tick this first",
        "#address-street": "Fill in your street",
        "#others-0-street": "Fill in your street",
        "#others-1-street": "Fill in your street",
    }
    for href in links:
        assert one(soup, f"[id='{href[1:]}']").name in {"input", "textarea"}


def test_no_errors_no_summary(render) -> None:  # type: ignore[no-untyped-def]
    assert (
        render("{{ error_summary(form) }}{{ error_summary([]) }}", form=Home()).text.strip() == ""
    )


def test_the_summary_takes_loose_messages(render) -> None:  # type: ignore[no-untyped-def]
    rows = [("Row 4, unit price: “free” is not a price", "#row-4"), (t("Nothing saved"), None)]
    soup = render("{{ error_summary(rows, title='Look') }}", rows=rows)
    assert one(soup, "h2").text == "Look"
    assert [li.text for li in soup.select("li")] == [rows[0][0], "Nothing saved"]
    assert [a["href"] for a in soup.select("a")] == ["#row-4"]


def test_messages_about_the_whole_form_are_in_the_summary(render) -> None:  # type: ignore[no-untyped-def]
    form = Home()
    form.form_errors = ["One of the two is needed"]
    assert [li.text for li in render("{{ error_summary(form) }}", form=form).select("li")] == [
        "One of the two is needed"
    ]


# ---- buttons that change something ----


def test_every_posting_form_carries_the_token(render) -> None:  # type: ignore[no-untyped-def]
    soup = render(
        "{% call post_form(multipart=true, data_x='/x') %}{{ submit('Save', name='act', value='go') }}{% endcall %}"
        "{{ post_button('/freeze', 'Freeze', fields={'version': 3}) }}"
    )
    for form in soup.select("form"):
        assert form["method"] == "post"
        assert one(form, "input[name=csrf_token]")["value"] == "token-1"  # type: ignore[arg-type]
    first, second = soup.select("form")
    assert first["enctype"] == "multipart/form-data"
    assert first.has_attr("novalidate")
    assert first["data-x"] == "/x"
    assert one(first, "button")["value"] == "go"  # type: ignore[arg-type]
    assert second["action"] == "/freeze"
    assert one(second, "input[name=version]")["value"] == "3"  # type: ignore[arg-type]


# ---- pictures of numbers ----


@pytest.mark.parametrize(
    ("value", "needed", "maximum", "width", "words"),
    [
        (0, 6, None, 0.0, "0 of the 6 that are needed"),
        (3, 6, 12, 25.0, "3 of the 6 that are needed, at most 12"),
        (6, 6, 12, 50.0, "6, enough: 6 needed, at most 12"),
        (30, 6, 12, 100.0, "30, enough: 6 needed, at most 12"),
        (5, None, None, 100.0, "5 so far"),
        (0, None, None, 0.0, "0 so far"),
    ],
)
def test_the_meter_draws_and_says_the_same(render, value, needed, maximum, width, words) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ meter(v, n, m, 'Homes') }}", v=value, n=needed, m=maximum)
    picture = one(soup, "svg[role=img]")
    assert picture["aria-label"] == f"Homes: {words}"
    assert one(soup, ".meter__words").text == words
    assert float(soup.select("rect")[1]["width"]) == width
    assert len(soup.select(".fill-mark")) == (1 if needed else 0)


def test_bars_stand_in_a_table_with_their_numbers(render) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ bar('Works', [('Windows', 8), ('Roof', 2, '2 homes')], counts='homes') }}")
    assert [th.text for th in soup.select("tbody th[scope=row]")] == ["Windows", "Roof"]
    assert [td.text for td in soup.select("td.number")] == ["8", "2 homes"]
    assert [svg["aria-label"] for svg in soup.select("svg[role=img]")] == [
        "Windows: 8",
        "Roof: 2 homes",
    ]
    assert [r["width"] for r in soup.select("rect.fill-1")] == ["100.0", "25.0"]


def test_parts_of_a_bar_add_up_and_every_part_has_its_number(render) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ stacked_bar('Answers', [('Yes', 14), ('Maybe', 6), ('No', 0)]) }}")
    widths = [float(r["width"]) for r in soup.select("svg.bar rect") if r["class"][0][5:].isdigit()]
    assert widths == [70.0, 30.0, 0.0]
    assert one(soup, "svg[role=img]")["aria-label"] == "Answers: Yes 14, Maybe 6, No 0"
    assert [dd.text for dd in soup.select("dd")] == ["14", "6", "0"]


@pytest.mark.parametrize("source", ["{{ bar('t', []) }}", "{{ bar('t', [('a', 0)]) }}", "{{ stacked_bar('t', [('a', 0)]) }}"])  # fmt: skip
def test_nothing_to_draw_is_no_mistake(render, source) -> None:  # type: ignore[no-untyped-def]
    assert "t" in render(source).text


# ---- the other pieces ----


def test_a_table_can_be_scrolled_with_the_keyboard_and_has_a_name(render) -> None:  # type: ignore[no-untyped-def]
    soup = render(
        "{{ ui.data_table('Prices', 'p', ['Post', 'Price'], [('Sill', '€ 60')], numbers=[1], title_hidden=true) }}"
    )
    region = one(soup, "[role=region]")
    assert region["tabindex"] == "0"
    assert one(soup, f"#{region['aria-labelledby']}").text == "Prices"
    assert [th["scope"] for th in soup.select("th")] == ["col", "col", "row"]
    assert one(soup, "td")["data-label"] == "Price"


def test_steps_say_in_words_where_we_are(render) -> None:  # type: ignore[no-untyped-def]
    items = [{"label": "a", "state": "done"}, {"label": t("b"), "state": "now", "text": "soon"}, {"label": "c", "state": "next", "url": "/c"}]  # fmt: skip
    soup = render("{{ ui.steps(items) }}", items=items)
    assert [s.text for s in soup.select(".steps__state")] == ["Done", "Now", "Later"]
    assert one(soup, "[aria-current=step]").select_one(".steps__text").text == "soon"  # type: ignore[union-attr]


def test_each_change_link_says_what_it_changes(render) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ ui.summary_list([('Name', 'Ann', '/n'), ('Since', '2026')]) }}")
    assert [a.text for a in soup.select("a")] == ["Change: Name"]
    assert [dt.text for dt in soup.select("dt")] == ["Name", "Since"]


def test_a_refusal_is_heard_and_says_whom_to_call(render) -> None:  # type: ignore[no-untyped-def]
    soup = render("{{ ui.refusal(text, '03 808 12/34') }}", text=t("No place for “%(x)s”", x=NASTY))
    assert one(soup, "[role=alert]")["tabindex"] == "-1"
    assert one(soup, "a")["href"] == "tel:038081234"
    assert NASTY in soup.text
    assert not soup.select("script")


def test_why_names_rule_source_and_dates(render) -> None:  # type: ignore[no-untyped-def]
    line = SimpleNamespace(
        why=t("50 % of the bill"), rule="Façade premium", source="Official journal",
        source_url="https://example.org/", valid_from=date(2026, 3, 1), valid_until=None,
    )  # fmt: skip
    soup = render("{{ ui.why(line) }}", line=line)
    assert one(soup, "details > summary").text == "Why this amount?"
    assert [dd.text for dd in soup.select("dd")] == [
        "Façade premium",
        "Official journal",
        "2026-03-01",
    ]


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("Official journal https://example.org/a", "https://example.org/a"),
        ("Official journal", None),
        ("Official journal javascript:alert(1)", None),
    ],
)
def test_a_source_is_a_title_that_leads_to_its_page(render, source, link) -> None:  # type: ignore[no-untyped-def]
    found = render("{{ ui.source_link(said) }}", said=source).select("a")
    assert [(a.text, a["href"]) for a in found] == ([("Official journal", link)] if link else [])


def test_cards_badges_figures_and_empty_places(render) -> None:  # type: ignore[no-untyped-def]
    soup = render(
        "{% call ui.card('Windows', url='/w', tag=ui.badge('New', 'new')) %}<p>in</p>{% endcall %}"
        "{{ ui.figures([(12, 'new cases', '/n'), (3, 'calls')]) }}"
        "{{ ui.empty_state('Nothing yet', '/a', 'Add one') }}{{ ui.note('Saved', 'good') }}"
        "{{ ui.phone_box('03 808 12 34', '/call', 'Weekdays') }}{{ ui.back_link('/b') }}"
    )
    assert one(soup, ".card h2 a")["href"] == "/w"
    assert one(soup, ".card .tag--new").text == "New"
    assert one(soup, ".card p").text == "in"
    assert [dd.text for dd in soup.select(".figures dd")] == ["12", "3"]
    assert one(soup, ".empty-state a").text == "Add one"
    assert one(soup, ".phone-box__number a")["href"] == "tel:038081234"
    assert all(svg["aria-hidden"] == "true" for svg in soup.select("svg"))


# ---- the files behind them ----


def test_every_icon_that_is_asked_for_exists() -> None:
    sprite = BeautifulSoup(
        (WEB / "static/vendor/icons.svg").read_text(encoding="utf-8"), "html.parser"
    )
    known = {symbol["id"] for symbol in sprite.select("symbol")}
    asked = set()
    for template in WEB.parent.rglob("templates/**/*.html"):
        source = template.read_text(encoding="utf-8")
        asked |= {part.split('"')[0] for part in source.split('icon("')[1:]}
    assert asked <= known
    assert "telephone-fill" in asked


def test_vendored_files_are_the_ones_that_were_checked() -> None:
    listed = (WEB / "static/vendor/VENDOR.txt").read_text(encoding="utf-8")
    for path in (WEB / "static/vendor").iterdir():
        if path.suffix in {".css", ".js", ".svg", ".woff2"}:
            assert hashlib.sha256(path.read_bytes()).hexdigest() in listed, path.name


def test_no_template_of_the_frame_has_inline_style_or_script() -> None:
    frame = [*(WEB / "templates").glob("base*.html"), *(WEB / "templates/errors").glob("*.html")]
    for template in [*frame, *(WEB / "templates/macros").glob("*.html")]:
        soup = BeautifulSoup(template.read_text(encoding="utf-8"), "html.parser")
        assert not soup.select("[style], style, script:not([src])"), template.name
        assert not [a for tag in soup.find_all(True) for a in tag.attrs if a.startswith("on")]
