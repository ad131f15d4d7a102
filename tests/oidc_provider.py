"""An office's log-in of the tests' own: just enough of OpenID Connect, on this machine, for whom the test says."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "tests", "use": "sig", "alg": "RS256"})


class Issuer(ThreadingHTTPServer):
    """Who is logged in there, and the nonce of the last one who came."""

    subject = ""
    nonce = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Door(BaseHTTPRequestHandler):
    server: Issuer

    def do_GET(self) -> None:
        asked = urlparse(self.path)
        words = {key: values[0] for key, values in parse_qs(asked.query).items()}
        issuer = self.server.address
        if asked.path == "/authorize":
            self.server.nonce = words.get("nonce", "")
            self.send_response(302)
            back = urlencode({"code": "code", "state": words["state"]})
            self.send_header("Location", f"{words['redirect_uri']}?{back}")
            self.end_headers()
        elif asked.path == "/keys":
            self.say({"keys": [KEY.as_dict(private=False)]})
        else:
            self.say(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        now = int(time.time())
        claims = {
            "iss": self.server.address,
            "sub": self.server.subject,
            "aud": "zuilian",
            "iat": now,
            "exp": now + 600,
            "nonce": self.server.nonce,
        }
        token = jwt.encode({"alg": "RS256", "kid": "tests"}, claims, KEY)
        self.say({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def say(self, words: dict[str, Any]) -> None:
        body = json.dumps(words).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def provider() -> Iterator[Issuer]:
    with Issuer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
