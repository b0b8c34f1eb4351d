"""What strangers send at a web server: paths that climb, requests that are too large, broken or slow, two lengths at
once, thousands of connections that say nothing. Nothing of it may stop vouchd from serving the next person."""

import pathlib
import re
import resource
import socket
import time

from harness import Case, main, wait_for

IDLE = 10_000
TRAVERSALS = [
    "/../etc/passwd", "/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/assets/../../vouch.toml", "/assets/%2e%2e%2fvouch.db",
    "/assets/..%5c..%5cvouch.db", "/app/../api/v1/users", "/api/v1/../v1/users", "/api/v1/evidence/%2e%2e", "//etc/passwd",
    "/api/v1/claims/%00", "/api/v1/claims/1%0d%0aX: y", "/p/%c0%ae%c0%ae/", "/%ff%fe", "/api/v1/claims?after=%00", "/api//v1/users",
    "http://other.example/api/v1/users", "/assets/" + "a" * 4000, "/?" + "&".join(f"a{n}=1" for n in range(1500)),
]
MALFORMED = [
    b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\nHost: a\n\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    b"GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x00" * 1000, b"A" * 100_000, b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X%d: y\r\n" % n for n in range(5000)) + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n", b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
]
POST = b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
HIDDEN = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"  # a second request, for whoever reads the first one shorter
TWO_LENGTHS = [
    POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
    POST + b"Content-Length: +5\r\n\r\n12345", POST + b"Content-Length: -1\r\n\r\n",
    POST + b"Content-Length: 99999999999999999999\r\n\r\n", POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx",
    POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n12345X\r\n0\r\n\r\n", POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"POST /api/v1/session HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
]


class ProbeCase(Case):
    def setUp(self):
        self.daemon = self.vouchd()
        self.port = self.daemon.port

    def connection(self, seconds=10):
        made = socket.create_connection(("127.0.0.1", self.port), timeout=seconds)
        self.addCleanup(made.close)
        return made

    def say(self, data):
        """The first line of the answer; empty where the connection ended without one."""
        with self.connection() as connection:
            try:
                connection.sendall(data)
                got = b""
                while b"\r\n" not in got:
                    more = connection.recv(4096)
                    if not more:
                        break
                    got += more
            except (ConnectionError, socket.timeout):
                return ""
            return got.split(b"\r\n")[0].decode(errors="replace")

    def hear(self, data):
        """All that comes until the connection ends."""
        with self.connection() as connection:
            got = b""
            try:
                connection.sendall(data)
                while more := connection.recv(65536):
                    got += more
            except (ConnectionError, socket.timeout):
                pass
            return got

    def serves(self):
        self.assertIn(" 200 ", self.say(b"GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))

    def test_paths_that_climb_lead_nowhere(self):
        for path in TRAVERSALS:
            answer = self.hear(f"GET {path} HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode())
            self.assertRegex(answer.split(b"\r\n")[0], rb" (200|303|400|401|403|404|414|431) ", path)
            if b" 200 " in answer.split(b"\r\n")[0]:  # nothing but the empty shell of the application
                self.assertIn(b"<title>", answer, path)
            self.assertNotIn(b"root:", answer, path)
            self.assertNotIn(b"SQLite format", answer, path)
            self.assertNotIn(b"state_dir", answer, path)
        self.serves()

    def test_broken_requests_are_refused_and_their_connections_closed(self):
        for data in MALFORMED:
            line = self.say(data)
            self.assertNotIn(" 200 ", line, data[:60])
            self.assertNotIn(" 500 ", line, data[:60])
            self.serves()

    def test_a_request_with_two_lengths_is_never_read_as_two(self):
        for data in TWO_LENGTHS:
            with self.connection() as connection:
                connection.sendall(data + HIDDEN)
                got = b""
                try:
                    while more := connection.recv(4096):
                        got += more
                except (ConnectionError, socket.timeout):
                    pass
            self.assertLessEqual(len(re.findall(rb"HTTP/1.1 \d{3} ", got)), 1, data)
            self.assertRegex(got.split(b"\r\n")[0], rb"^HTTP/1.1 (400|413|501) |^$", data)
        self.serves()

    def test_bodies_beyond_the_limit_are_refused_before_they_are_sent(self):
        line = self.say(POST + b"Content-Length: 5000000\r\n\r\n" + b"x" * 1000)
        self.assertIn(" 413 ", line)
        deep = b'{"login":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
        line = self.say(POST + b"Content-Length: %d\r\n\r\n" % len(deep) + deep)
        self.assertIn(" 400 ", line)
        self.serves()

    def test_slow_requests_hold_nobody_up(self):
        slow = [self.connection(60) for _ in range(200)]
        for number, connection in enumerate(slow):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n" if number % 2 else POST + b"Content-Length: 100\r\n\r\n{")
        begun = time.monotonic()
        for _ in range(20):
            self.serves()
        self.assertLess(time.monotonic() - begun, 10)
        # None of them is served for more than half a minute.
        slow[0].settimeout(45)
        slow[1].settimeout(45)
        self.assertEqual([slow[0].recv(100), slow[1].recv(100)], [b"", b""])

    def test_ten_thousand_idle_connections_leave_it_serving(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < IDLE + 500:
            self.skipTest(f"this account may open {hard} files only")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        idle = []
        self.addCleanup(lambda: [one.close() for one in idle])
        for _ in range(IDLE):
            made = socket.socket()
            made.connect(("127.0.0.1", self.port))
            idle.append(made)
        for _ in range(20):
            self.serves()
        done = self.daemon.vouch("status")
        self.assertEqual(done.code, 0, done)
        for one in idle:
            one.close()
        idle.clear()
        wait_for("it to notice that they are gone", lambda: self.open_connections() < 100)

    def open_connections(self):
        return len(list(pathlib.Path(f"/proc/{self.daemon.process.pid}/fd").iterdir()))


if __name__ == "__main__":
    main()
