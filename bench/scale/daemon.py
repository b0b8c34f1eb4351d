"""The real vouchd on a filled database: how long it takes to be ready, what it holds, how it is asked."""
import http.client, json, os, pathlib, signal, socket, subprocess, time

PORT = 18490
CONFIG = """[daemon]
state_dir = "{state}"
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
socket = "{run}/vouchd.sock"
log_level = "warning"

[company]
name = "Scale"
"""


class Vouchd:
    def __init__(self, program, state, run):
        self.program, self.run, self.process = str(program), pathlib.Path(run), None
        self.config = self.run / "vouch.toml"
        self.config.write_text(CONFIG.format(state=state, port=PORT, run=run), encoding="utf-8")

    def start(self):
        """Seconds from exec to READY=1, as a service manager is told."""
        path = self.run / "notify.sock"
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told, open(self.run / "vouchd.log", "ab") as log:
            told.bind(str(path))
            told.settimeout(600)
            begun = time.monotonic()
            self.process = subprocess.Popen([self.program, "--config", str(self.config)], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, env={**os.environ, "NOTIFY_SOCKET": str(path)})
            while b"READY=1" not in told.recv(4096): pass
            return time.monotonic() - begun

    def stop(self):
        if self.process is None: return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def megabytes(self, name="VmRSS"):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(name + ":"): return int(line.split()[1]) / 1024
        raise SystemExit("vouchd is gone: " + (self.run / "vouchd.log").read_text(errors="replace")[-2000:])

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_idle(self, patience=900):
        """Until the check of the whole file, which follows every start, has ended."""
        end, still = time.monotonic() + patience, 0
        while still < 3 and time.monotonic() < end:
            before = self.cpu()
            time.sleep(0.5)
            still = still + 1 if self.cpu() - before < 0.03 else 0


class Client:
    """One connection that is kept; every answer is read to its end."""

    def __init__(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)

    def get(self, path, login=None):
        """Milliseconds, status and body."""
        headers = {"Authorization": "Bearer " + login.ljust(64, "T")} if login else {}
        begun = time.perf_counter()
        try:
            self.connection.request("GET", path, headers=headers)
            answer = self.connection.getresponse()
            body = answer.read()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            raise
        return (time.perf_counter() - begun) * 1000, answer.status, body

    def json(self, path, login):
        _, status, body = self.get(path, login)
        if status != 200: raise SystemExit(f"{path}: {status} {body[:300]!r}")
        return json.loads(body)
