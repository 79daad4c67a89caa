"""Starts Rasa's server on the model `coach`: `python serve.py HOST PORT`. The token comes from RASA_TOKEN.

On a command line of its own it would be shown to everybody who may list the processes of this machine.
"""

import os
import runpy
import sys
from pathlib import Path

MODEL = Path(__file__).parent / "models" / "coach.tar.gz"

if __name__ == "__main__":
    host, port = sys.argv[1:]
    token = os.environ.pop("RASA_TOKEN", "")
    if not token:
        sys.exit("Rasa must not answer everybody: set RASA_TOKEN to the token that the coach has as COACH_RASA_TOKEN.")
    where = ["--interface", host, "--port", port, "--auth-token", token]
    sys.argv = ["rasa", "run", "--enable-api", "--model", str(MODEL), *where]
    runpy.run_module("rasa", run_name="__main__")
