"""The practice world without a vouchd: its clock is set by the test, its truth read from its file."""

import datetime
import http.client
import json
import struct
import subprocess

from harness import BUILD, end_with_parent, environment, wait_for


def millis(text):
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


class PracticeWorld:
    def __init__(self, case, script="engines", seed=1):
        self.folder = case.folder()
        self.process = subprocess.Popen([str(BUILD / "vouch-practice"), "--dir", str(self.folder), "--script", script, "--seed", str(seed)],
                                        stdin=subprocess.DEVNULL, env=environment(), preexec_fn=end_with_parent)
        case.addCleanup(self.stop)
        wait_for("the practice world is ready", (self.folder / "ready").exists)
        self.head = json.loads((self.folder / "world.json").read_text(encoding="utf-8"))
        with open(self.folder / "truth.jsonl", encoding="utf-8") as lines:
            self.truth = [json.loads(line) for line in lines]
        self.port = self.head["ports"]["engine"]
        self.front = f"http://{self.head['own_site']}:{self.head['ports']['sites']}/"

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def set_clock(self, moment):
        with open(self.folder / "clock", "r+b") as file:
            file.write(struct.pack("<q", moment))

    def fault(self, trouble, engine=""):
        """Its first span, in milliseconds."""
        value = next(line["value"] for line in self.truth if line["fact"] == "fault" and line["value"]["trouble"] == trouble
                     and line["value"]["engine"] == engine)
        return millis(value["from"]), millis(value["to"])

    def quiet_moment(self):
        """Long after the first hand-ins, with no engine in trouble."""
        spans = [(millis(line["value"]["from"]), millis(line["value"]["to"])) for line in self.truth if line["fact"] == "fault"]
        moment = millis(self.head["start"]) + 25 * 86_400_000
        while any(begin - 1 <= moment < end for begin, end in spans):
            moment += 3_600_000
        return moment

    def known(self, engine, moment):
        """URLs that the engine knows then, by the truth."""
        since, until = {}, {}
        for line in self.truth:
            if line["value"] == engine and line["fact"] in ("indexed", "dropped"):
                (since if line["fact"] == "indexed" else until)[line["url"]] = millis(line["at"])
        return {url for url, at in since.items() if at <= moment and not until.get(url, moment + 1) <= moment}

    def get(self, path, host="127.0.0.1", method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body=body, headers={"Host": f"{host}:{self.port}", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
