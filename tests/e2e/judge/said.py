"""What Vouch says: everything its API tells an administrator, taken once into said.json."""

import hashlib
import http.client
import json
import socket
import sqlite3
import subprocess
from pathlib import Path


class _Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=120)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Api:
    def __init__(self, path):
        self._path = str(path)

    def get(self, target):
        connection = _Unix(self._path)
        try:
            connection.request("GET", target, headers={"Host": "localhost"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def json(self, target):
        status, body = self.get(target)
        if status != 200:
            raise RuntimeError(f"GET {target}: {status} {body[:300]!r}")
        return json.loads(body)

    def pages(self, target):
        items, after = [], 0
        while after is not None:
            mark = "&" if "?" in target else "?"
            page = self.json(f"{target}{mark}limit=500&after={after}")
            items += page["items"]
            after = page["next"]
        return items


OUTBOX = """
  SELECT o.id, c.name, coalesce(u.login, ''), o.subject, o.body, o.state, o.possible_duplicate, o.created_at
  FROM outbox o JOIN channel c ON c.id = o.channel_id LEFT JOIN user u ON u.id = o.recipient_id ORDER BY o.sequence"""
COLUMNS = ("id", "channel", "login", "subject", "body", "state", "possible_duplicate", "created_at")


def outbox(database):
    """Every row with its frozen words, which no API shows."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return [dict(zip(COLUMNS, row)) for row in db.execute(OUTBOX)]
    finally:
        db.close()


def collect(socket_path, vouch=None):
    """Asks for all claims, the bytes of all evidence, deliveries, people and the status."""
    api = Api(socket_path)
    claims = [api.json(f"/api/v1/claims/{claim['id']}") for claim in api.pages("/api/v1/claims")]
    evidence = {}
    for claim in claims:
        for seen in claim["observations"]:
            for item in seen["evidence"]:
                if str(item["id"]) not in evidence:
                    status, body = api.get(f"/api/v1/evidence/{item['id']}")
                    evidence[str(item["id"])] = {
                        "status": status, "size": len(body),
                        "sha256": hashlib.sha256(body).hexdigest() if status == 200 else "",
                        "why": "" if status == 200 else body[:200].decode("utf-8", "replace")}
    said = {"claims": claims, "evidence": evidence, "status": api.json("/api/v1/status"),
            "deliveries": api.pages("/api/v1/deliveries"),
            "users": api.json("/api/v1/users")["items"],
            "outbox": outbox(Path(socket_path).parent / "vouch.db")}
    if vouch:  # the command line must tell the same as the socket
        shown = subprocess.run([vouch, "--socket", str(socket_path), "--json", "status"],
                               capture_output=True, text=True, timeout=60, check=False)
        said["command_line"] = {"code": shown.returncode, "text": shown.stdout}
    return said
