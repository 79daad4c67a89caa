"""The web application: what a load balancer and an administrator may ask."""

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from bot.services.health import look
from bot.services.parts import Parts


def web_app(parts: Parts) -> FastAPI:
    """The routes of this process."""
    app = FastAPI(title="Peercoach", docs_url=None, redoc_url=None, openapi_url=None)

    async def healthz() -> JSONResponse:
        """The truth about database, migrations and loops; 503 when any of them is not well."""
        health = await look(parts)
        return JSONResponse(health.as_json(), status_code=200 if health.well else 503)

    app.get("/healthz")(healthz)
    return app
