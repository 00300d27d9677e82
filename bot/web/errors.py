"""Errors as the outside sees them: one JSON shape, a stable code, a trace id, never a traceback."""

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import DatabaseUnavailable
from bot.messages import Json
from bot.web.keys import CONTEXT, TRACE

log = structlog.get_logger()


def refusal(request: web.Request, status: int, code: str, message: str, **more: Json) -> web.Response:
    """An error answer; `more` is what this code says besides."""
    trace = request.get(TRACE, "")
    return web.json_response({"ok": False, "code": code, "message": message, "trace_id": trace, **more}, status=status)


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give every request a trace id, and every failure its shape."""
    request[TRACE] = request.app[CONTEXT].world.new_id().hex
    try:
        return await handler(request)
    except DatabaseUnavailable:
        return refusal(request, 503, "DATABASE_UNAVAILABLE", "Nothing was stored. Send it again.")
    except web.HTTPException as error:
        return refusal(request, error.status, _code(error), error.reason)
    except Exception as error:  # noqa: BLE001 - the edge of the program
        log.error("request failed", route=request.path, trace=request[TRACE], error=type(error).__name__)
        return refusal(request, 500, "INTERNAL", "Something went wrong. The trace id names it in the logs.")


def _code(error: web.HTTPException) -> str:
    named: dict[int, str] = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "BODY_TOO_LARGE"}
    return named.get(error.status, f"HTTP_{error.status}")
