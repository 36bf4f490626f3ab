"""Where aircraft states come from, and the HTTP client that fetches them."""

from typing import TYPE_CHECKING

from flight_tracker.ports import HttpClient, StateSource
from flight_tracker.settings import SourceSettings

if TYPE_CHECKING:
    from flight_tracker.adapters.simulation import SimulationSource


def http_client() -> HttpClient:
    from flight_tracker.adapters.http import RequestsHttpClient

    return RequestsHttpClient()


def source(settings: SourceSettings, name: str) -> StateSource:
    match name:
        case "opensky":
            return _opensky(settings)
        case "readsb":
            from flight_tracker.adapters.readsb import ReadsbSource

            return ReadsbSource(http_client(), settings.readsb_api_url or "")
        case "replay":
            from flight_tracker.adapters.replay import ReplaySource

            return ReplaySource(
                settings.replay_path or "", speed=settings.replay_speed, loop=settings.replay_loop
            )
        case "simulation":
            return simulation(settings)
    raise AssertionError(f"no source is called {name}")


def simulation(settings: SourceSettings) -> "SimulationSource":
    """The simulated sky; benchmarks and tools use it too."""
    from flight_tracker.adapters.simulation import SimulationSource

    return SimulationSource(aircraft=settings.simulation_aircraft, seed=settings.simulation_seed)


def _opensky(settings: SourceSettings) -> StateSource:
    from flight_tracker.adapters.opensky import OpenSkyAccess, OpenSkySource

    access = OpenSkyAccess(
        settings.opensky_api_url,
        settings.opensky_token_url,
        settings.opensky_client,
        settings.opensky_box,
        settings.opensky_daily_credits,
    )
    return OpenSkySource(http_client(), access)
