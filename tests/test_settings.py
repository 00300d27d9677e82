"""Settings: what is wrong is named, with its remedy and without its value."""

import stat
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.settings import Settings, effective, load, with_secret_key

SECRET = "hunter2-hunter2"


def test_nothing_given_is_production() -> None:
    settings = load({})
    assert settings == Settings()
    assert (settings.bot_env, settings.meta_signature_required, settings.graph_api_version) == (
        "production",
        "enforce",
        "v25.0",
    )


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("BOT_PORT", "9000", 9000),
        ("BOT_DATA_DIR", "/srv/bot data", Path("/srv/bot data")),
        ("META_APP_SECRET", "one, two,", ("one", "two")),
        ("BOT_SECRET_KEY", "new,old", ("new", "old")),
        ("GRAPH_API_URL", "http://127.0.0.1:9/", "http://127.0.0.1:9"),
        ("STRICT_AR_OUT", "off", False),
        ("L10N_STICKY_AR_THRESHOLD", " 3 ", 3),
        ("OUTBOX_BASE_DELAY_SEC", "0.5", 0.5),
        ("LOG_FORMAT", "json", "json"),
        ("BOT_PUBLIC_URL", "", None),
    ],
)
def test_a_setting_is_read(name: str, given: str, read: object) -> None:
    assert getattr(load({name: given}), name.lower()) == read


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+asyncpg://bot:p%40ss@db/resto",
        "postgres://db:5432",
        "postgresql:///resto?host=/run/postgresql&port=5433",
        "postgresql://bot@/resto?host=a:1&host=b:2&target_session_attrs=primary",
        "postgresql://[::1]:5432/resto?sslmode=require&pgbouncer=1",
    ],
)
def test_an_address_of_a_database_is_taken(address: str) -> None:
    assert load({"BOT_DATABASE_URL": address}).bot_database_url == address


@pytest.mark.parametrize(
    "address",
    [
        "mysql://db/x",
        "nonsense",
        "postgresql+psycopg://db/x",
        "postgresql://",
        "postgresql://bot:secret@",
        "postgresql://db:port/x",
        "postgresql://a:1,b:2/x",
        "postgresql://db/x?connect_timeout=3",
        "postgresql://db/x?ssl",
    ],
)
def test_a_wrong_address_of_a_database_says_how_a_right_one_looks(address: str) -> None:
    with pytest.raises(ConfigError, match=r"must be like postgresql.*or empty for the embedded PostgreSQL"):
        load({"BOT_DATABASE_URL": address})


@pytest.mark.parametrize(
    "name",
    [
        "BOT_PORT",
        "BOT_ENV",
        "BOT_DATABASE_URL",
        "BOT_PUBLIC_URL",
        "META_SIGNATURE_REQUIRED",
        "META_REPLAY_WINDOW_SEC",
        "GRAPH_API_URL",
        "GRAPH_API_VERSION",
        "L10N_ENABLED",
        "L10N_STICKY_AR_THRESHOLD",
        "OUTBOX_MAX_ATTEMPTS",
        "OUTBOX_MAX_DELAY_SEC",
        "DELIVERY_ENABLED",
        "LOG_LEVEL",
        "LOG_FORMAT",
    ],
)
def test_a_wrong_value_is_named_but_never_shown(name: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        load({name: SECRET})
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(ConfigError, match=r"BOT_PORT.*LOG_LEVEL"):
        load({"LOG_LEVEL": "loud", "BOT_PORT": "70000"})


def test_an_unknown_name_of_ours_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="BOT_DATABSE_URL is not a setting; did you mean BOT_DATABASE_URL"):
        load({"BOT_DATABSE_URL": SECRET})


def test_names_of_others_are_none_of_ours() -> None:
    assert load({"PATH": "/bin", "META_SOMETHING": "1", "BOTTLE": "1"}) == Settings()


@pytest.mark.parametrize("lax", ["off", "warn"])
def test_signatures_are_optional_only_in_development(lax: str) -> None:
    with pytest.raises(ConfigError, match="META_SIGNATURE_REQUIRED"):
        load({"META_SIGNATURE_REQUIRED": lax})
    settings = load({"META_SIGNATURE_REQUIRED": lax, "BOT_ENV": "development"})
    assert settings.meta_signature_required == lax


def test_the_environment_outranks_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('BOT_PORT=1\nBOT_HOST="0.0.0.0"  # all\nexport META_VERIFY_TOKEN=a$b\n')
    settings = load({"BOT_PORT": "2"}, file)
    assert (settings.bot_port, settings.bot_host, settings.meta_verify_token) == (2, "0.0.0.0", "a$b")


def test_the_file_is_checked_as_well(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_PROT=1\n")
    with pytest.raises(ConfigError, match="BOT_PROT"):
        load({}, file)


def test_no_file_is_no_settings(tmp_path: Path) -> None:
    assert load({}, tmp_path / ".env") == Settings()


def test_what_was_given_is_told_from_a_default() -> None:
    assert load({"GRAPH_API_URL": "https://graph.facebook.com"}).model_fields_set == {"graph_api_url"}


def test_secrets_are_masked() -> None:
    settings = load(
        {
            "BOT_DATABASE_URL": f"postgresql://bot:{SECRET}@db/resto?sslmode=require&password={SECRET}",
            "BOT_REDIS_URL": f"redis://:{SECRET}@cache:6379/0",
            "BOT_SECRET_KEY": SECRET,
            "META_APP_SECRET": SECRET,
            "META_VERIFY_TOKEN": SECRET,
        }
    )
    shown = effective(settings)
    assert SECRET not in str(shown)
    assert SECRET not in repr(settings)
    assert shown["BOT_DATABASE_URL"] == "postgresql://bot:****@db/resto?sslmode=require&password=****"
    assert (shown["META_APP_SECRET"], shown["BOT_PORT"]) == ("****", "8080")


def test_every_setting_is_shown() -> None:
    assert set(effective(Settings())) == {name.upper() for name in Settings.model_fields}


def test_production_needs_a_secret_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="BOT_SECRET_KEY is required"):
        with_secret_key(load({"BOT_DATA_DIR": str(tmp_path)}))
    assert list(tmp_path.iterdir()) == []


def test_development_makes_a_secret_key_once(tmp_path: Path) -> None:
    settings = load({"BOT_ENV": "development", "BOT_DATA_DIR": str(tmp_path / "var")})
    first, second = with_secret_key(settings), with_secret_key(settings)
    assert first.bot_secret_key == second.bot_secret_key
    assert len(first.bot_secret_key[0]) >= 43
    (file,) = (tmp_path / "var").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_given_secret_key_is_kept(tmp_path: Path) -> None:
    settings = load({"BOT_SECRET_KEY": "given", "BOT_DATA_DIR": str(tmp_path)})
    assert with_secret_key(settings).bot_secret_key == ("given",)
    assert list(tmp_path.iterdir()) == []
