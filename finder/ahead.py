"""What a first start makes in a process of its own, while the list is read.

folium and pypinyin are a hundred megabytes that nobody needs any more once the map's shells and
the spellings of names are kept. So the process that makes them ends before the workers begin.
A very long list is spelt when somebody searches it in letters.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

from finder import store
from finder.errors import FinderError
from finder.facility import Facility
from finder.map_shell import is_kept
from finder.matching import syllables
from finder.naming import facility_name, place_name
from finder.places import places
from finder.settings import Settings
from finder.shells import shells
from finder.spelling import SPELLINGS, keep_spellings
from finder.translations import LANGUAGES, catalogue

# So many facilities take two seconds to spell; a million would keep the server from starting for
# minutes.
MOST_SPELT = 10_000


def started(chosen: Settings) -> Callable[[], None]:
    """Start making what is not kept yet; return what waits until that is done.

    To be called by a process that has one thread; what it returns, once the list is published.
    Whatever goes wrong in the other process, the application makes anew what it does not find.
    """
    folder = chosen.data_folder
    has_shells = all(is_kept(folder, chosen.tiles, name) for name in LANGUAGES)
    if has_shells and (folder / SPELLINGS).exists():
        return lambda: None
    seen, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        try:
            # The parent meets such an error too, and says it better.
            with suppress(FinderError, OSError):
                _make(chosen, seen)
        except Exception:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            # Nothing that the parent has begun is for the child to end, whoever interrupts it.
            os._exit(0)
    os.close(seen)
    return lambda: _ended(child, told)


def _make(chosen: Settings, seen: int) -> None:
    chosen.data_folder.mkdir(parents=True, exist_ok=True)
    shells(chosen)
    english = catalogue("en")
    for place in places(chosen.places_path):
        place_name(place.name, english)
    # Two that open a new database at once would be in each other's way.
    if os.read(seen, 1):
        for facility in _facilities(chosen):
            syllables(facility)
            facility_name(facility, "en")
            place_name(facility.town, english)
        keep_spellings(chosen.data_folder / SPELLINGS)


def _facilities(chosen: Settings) -> tuple[Facility, ...]:
    """Return the published list; of a longer one than `MOST_SPELT`, nothing."""
    with store.opened(chosen.database_path) as database:
        found = store.version(database)
        is_short = found is not None and found.facilities <= MOST_SPELT
        return store.facilities(database) if is_short else ()


def _ended(child: int, told: int) -> None:
    # It may have ended by itself.
    with suppress(OSError):
        os.write(told, b"1")
    os.close(told)
    os.waitpid(child, 0)
