"""Settings from the environment, all of them checked at once.

`.env.example` lists the same names; a test holds them together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flight_tracker.errors import ConfigError
from flight_tracker.geo import BoundingBox
from flight_tracker.settings import api_keys
from flight_tracker.settings.reader import Reader

SOURCES = ("auto", "opensky", "readsb", "replay", "simulation")
OPENSKY_API_URL = "https://opensky-network.org/api"
OPENSKY_TOKEN_URL = (
    "https://auth.opensky-network.org/auth/realms/opensky-network/protocol/openid-connect/token"
)
SECURITY_PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
SASL_MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")

MOST_REQUESTS = 1_000_000
"""A minute."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Where states come from, and how often."""

    name: str
    opensky_api_url: str
    opensky_token_url: str
    opensky_client: tuple[str, str] | None = field(repr=False)
    opensky_box: BoundingBox | None
    opensky_daily_credits: int | None
    readsb_api_url: str | None
    replay_path: str | None
    replay_speed: float
    replay_loop: bool
    simulation_aircraft: int
    simulation_seed: int
    poll_interval: float


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """The log. `client` holds librdkafka's options, a password among them."""

    bootstrap_servers: str | None
    client: dict[str, Any] = field(repr=False)
    topic: str
    rejected_topic: str
    log_id: str | None


@dataclass(frozen=True, slots=True)
class DatabricksSettings:
    """A SQL warehouse and where the tables are. `wakes`: a question of the API may start it."""

    server_hostname: str
    http_path: str
    token: str | None = field(repr=False)
    client: tuple[str, str] | None = field(repr=False)
    catalog: str
    schema: str
    landing: str
    wakes: bool


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """Whom the API lets in, and how often: requests a minute, 0 for as many as come.

    `trusted_proxies` are networks whose header X-Forwarded-For is believed.
    """

    cors_allowed_origins: tuple[str, ...] = ()
    rate_limit: int = 0
    ingest_rate_limit: int = 0
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Secrets are left out of `repr`."""

    source: SourceSettings
    kafka: KafkaSettings
    databricks: DatabricksSettings | None
    lakehouse: str
    load_interval: float
    object_store_url: str
    ingest_api_keys: tuple[str, ...] = field(repr=False)
    http: HttpSettings
    alert_webhook: str | None = field(repr=False)
    alert_link: str | None
    bind_address: str
    api_port: int
    dashboard_port: int
    data_dir: Path

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check. ConfigError lists every wrong variable with what is wrong."""
        read = Reader(environ)
        data_dir = Path(read.text("DATA_DIR", "./data"))
        lakehouse = read.one_of("LAKEHOUSE", ("embedded", "databricks", "none"), "embedded")
        settings = cls(
            source=_source(read),
            kafka=_kafka(read),
            databricks=_databricks(read, required=lakehouse == "databricks"),
            lakehouse=lakehouse,
            load_interval=read.number(
                "LOAD_INTERVAL_SECONDS", 60 if lakehouse == "embedded" else 3600, 1, 86_400
            ),
            object_store_url=read.text("OBJECT_STORE_URL", str(data_dir / "store")),
            ingest_api_keys=read.several("INGEST_API_KEYS", api_keys.checked),
            http=_http(read),
            alert_webhook=read.url("ALERT_WEBHOOK_URL", None),
            alert_link=read.url("ALERT_LINK", None),
            bind_address=read.text("BIND_ADDRESS", "127.0.0.1"),
            api_port=read.integer("API_PORT", 8000, 1, 65_535),
            dashboard_port=read.integer("DASHBOARD_PORT", 3000, 1, 65_535),
            data_dir=data_dir,
        )
        if settings.api_port == settings.dashboard_port:
            read.wrong("DASHBOARD_PORT", f"is {settings.api_port}, and so is API_PORT")
        if read.errors:
            raise ConfigError(read.errors)
        return settings


def _source(read: Reader) -> SourceSettings:
    name = read.one_of("FLIGHT_SOURCE", SOURCES, "auto")
    replay_path = read.optional("REPLAY_PATH")
    readsb_api_url = read.url("READSB_API_URL", None)
    if name == "replay" and (replay_path is None or not Path(replay_path).exists()):
        given = f"{replay_path!r} does not exist" if replay_path else "is missing"
        read.wrong("REPLAY_PATH", f"{given}: FLIGHT_SOURCE=replay needs a file or a folder")
    if name == "readsb" and readsb_api_url is None:
        read.wrong("READSB_API_URL", "is missing: FLIGHT_SOURCE=readsb needs it")
    return SourceSettings(
        name=name,
        opensky_api_url=read.url("OPENSKY_API_URL", OPENSKY_API_URL) or "",
        opensky_token_url=read.url("OPENSKY_TOKEN_URL", OPENSKY_TOKEN_URL) or "",
        opensky_client=read.pair("OPENSKY_CLIENT_ID", "OPENSKY_CLIENT_SECRET"),
        opensky_box=read.parsed("OPENSKY_BBOX", _opensky_box),
        opensky_daily_credits=read.integer("OPENSKY_DAILY_CREDITS", 0, 1, 10_000_000)
        if read.optional("OPENSKY_DAILY_CREDITS")
        else None,
        readsb_api_url=readsb_api_url,
        replay_path=replay_path,
        replay_speed=read.number("REPLAY_SPEED", 1, 0.01, 100_000),
        replay_loop=read.boolean("REPLAY_LOOP"),
        simulation_aircraft=read.integer("SIMULATION_AIRCRAFT", 10_000, 10, 100_000),
        simulation_seed=read.integer("SIMULATION_SEED", 1, 0, 2**31 - 1),
        poll_interval=read.number("POLL_INTERVAL_SECONDS", 30, 1, 86_400),
    )


def _opensky_box(text: str) -> BoundingBox:
    box = BoundingBox.parse(text)
    if box.crosses_antimeridian:
        raise ValueError("must not cross the antimeridian: OpenSky has no such box")
    return box


def _kafka(read: Reader) -> KafkaSettings:
    servers = read.optional("KAFKA_BOOTSTRAP_SERVERS")
    protocol = read.one_of("KAFKA_SECURITY_PROTOCOL", SECURITY_PROTOCOLS, "PLAINTEXT")
    mechanism = read.one_of("KAFKA_SASL_MECHANISM", SASL_MECHANISMS, "PLAIN")
    user = read.pair("KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD")
    client: dict[str, Any] = {"bootstrap.servers": servers or "", "security.protocol": protocol}
    if protocol.startswith("SASL"):
        if not read.optional("KAFKA_SASL_USERNAME") and not read.optional("KAFKA_SASL_PASSWORD"):
            read.wrong("KAFKA_SASL_USERNAME", f"is missing: {protocol} needs a user")
        username, password = user or ("", "")
        client |= {
            "sasl.mechanism": mechanism,
            "sasl.username": username,
            "sasl.password": password,
        }
    topic = read.text("KAFKA_TOPIC", "flights.states")
    rejected_topic = read.text("KAFKA_REJECTED_TOPIC", "flights.rejected")
    if topic == rejected_topic:
        read.wrong("KAFKA_REJECTED_TOPIC", f"is {topic!r}, and so is KAFKA_TOPIC")
    return KafkaSettings(servers, client, topic, rejected_topic, read.optional("KAFKA_LOG_ID"))


def _databricks(read: Reader, *, required: bool) -> DatabricksSettings | None:
    landing = read.one_of("DATABRICKS_LANDING", ("volume", "external"), "volume")
    hostname = read.optional("DATABRICKS_SERVER_HOSTNAME")
    http_path = read.optional("DATABRICKS_HTTP_PATH")
    token = read.optional("DATABRICKS_TOKEN")
    client = read.pair("DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET")
    wakes = read.boolean("DATABRICKS_WAKE_FOR_HISTORY")
    if not required:
        return None
    for name, value in (
        ("DATABRICKS_SERVER_HOSTNAME", hostname),
        ("DATABRICKS_HTTP_PATH", http_path),
        ("DATABRICKS_TOKEN", token or client),
    ):
        if not value:
            read.wrong(name, "is missing: LAKEHOUSE=databricks needs it")
    return DatabricksSettings(
        hostname or "",
        http_path or "",
        token,
        client,
        read.text("DATABRICKS_CATALOG", "workspace"),
        read.text("DATABRICKS_SCHEMA", "flight_tracker"),
        landing,
        wakes,
    )


def _http(read: Reader) -> HttpSettings:
    origins = read.several("CORS_ALLOWED_ORIGINS", _origin)
    if "*" in origins and len(origins) > 1:
        read.wrong("CORS_ALLOWED_ORIGINS", "has * and others: * alone means everybody")
    return HttpSettings(
        cors_allowed_origins=origins,
        rate_limit=read.integer("RATE_LIMIT_PER_MINUTE", 0, 0, MOST_REQUESTS),
        ingest_rate_limit=read.integer("INGEST_RATE_LIMIT_PER_MINUTE", 0, 0, MOST_REQUESTS),
        trusted_proxies=read.several("TRUSTED_PROXIES", _network),
    )


def _origin(text: str) -> str:
    """As browsers send it (RFC 6454, section 6.2)."""
    parts = urlsplit(text)
    is_origin = parts.scheme in ("http", "https") and text == f"{parts.scheme}://{parts.netloc}"
    if text != "*" and not (is_origin and parts.hostname and "@" not in text):
        raise ValueError("must be * or an origin such as https://map.example.org, without a path")
    return text.lower()


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise ValueError("must be an address or a network such as 10.0.0.0/8") from None
