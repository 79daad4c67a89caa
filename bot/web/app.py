"""The web application: what a load balancer and an administrator may ask, and the doors of the channels that have one."""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.routing import Route

from bot.services.health import look
from bot.services.parts import Parts
from bot.web.rest import PATH, Rest


def web_app(parts: Parts, rest: Rest | None = None, hooks: Sequence[Route] = ()) -> FastAPI:
    """The routes of this process; that of the REST channel and those of webhooks only where they are given."""
    app = FastAPI(title="Peercoach", docs_url=None, redoc_url=None, openapi_url=None)

    async def healthz() -> JSONResponse:
        """The truth about database, migrations and loops; 503 when any of them is not well."""
        health = await look(parts)
        return JSONResponse(health.as_json(), status_code=200 if health.well else 503)

    app.get("/healthz")(healthz)
    if rest is not None:
        app.router.routes.append(Route(PATH, rest, methods=["POST"]))
    app.router.routes.extend(hooks)
    return app
