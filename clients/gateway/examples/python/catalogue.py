#!/usr/bin/env python3
"""Reads and writes Lectern's catalogue over the gateway with Python's standard library alone.

catalogue.py GATEWAY COUNTRY        catalogue.py http://127.0.0.1:8090 ke

With an editor's key in LECTERN_TOKEN it also writes a draft.
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid


class LecternError(Exception):
    """A call that the catalogue refused, or that nobody answered. Programs look at `reason`, people read the message."""

    def __init__(self, message, status, reason="", violations=()):
        super().__init__(message)
        self.status = status  # "not_found", "invalid_argument", "unavailable", ...
        self.reason = reason  # "RESOURCE_NOT_FOUND", "FIELD_INVALID", ...
        self.violations = violations  # which fields of the request are wrong


class Lectern:
    def __init__(self, gateway, token="", seconds=10.0):
        self.gateway = gateway.rstrip("/")
        self.token = token
        self.seconds = seconds

    def call(self, method, request, repeatable=True):
        """Calls one method, such as "EntryService/GetEntry", and returns its answer as a dict.

        A write that was perhaps carried out is sent again, which is safe for requests that carry a requestId: the
        catalogue carries out the same id once.
        """
        attempt = 1
        while True:
            try:
                return self._send(method, request)
            except LecternError as error:
                if error.status != "unavailable" or not repeatable or attempt == 3:
                    raise
            time.sleep(0.2 * 2**attempt)
            attempt += 1

    def _send(self, method, request):
        headers = {"Content-Type": "application/json", "Connect-Timeout-Ms": str(int(self.seconds * 1000))}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        call = urllib.request.Request(f"{self.gateway}/lectern.v1.{method}", json.dumps(request).encode(), headers)
        try:
            with urllib.request.urlopen(call, timeout=self.seconds) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise _error_of(json.load(error)) from None
        except (urllib.error.URLError, TimeoutError):
            raise LecternError("the gateway does not answer", "unavailable") from None


def _error_of(answer):
    details = {detail["type"]: detail.get("debug", {}) for detail in answer.get("details", [])}
    return LecternError(
        answer.get("message", ""),
        answer.get("code", "unknown"),
        details.get("google.rpc.ErrorInfo", {}).get("reason", ""),
        details.get("google.rpc.BadRequest", {}).get("fieldViolations", []),
    )


def entries_of(lectern, country):
    """Every entry of a country, page after page out of one snapshot."""
    request = {"filter": f'country = "countries/{country}"', "pageSize": 5}
    while True:
        page = lectern.call("EntryService/ListEntries", request)
        yield from page["entries"]
        if not page["nextPageToken"]:
            return
        request["pageToken"] = page["nextPageToken"]


def main():
    if len(sys.argv) != 3:
        sys.exit("Usage: catalogue.py GATEWAY COUNTRY")
    _, gateway, country = sys.argv
    token = os.environ.get("LECTERN_TOKEN", "")
    lectern = Lectern(gateway, token)

    # 1. List.
    entries = list(entries_of(lectern, country))
    for entry in entries:
        print(entry["name"], " ".join(entry["titleLines"]), sep="  ")

    # 2. Get.
    if entries:
        entry = lectern.call("EntryService/GetEntry", {"name": entries[0]["name"]})
        print("", " ".join(entry["titleLines"]), entry["publisher"], f"{len(entry['passages'])} paragraphs", sep="\n")

    # 3. An error and its reason.
    try:
        lectern.call("EntryService/GetEntry", {"name": "entries/none"})
    except LecternError as error:
        print(f"\nentries/none: {error.status} ({error.reason})")

    # 4. Write. The request keeps its id when it is sent again, and so makes one entry.
    if token:
        request = {
            "entry": {
                "titleLines": ["A report on children in street situations"],
                "topic": "topics/street-children",
                "country": f"countries/{country}",
            },
            "requestId": str(uuid.uuid4()),
        }
        created = lectern.call("EntryService/CreateEntry", request)
        again = lectern.call("EntryService/CreateEntry", request)
        print(f"\ncreated {created['name']} ({created['lifecycle']}), sent again: {again['name']}")


if __name__ == "__main__":
    main()
