"""Which public culture facility is open near me now?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from finder.settings import Settings


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def create_app(chosen: Settings | None = None, clock: Callable[[], dt.datetime] = _now) -> Flask:
    """Return the application, its list of facilities loaded.

    Args:
        chosen: the settings; those of the environment if None.
        clock: returns the present moment, aware.

    Raises:
        FinderError: a setting is wrong, the list has problems, or front-end files are missing.
    """
    # Imported here so that `finder.hours` and the terminal do not pay for the web.
    from flask import Flask
    from flask_babel import Babel

    from finder import (
        api,
        api_page,
        coverage_pages,
        data_pages,
        delivery,
        embed_pages,
        error_pages,
        facility_pages,
        holiday_pages,
        offline,
        pages,
        probes,
        report_pages,
        sharing,
        staff,
        store,
    )
    from finder.assets import assets, check_frontend
    from finder.following import follow
    from finder.holidayfile import calendar_at
    from finder.observed import Observed
    from finder.protection import Protected
    from finder.rate_limits import Limiter
    from finder.secret import secret
    from finder.settings import RESOURCES, settings
    from finder.shells import shells
    from finder.site import Site, language
    from finder.spelling import SPELLINGS, read_spellings

    chosen = chosen or settings()
    check_frontend()
    with store.opened(chosen.database_path) as database:
        follow(database, chosen.csv_path, clock(), shared=chosen.shared)

    app = Flask(
        __name__,
        # Served by `delivery`, under hashes.
        static_folder=None,
        template_folder=str(RESOURCES / "templates"),
    )
    app.config.update(BABEL_DEFAULT_LOCALE="zh", BABEL_DEFAULT_TIMEZONE="Asia/Shanghai")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    Babel(app, locale_selector=language)
    read_spellings(chosen.data_folder / SPELLINGS)
    held = assets(RESOURCES / "static")
    maps = shells(chosen)
    texts = (RESOURCES / "templates", Path(__file__).parent / "translations")
    app.extensions["finder"] = Site(
        settings=chosen,
        calendar=calendar_at(chosen.holidays_path),
        clock=clock,
        assets=held,
        shells=maps,
        edition=offline.edition_of(held.values(), maps.values(), texts),
        secret=secret(chosen),
        limiter=Limiter(chosen.database_path, clock),
    )
    delivery.add_delivery(app)
    app.wsgi_app = Protected(app.wsgi_app, chosen)  # type: ignore[assignment,method-assign]
    app.register_blueprint(api.bp)
    app.register_blueprint(api_page.bp)
    app.register_blueprint(pages.bp)
    app.register_blueprint(facility_pages.bp)
    app.register_blueprint(report_pages.bp)
    app.register_blueprint(holiday_pages.bp)
    app.register_blueprint(data_pages.bp)
    app.register_blueprint(embed_pages.bp)
    app.register_blueprint(coverage_pages.bp)
    app.register_blueprint(offline.bp)
    app.register_blueprint(probes.bp)
    staff.add_staff(app)
    error_pages.add_error_pages(app)
    sharing.add_sharing(app)
    offline.add_editions(app)
    probes.add_doubts(app)
    here = app.extensions["finder"]
    app.wsgi_app = Observed(app.wsgi_app, here.counts, is_told=bool(chosen.log))  # type: ignore[assignment,method-assign]
    # Read before a server's processes part, so that they share its memory.
    here.listing()
    return app
