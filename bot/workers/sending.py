"""How a channel's call reaches its platform: HTTPS with the account's token, or the demo's stand-in."""

from types import TracebackType
from typing import Protocol, Self

import aiohttp

from bot.channels import Call
from bot.errors import Passing, Unknown
from bot.messages import Json
from bot.settings import Settings

TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)


class StandsIn(Protocol):
    """Something that answers in the platform's place, inside this process."""

    async def post(self, account: str, bearer: str, body: Json) -> tuple[int, Json]: ...


class Sender:
    """Posts calls. A connection that was never made may be tried again; an answer that never came is unknown."""

    def __init__(self, settings: Settings) -> None:
        self.base = f"{str(settings.graph_api_url).rstrip('/')}/{settings.graph_api_version}"
        self._stand_in: StandsIn | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=TIMEOUT, headers={"User-Agent": "resto-bot"})
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    def stand_in(self, stand_in: StandsIn) -> None:
        """Send everything to this instead of the network."""
        self._stand_in = stand_in

    async def post(self, channel: str, call: Call, token: str) -> tuple[int, Json | None]:
        """HTTP status and JSON body (None when it was not JSON)."""
        if self._stand_in is not None:
            return await self._stand_in.post(call.path.partition("/")[0], token, call.body)
        assert self._session is not None
        try:
            async with self._session.post(
                f"{self.base}/{call.path}", json=dict(call.body), headers={"Authorization": f"Bearer {token}"}
            ) as answer:
                return answer.status, await _json(answer)
        except aiohttp.ClientConnectorError as error:
            raise Passing(type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Unknown(type(error).__name__) from error


async def _json(answer: aiohttp.ClientResponse) -> Json | None:
    try:
        return await answer.json(content_type=None)
    except ValueError:
        return None
