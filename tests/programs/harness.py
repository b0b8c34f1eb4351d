"""What the programs' tests share: the built programs, temporary folders, a running vouchd, small
web servers, nginx, a mail server and a webhook receiver. All of it on loopback and on free ports;
all of it ends with the test, or with this process whatever ends it."""

import ctypes
import functools
import http.client
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("VOUCH_BUILD", SOURCE / "build" / "dev"))
DEBIAN_PYTHON = "/usr/bin/python3"  # the one that sees Debian's python3-* packages
PATIENCE = 20  # seconds for anything that should take one

_prctl = ctypes.CDLL(None).prctl


def end_with_parent():
    _prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def wait_for(what, condition, seconds=PATIENCE):
    """The first true value of condition(); fails the test with `what` when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for: {what}")
        time.sleep(0.02)


@functools.cache
def document():
    """docs/openapi.yaml; none without python3-yaml."""
    try:
        from openapi import Document
    except ImportError:
        return None
    return Document()


def request_faults(method, path, body, headers):
    if document() is None:
        return []
    keys = [name for name in headers if name == "Idempotency-Key"]
    return document().request_faults(method, path, headers.get("Content-Type", ""), body, keys)


class Done:
    """A command that has ended."""

    def __init__(self, arguments, code, out, err):
        self.arguments, self.code, self.out, self.err = arguments, code, out, err

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"{' '.join(map(str, self.arguments))}: exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"


def environment(**extra):
    kept = {"PATH": f"{BUILD}:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"}
    kept.update({name: str(value) for name, value in extra.items()})
    return kept


def others_can_reach(path):
    return all(one.stat().st_mode & 0o001 for one in (path, *path.parents))


def run(program, *arguments, text=None, seconds=30, env=None, as_user=None):
    words = [str(BUILD / program), *map(str, arguments)]
    if as_user is not None and not others_can_reach(BUILD / program):
        raise unittest.SkipTest("the build lies in a folder that other accounts cannot enter")
    done = subprocess.run(
        words,
        input=None if text is None else text.encode(),
        stdin=subprocess.DEVNULL if text is None else None,
        capture_output=True,
        timeout=seconds,
        env=env or environment(),
        preexec_fn=end_with_parent,
        user=as_user,
        group=as_user,
        extra_groups=None if as_user is None else [],
        cwd="/",
    )
    return Done([program, *arguments], done.returncode, done.stdout.decode(), done.stderr.decode())


class Case(unittest.TestCase):
    maxDiff = None

    def folder(self, mode=0o700):
        made = pathlib.Path(tempfile.mkdtemp(prefix="vouch-test-"))
        made.chmod(mode)
        self.addCleanup(shutil.rmtree, made, ignore_errors=True)
        return made

    def vouch(self, *arguments, code=0, **more):
        """Runs vouch and expects this exit code."""
        done = run("vouch", *arguments, **more)
        self.assertEqual(done.code, code, done)
        return done

    def site(self, pages=None, **more):
        made = Site(pages or {}, **more)
        self.addCleanup(made.stop)
        return made

    def vouchd(self, config="", **more):
        made = Vouchd(self.folder(), config, **more)
        self.addCleanup(made.stop)
        made.start()
        return made


class Page:
    """An answer of a Site. `body` as bytes or text (UTF-8)."""

    def __init__(self, body=b"", status=200, headers=None, content_type="text/html; charset=utf-8"):
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.headers = dict(headers or {})
        if content_type:
            self.headers.setdefault("Content-Type", content_type)


class Site:
    """A web server on a free port. `pages`: path -> Page, text, or function(request) -> Page."""

    def __init__(self, pages, host="127.0.0.1"):
        self.pages = dict(pages)
        self.requests = []  # (method, path, headers, body)
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                size = int(self.headers.get("Content-Length") or 0)
                self.sent = self.rfile.read(size)
                site.requests.append((self.command, self.path, dict(self.headers), self.sent))
                page = site.pages.get(self.path, site.pages.get(self.path.split("?")[0], site.pages.get("*")))
                if callable(page):
                    page = page(self)
                if page is None:
                    page = Page("nothing here", 404)
                if isinstance(page, (str, bytes)):
                    page = Page(page)
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in page.headers:
                    self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            do_GET = do_POST = answer

            def handle(self):
                try:
                    super().handle()
                except (ConnectionError, BrokenPipeError):
                    pass

        self.server = http.server.ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.allow = f"127.0.0.0/8:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Nginx:
    """A private nginx; `locations` is the text of its server block."""

    PROGRAM = "/usr/sbin/nginx"

    def __init__(self, folder, locations):
        self.folder = folder
        folder.chmod(0o755)  # started by root, the worker reads as nobody
        (folder / "www").mkdir()
        (folder / "tmp").mkdir()
        listener = socket.create_server(("127.0.0.1", 0))
        listener.set_inheritable(True)
        self.port = listener.getsockname()[1]
        self.allow = f"127.0.0.0/8:{self.port}"
        temporary = " ".join(
            f"{kind}_temp_path {folder}/tmp/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;\n"
            "events { worker_connections 64; }\n"
            "http { types { text/html html; text/plain txt; } default_type text/html; access_log off;\n"
            f"{temporary}\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {folder}/www; {locations} }} }}\n"
        )
        # nginx takes over listening sockets named in this variable: no port can be lost on the way.
        self.process = subprocess.Popen(
            [self.PROGRAM, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"],
            env=environment(NGINX=f"{listener.fileno()};"),
            pass_fds=[listener.fileno()],
            preexec_fn=end_with_parent,
        )
        listener.close()

    def put(self, name, content):
        (self.folder / "www" / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class NotifySocket:
    """The datagrams that a service sends to its manager (sd_notify)."""

    def __init__(self, path):
        self.path = path
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.socket.settimeout(0.05)
        self.heard = []

    def listen(self):
        try:
            while True:
                self.heard.append(self.socket.recv(4096).decode())
                self.socket.settimeout(0)
        except (TimeoutError, BlockingIOError):
            self.socket.settimeout(0.05)
        return self.heard

    def find(self, text):
        return next((message for message in self.listen() if text in message), None)

    def close(self):
        self.socket.close()
        self.path.unlink(missing_ok=True)


class Vouchd:
    """vouchd on a state folder of its own, with a minimal vouch.toml and `config` added to it."""

    def __init__(self, folder, config="", listen="127.0.0.1:0", daemon="", env=None):
        self.folder = folder
        self.state = folder / "state"
        self.file = folder / "vouch.toml"
        self.socket = self.state / "vouchd.sock"
        self.env = env or {}
        self.prefix = []  # a command that runs vouchd and vouch, such as nsenter
        self.write(config, listen, daemon)
        self.process = None
        self.port = None
        self.notify = None
        self.log_file = folder / "vouchd.log"

    def write(self, config="", listen="127.0.0.1:0", daemon=""):
        self.file.write_text(
            f'[daemon]\nstate_dir = "{self.state}"\nlisten = "{listen}"\n{daemon}\n[company]\nname = "测试公司"\n{config}\n',
            encoding="utf-8",
        )

    @property
    def log(self):
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def spawn(self, *arguments, **more):
        if self.notify:
            self.notify.close()
        self.notify = NotifySocket(self.folder / "notify.sock")
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, str(BUILD / "vouchd"), "--config", str(self.file), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(NOTIFY_SOCKET=self.notify.path, **self.env),
                preexec_fn=end_with_parent,
                cwd="/",
                **more,
            )
        return self

    def start(self):
        self.spawn()
        ready = wait_for("vouchd is ready", lambda: self.notify.find("READY=1") or self.process.poll() is not None)
        if ready is True:
            raise AssertionError(f"vouchd ended with {self.process.returncode}:\n{self.log}")
        self.port = int(ready.rsplit("port ", 1)[1])
        return self

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=PATIENCE):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"vouchd does not end:\n{self.log}") from None

    def stop(self):
        """Ends it in order; the exit code."""
        code = None
        if self.process:
            if self.process.poll() is None:
                self.process.terminate()
                try:
                    self.process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    self.process.kill()
                    self.process.wait()
            code = self.process.returncode
        if self.notify:
            self.notify.close()
        self.notify = None
        return code

    def vouch(self, *arguments, **more):
        return run("vouch", "--config", self.file, *arguments, **more)

    def url(self, path=""):
        return f"http://127.0.0.1:{self.port}{path}"

    def http(self, method, path, body=None, headers=None, as_described=True):
        """What is answered well was asked as docs/openapi.yaml says, unless a test wants it otherwise."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            raw = answer.read()
        finally:
            connection.close()
        if as_described and 200 <= answer.status < 300:
            faults = request_faults(method, path, body, headers or {})
            assert not faults, faults
        return answer.status, answer.headers, raw


class MailServer:
    """tests/fakes/smtp_server.py with its certificate; mails land in `folder`."""

    def __init__(self, folder, mode="starttls", user="vouch@mail.test", password="geheim-授权码"):
        self.folder, self.mode, self.user, self.password = folder, mode, user, password
        self.cert, self.key = folder / "cert.pem", folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", self.key, "-out", self.cert],
            check=True, capture_output=True, timeout=PATIENCE)
        self.process = subprocess.Popen(
            [DEBIAN_PYTHON, SOURCE / "tests" / "fakes" / "smtp_server.py", folder, mode, user, password, self.cert, self.key],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=end_with_parent)
        self.port = int(self.process.stdout.readline().split()[1])

    def mails(self):
        file = self.folder / "envelopes.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def stop(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


def secret_file(path, text):
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def main():
    """Runs the calling file's tests; 77 (skipped, for ctest) when not one of them could run."""
    program = unittest.main(exit=False, verbosity=1)
    result = program.result
    if result.wasSuccessful() and result.testsRun == 0:
        print("no test was found")
        sys.exit(1)
    for test, why in result.skipped:
        print(f"skipped: {test}: {why}")
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if len(result.skipped) == result.testsRun else 0)
