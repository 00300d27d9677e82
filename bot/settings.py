"""Settings: from the environment or a `.env` file, checked once, never printed with their secrets."""

import difflib
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.errors import ConfigError

_FOR_TESTS = ("BOT_TEST_DATABASE_URL",)
_PASSWORD = re.compile(r"(?<=:)[^:@/?]*(?=@)|(?<=password=)[^&]*")
_SECRET = {"secret": True}
_PARAMETER = (
    "(sslmode|ssl|host|port|user|password|database|passfile|service|servicefile|krbsrvname|gsslib|target_session_attrs"
    "|pgbouncer)=[^&]*"
)
_SERVER = r"((\[[^/?]+\]|[^/:?]+)(:[0-9]{1,5})?(/[^?]*)?|/[^?]*)"
_DATABASE = rf"^(postgres(ql)?(\+asyncpg)?://([^:/]*(:[^@]*)?@)?{_SERVER}(\?{_PARAMETER}(&{_PARAMETER})*)?)?$"
_LIKE_A_DATABASE = (
    "must be like postgresql+asyncpg://user:password@host:5432/name?ssl=require (no parameters but "
    "asyncpg's, what is special in the password percent-encoded), or empty for the embedded PostgreSQL"
)


def _by_comma(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _no_slash_at_end(value: Any) -> Any:
    return value.rstrip("/") if isinstance(value, str) else value


Secrets = Annotated[tuple[str, ...], BeforeValidator(_by_comma), Field(repr=False, json_schema_extra=_SECRET)]
Secret = Annotated[str, Field(repr=False, json_schema_extra=_SECRET)]
SecretUrl = Annotated[str, Field(repr=False)]
WebUrl = Annotated[str, BeforeValidator(_no_slash_at_end), Field(pattern=r"^https?://[^\s@]+$")]
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Settings(BaseModel):
    """What can be set. A field is the lower-case name of its variable; `model_fields_set` says which were given."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    bot_database_url: Annotated[SecretUrl, Field(pattern=_DATABASE, description=_LIKE_A_DATABASE)] = ""
    """Empty: the embedded PostgreSQL in `bot_data_dir`."""
    bot_redis_url: SecretUrl = ""
    bot_secret_key: Secrets = ()
    """The first one signs, all verify. `with_secret_key` fills it in development."""
    bot_env: Literal["production", "development"] = "production"
    bot_data_dir: Path = Path("var")
    bot_host: str = "127.0.0.1"
    bot_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    bot_public_url: WebUrl | None = None

    meta_app_secret: Secrets = ()
    meta_verify_token: Secret = ""
    meta_signature_required: Literal["enforce", "warn", "off"] = "enforce"
    meta_replay_window_sec: Count = 691_200
    graph_api_url: WebUrl = "https://graph.facebook.com"
    graph_api_version: Annotated[str, Field(pattern=r"^v\d+\.\d+$")] = "v25.0"

    l10n_enabled: bool = True
    l10n_sticky_ar_enabled: bool = True
    l10n_sticky_ar_threshold: Count = 2
    strict_ar_out: bool = True

    outbox_max_attempts: Count = 7
    outbox_base_delay_sec: Seconds = 30
    outbox_max_delay_sec: Seconds = 3600
    outbox_unknown_wait_sec: Seconds = 30

    support_enabled: bool = True
    admin_wa_console_enabled: bool = True
    delivery_enabled: bool = True

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] | None = None
    """None: `console` on a terminal, else `json`."""

    @property
    def development(self) -> bool:
        return self.bot_env == "development"


def load(env: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """The settings of this environment, over those of the file if it exists; an empty value counts as not given.

    ConfigError names every setting that is wrong and why, never a value.
    """
    given = {**_read(dotenv), **env}
    _refuse_unknown(given)
    known = {name: given[name.upper()] for name in Settings.model_fields if given.get(name.upper(), "").strip()}
    try:
        settings = Settings.model_validate({name: value.strip() for name, value in known.items()})
    except ValidationError as error:
        raise ConfigError("; ".join(_complaints(error))) from None
    if settings.meta_signature_required != "enforce" and not settings.development:
        raise ConfigError("META_SIGNATURE_REQUIRED may be lax only with BOT_ENV=development")
    return settings


def with_secret_key(settings: Settings) -> Settings:
    """The same with a secret key: in development made once into the data directory, elsewhere required."""
    if settings.bot_secret_key:
        return settings
    if not settings.development:
        raise ConfigError(
            'BOT_SECRET_KEY is required; make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    try:
        key = _kept_key(settings.bot_data_dir / "secret.key")
    except OSError as error:
        raise ConfigError(f"BOT_SECRET_KEY cannot be kept in BOT_DATA_DIR: {error.strerror}") from error
    return settings.model_copy(update={"bot_secret_key": (key,)})


def effective(settings: Settings) -> dict[str, str]:
    """NAME → value as text, for a person: secrets masked, passwords in addresses masked."""
    return {name.upper(): _shown(name, getattr(settings, name)) for name in Settings.model_fields}


def _read(dotenv: Path | None) -> dict[str, str]:
    if dotenv is None or not dotenv.is_file():
        return {}
    return {name: value for name, value in dotenv_values(dotenv, interpolate=False).items() if value is not None}


def _refuse_unknown(names: Iterable[str]) -> None:
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(names):
        if name.startswith("BOT_") and name not in known and name not in _FOR_TESTS:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0)
            raise ConfigError(f"{name} is not a setting; did you mean {near[0]}?")


def _complaints(error: ValidationError) -> Iterable[str]:
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        name = str(problem["loc"][0])
        wanted = Settings.model_fields[name].description
        yield f"{name.upper()}: {wanted or problem['msg'].removeprefix('Input ').removeprefix('String ')}"


def _kept_key(path: Path) -> str:
    """The key in this file, which is made when missing; of two processes that make it, both get the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def _shown(name: str, value: Any) -> str:
    extra = Settings.model_fields[name].json_schema_extra
    if extra == _SECRET:
        return "****" if value else ""
    return _PASSWORD.sub("****", str(value)) if value is not None else ""
