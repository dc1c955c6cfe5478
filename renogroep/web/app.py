"""How is the house put together?"""

from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

from flask import Flask, g, url_for
from flask_babel import get_locale
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from renogroep.base import clock
from renogroep.financing.rules.sources import read_source
from renogroep.identity import official
from renogroep.identity import queries as identity_queries
from renogroep.identity.actions import sessions
from renogroep.identity.actions.notices import WHAT_NOW
from renogroep.identity.models import Municipality
from renogroep.identity.queries.municipalities import front_municipality
from renogroep.identity.rules import phone
from renogroep.identity.rules import second_factor as second_rules
from renogroep.identity.rules import sessions as session_rules
from renogroep.identity.views import second_factor
from renogroep.infra import i18n, key_checks, mail, sealing, signing, sms, tenant
from renogroep.infra.access import may, may_in
from renogroep.infra.db import AFTER_COMMIT, db, engines_of, everywhere, prepare_engines, session
from renogroep.infra.jobs import MAIL, TIME, make_huey
from renogroep.infra.pages import host_here, this_page
from renogroep.journeys.actions.restage import follow
from renogroep.journeys.queries.silence import urgent_standing
from renogroep.web import (
    carrying,
    errors,
    fresh,
    health,
    hosts,
    limits,
    logs,
    metrics,
    navigation,
    odd_requests,
    other_doors,
    pauses,
    pictures,
    rooms,
    tenancy,
)
from renogroep.web.jobs import register_jobs

HERE = Path(__file__).resolve().parent
POLICY = {
    "default-src": "'self'",
    "img-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
MAX_UPLOAD = 6 * 1024 * 1024  # files are refused in words from 5 MiB on; beyond this unread
SESSION_MINUTES = 120
SECRET_BYTES = 32


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """The whole application.

    settings   what ``config.load()`` gives; tests pass their own
    """
    app = Flask("renogroep", static_folder=None)
    app.request_class = odd_requests.MemoryRequest
    given = settings if settings is not None else _load()
    app.config.from_mapping(given)
    _check_secret(app.config["SECRET_KEY"])
    mail.check_settings(app.config)
    sms.check_settings(app.config)
    app.config["AUDIT_KEYS"] = signing.given_or_kept(app.config)
    sealing.KeyRing.read(sealing.ring_text(app.config))
    # Who loads no settings from the environment, as tests do, says so when it is wanted.
    app.config["SECOND_FACTOR_ROLES"] = second_rules.roles_of_setting(
        app.config.get("SECOND_FACTOR", second_rules.OFF)
    )
    _defaults(app, given)
    logs.number_requests(app)
    hosts.register(app)
    tenancy.register(app)
    official.register(app)
    odd_requests.register(app)
    _database(app)
    _languages(app)
    _guards(app)
    rooms.register(app)
    errors.register(app)
    pauses.register(app)
    logs.register(app)
    _queues(app)
    app.extensions[AFTER_COMMIT] = follow
    app.extensions[WHAT_NOW] = urgent_standing
    return app


def _queues(app: Flask) -> None:
    immediate = bool(app.config.get("TESTING"))
    for extension, name in (("huey", TIME), ("mail_huey", MAIL)):
        app.extensions[extension] = make_huey(
            app.config["JOBS_URL"], name=name, immediate=immediate
        )
    register_jobs(app)


def _check_secret(key: str) -> None:
    """It signs sessions and links. Raises ValueError without showing it."""
    if len(str(key).encode()) < SECRET_BYTES:
        raise ValueError(f"SECRET_KEY is shorter than {SECRET_BYTES} bytes: anybody can guess it")


def _load() -> dict[str, Any]:
    import config

    return config.load()


def _defaults(app: Flask, given: dict[str, Any]) -> None:
    secure = bool(app.config.get("HTTPS"))
    ours = {
        "MAX_CONTENT_LENGTH": MAX_UPLOAD,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 5_000,
        "SESSION_COOKIE_NAME": "renogroep",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "PERMANENT_SESSION_LIFETIME": SESSION_MINUTES * 60,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session itself
        "PREFERRED_URL_SCHEME": "https" if secure else "http",
    }
    app.config.update({name: value for name, value in ours.items() if name not in given})
    if app.config.get("PROXIES"):
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    static = HERE / "static"
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(static), prefix="static/", max_age=3600)  # type: ignore[method-assign]
    app.add_url_rule("/static/<path:filename>", "static", build_only=True)


def _database(app: Flask) -> None:
    app.config["SQLALCHEMY_ENGINES"] = engines_of(app.config["DATABASE_URL"])
    db.init_app(app)
    # We have no asynchronous engines; closing them would start an event loop at every request.
    app.teardown_appcontext_funcs[:] = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]
    with app.app_context():
        prepare_engines(db.engines)
        for engine in db.engines.values():
            tenant.fence(engine)
        key_checks.check_at_start(db.engine, sealing.ring())


def _languages(app: Flask) -> None:
    app.config.setdefault("BABEL_DEFAULT_LOCALE", i18n.DEFAULT)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Brussels")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(HERE.parent / "translations"))
    i18n.babel.init_app(app, locale_selector=i18n.chosen_language)
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(
        money=i18n.money,
        number=i18n.shown,
        day=i18n.day,
        moment=i18n.moment,
        phone=phone.shown,
        source=read_source,
    )
    app.jinja_env.globals.update(say=i18n.say, say_stored=i18n.say_stored, may=may, may_in=may_in)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def _around() -> dict[str, Any]:
        here = this_page()
        return {
            "locale": str(get_locale() or i18n.DEFAULT),
            "languages": [
                (code, name, url_for("identity.language", code=code, next=here))
                for code, name in i18n.LANGUAGES.items()
            ],
            "municipality": _municipality(),
            "neighbourhood_theme": None,
            "nav_items": navigation.items(),
            "home_url": url_for("pages.front"),
            "sign_in_url": url_for("identity.sign_in"),
            "official_url": url_for("official.start") if official.official() else None,
            "switch_url": _switch_url(),
            "sign_out_url": url_for("identity.sign_out"),
            "call_me_url": url_for("pages.front") + "#bel-mij",
            "footer_links": navigation.footer(),
        }


def _municipality() -> Any:
    """The reader's own municipality, else the one whose front door this is."""
    if current_user and current_user.is_authenticated:
        return session().get(Municipality, current_user.municipality_id)
    return front_municipality(session(), host_here())


def _switch_url() -> str | None:
    """Where somebody chooses for which municipality they work; None when there is one alone."""
    several = bool(current_user) and current_user.is_authenticated and len(current_user.choices) > 1
    return url_for("identity.switch_page") if several else None


def _note_use(reader: Any) -> None:
    """Two hours count from the last click."""
    key = getattr(reader, "session_id", None)
    if key and session_rules.must_be_written(reader.seen_at, clock.now()):
        sessions.note_seen(key, reader.seen_at)


def _guards(app: Flask) -> None:
    carrying.register(app)
    other_doors.register(app, CSRFProtect(app))
    pictures.register(app)
    fresh.register(app)
    talisman = Talisman(
        app,
        force_https=bool(app.config.get("HTTPS")),
        strict_transport_security=bool(app.config.get("HTTPS")),
        session_cookie_secure=bool(app.config.get("HTTPS")),
        content_security_policy=POLICY,
        referrer_policy="same-origin",
        frame_options="DENY",
    )
    limiter = Limiter(
        get_remote_address,
        app=app,
        default_limits=limits.per_process(app.config),
        storage_uri=app.config.get("LIMITER_STORAGE", "memory://"),
        strategy="fixed-window",
    )
    health.register(app, limiter, talisman)
    metrics.register(app, limiter, talisman)
    manager = LoginManager(app)
    manager.session_protection = None  # phones change address; the cookie is signed and short

    @manager.user_loader
    def _load_user(token: str) -> identity_queries.Principal | None:
        with everywhere() as across:  # whose municipality it is, is what the token says
            reader = identity_queries.principal(across, token)
        return second_factor.keep_waiting(reader)

    @app.after_request
    def _seen(response: Any) -> Any:
        _note_use(g.get("_login_user"))
        return response

    @app.after_request
    def _private(response: Any) -> Any:
        # Who was looked up for this page; to look again would fail when the database is what broke.
        reader = g.get("_login_user")
        if reader is not None and reader.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response
