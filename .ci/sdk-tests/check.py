"""What the tests in Python share: where the portal is, and one comparison."""

import json
import os
import sys
from urllib.parse import urlsplit

PORTAL = json.loads(os.environ["FAKE_PORTAL"])
ROWS = int(os.environ["FAKE_PORTAL_ROWS"])


def host():
    return urlsplit(PORTAL["webhook"]).netloc


def code():
    return PORTAL["webhook"].rstrip("/").rsplit("/", 1)[1]


def same(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: {str(found)[:500]} is not {str(expected)[:500]}")
    print(f"  {what}")
