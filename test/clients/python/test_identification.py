"""
An integration test against a Tvilling server over HTTPS, with requests and requests_oauthlib.

Each test has a tenant of its own. The code under test, CustomerWatch, uploads customers to the API consumer-intelligence
and hears by webhook who they are. The real service takes its time for that; here the test advances the clock, and when the
advance answers, all messages have been sent and received.

Run it with `python3 -m unittest`, or with pytest.
"""

import hashlib
import hmac
import json
import os
import sys
import threading
import unittest
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session

SERVER = os.environ.get("TVILLING_URL", "https://127.0.0.1:4010")

# Documented people: the register knows the first, and nobody has the number of the second.
KNOWN = "198001022386"
UNKNOWN = "197707072380"


# ---------------------------------------------------------------- the code under test


class CustomerWatch:
    """Uploads customers, and hears who they are."""

    def __init__(self, base: str, client_id: str, client_secret: str):
        self.api = f"{base}/consumer-intelligence/v3"
        self.identified: list[str] = []
        self.webhook_secret = ""
        self.session = OAuth2Session(client=BackendApplicationClient(client_id=client_id, scope=["bci"]))
        self.session.fetch_token(f"{base}/as/token.oauth2", client_id=client_id, client_secret=client_secret)

    def upload(self, consumer_id: str, legal_id: str) -> None:
        consumer = {"market": "SE", "consumerId": consumer_id, "data": {"legalId": legal_id}}
        for _ in range(3):
            answer = self.session.post(f"{self.api}/consumers", json=[consumer])
            if answer.status_code != 502:
                break
        answer.raise_for_status()

    def list_identified(self) -> list[str]:
        answer = self.session.get(f"{self.api}/consumers", params={"state": "IDENTIFIED"})
        answer.raise_for_status()
        return [consumer["consumerId"] for consumer in answer.json()["data"]]

    def hear(self, timestamp: str, signature: str, body: bytes) -> bool:
        """Takes what the service sends to our webhook. Returns whether it really comes from there."""
        signed = timestamp.encode() + b"." + body
        expected = hmac.new(self.webhook_secret.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, signature):
            return False
        event = json.loads(body)
        if event["type"] == "CONSUMER_IDENTIFIED":
            self.identified.append(event["consumerId"])
        return True


# ---------------------------------------------------------------- what a test needs around it


class Twin:
    """A tenant of a Tvilling server: nobody else sees its clock, people, faults and journal."""

    def __init__(self, server: str):
        self.server = server
        self.tenant = f"python-{uuid.uuid4()}"
        # What the code under test calls in place of the provider, such as https://api.bisnode.com.
        self.url = f"{server}/t/{self.tenant}"

    def send(self, method: str, path: str, body: object = None, **options) -> requests.Response:
        """Says something to the control API of the tenant; GET /_tvilling/openapi.json has all of it."""
        answer = requests.request(method, f"{self.url}/_tvilling{path}", json=body, timeout=30, **options)
        if not answer.ok:
            # The sentence in the answer says what is wrong, and what to do.
            raise ValueError(f"{method} {path}: {answer.text}")
        return answer

    def __enter__(self) -> "Twin":
        return self

    def __exit__(self, failure, *_) -> None:
        if failure is not None:
            print(self.send("GET", "/journal", headers={"Accept": "text/plain"}).text, file=sys.stderr)
        requests.delete(f"{self.server}/_tvilling/tenants/{self.tenant}", timeout=30)


@contextmanager
def webhook_receiver(watch: CustomerWatch):
    """Receives the messages of the webhook; gives its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            timestamp = self.headers.get("CI-SIGNATURE-TIMESTAMP", "")
            signature = self.headers.get("CI-SIGNATURE-SHA256", "")
            self.send_response(200 if watch.hear(timestamp, signature, body) else 401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook"
        server.shutdown()


@contextmanager
def started():
    """A twin on a clock that stands still, the code under test, and a webhook between them."""
    with Twin(SERVER) as twin:
        twin.send("PUT", "/clock", {"mode": "manual"})
        watch = CustomerWatch(twin.url, "tvilling", "tvilling")
        with webhook_receiver(watch) as url:
            watch.webhook_secret = twin.send("POST", "/scenarios/webhook-registered", {"url": url}).json()["secret"]
            yield twin, watch


class IdentificationTest(unittest.TestCase):
    def test_customers_are_identified_after_a_minute_and_a_half(self):
        with started() as (twin, watch):
            watch.upload("astrid", KNOWN)
            watch.upload("nobody", UNKNOWN)
            self.assertEqual(watch.identified, [])
            self.assertEqual(watch.list_identified(), [])

            twin.send("POST", "/clock/advance", {"by": "PT90S"})

            self.assertEqual(watch.identified, ["astrid"])
            self.assertEqual(watch.list_identified(), ["astrid"])

    def test_an_upload_is_repeated_when_the_service_fails(self):
        with started() as (twin, watch):
            fault = {"fault": "status", "status": 502, "times": 1}
            twin.send(
                "POST", "/faults", {"simulator": "consumer-intelligence", "operation": "uploadConsumers", **fault}
            )

            watch.upload("astrid", KNOWN)

            uploads = twin.send("GET", "/journal", params={"operation": "uploadConsumers"}).json()["exchanges"]
            self.assertEqual([upload["response"]["status"] for upload in uploads], [502, 202])
            twin.send("POST", "/clock/advance", {"by": "PT90S"})
            self.assertEqual(watch.identified, ["astrid"])

    def test_a_message_with_another_signature_is_refused(self):
        with started() as (twin, watch):
            watch.webhook_secret = "not the secret of this webhook"
            watch.upload("astrid", KNOWN)

            happened = twin.send("POST", "/clock/advance", {"by": "PT90S"}).json()

            self.assertEqual(watch.identified, [])
            # The service goes on trying: it got 401 for each message.
            self.assertEqual({delivery["state"] for delivery in happened["deliveries"]}, {"PENDING"})


if __name__ == "__main__":
    unittest.main()
