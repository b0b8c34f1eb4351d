"""Signing in with the programs themselves: the link of `vouch user invite`, the cookie, TLS with a certificate that is
renewed, behind nginx, and what stays when vouchd is killed."""

import http.client
import json
import signal
import ssl
import subprocess

from harness import Case, Nginx, main

PASSWORD = "lamp river sugar"


class SignInCase(Case):
    def people(self, daemon):
        daemon.vouch("team", "add", "网销部")
        for login, role in (("li", "supervisor"), ("wang", "employee"), ("boss", "admin")):
            done = daemon.vouch("user", "add", "--login", login, "--name", login.upper(), "--role", role, "--team", "网销部")
            self.assertEqual(done.code, 0, done)

    def invited(self, daemon, login):
        done = daemon.vouch("user", "invite", login)
        self.assertEqual(done.code, 0, done)
        link = next(line for line in done.out.splitlines() if line.startswith("http"))
        return link, link.rsplit("/", 1)[1]

    def let_in(self, daemon, login, ask=None):
        _, code = self.invited(daemon, login)
        status, _, body = (ask or daemon.http)("POST", f"/api/v1/invitations/{code}", json.dumps({"password": PASSWORD}), self.own())
        self.assertEqual(status, 200, body)

    @staticmethod
    def own(cookie=None):
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        if cookie:
            headers["Cookie"] = cookie
        return headers

    def sign_in(self, ask, login, password=PASSWORD):
        return ask("POST", "/api/v1/session", json.dumps({"login": login, "password": password}), self.own())

    @staticmethod
    def cookie_of(headers):
        return "; ".join(line.split(";")[0] for line in headers.get_all("Set-Cookie"))

    def test_from_the_printed_link_to_the_own_entries_and_over_a_kill(self):
        daemon = self.vouchd()
        self.people(daemon)
        link, code = self.invited(daemon, "wang")
        self.assertRegex(link, r"^http://127\.0\.0\.1:\d+/app/invitation/\w{40}$")
        status, _, body = daemon.http("GET", f"/api/v1/invitations/{code}")
        self.assertEqual((status, json.loads(body)["login"]), (200, "wang"))
        self.let_in(daemon, "wang")
        status, headers, body = self.sign_in(daemon.http, "wang")
        self.assertEqual(status, 200, body)
        cookie = self.cookie_of(headers)
        daemon.signal(signal.SIGKILL)
        daemon.wait()
        daemon.start()
        status, _, body = daemon.http("GET", "/api/v1/session", headers=self.own(cookie))
        self.assertEqual((status, json.loads(body)["name"]), (200, "WANG"))
        self.assertEqual(daemon.http("GET", "/api/v1/claims", headers=self.own(cookie))[0], 200)
        self.assertEqual(daemon.http("GET", "/api/v1/users", headers=self.own(cookie))[0], 403)
        daemon.vouch("user", "disable", "wang", "--no-successor")
        self.assertEqual(daemon.http("GET", "/api/v1/session", headers=self.own(cookie))[0], 401)

    def test_failures_are_counted_over_a_kill(self):
        daemon = self.vouchd()
        self.people(daemon)
        self.let_in(daemon, "wang")
        for _ in range(9):
            self.sign_in(daemon.http, "wang", "wrong wrong wrong")
        daemon.signal(signal.SIGKILL)
        daemon.wait()
        daemon.start()
        status, headers, _ = self.sign_in(daemon.http, "wang")
        self.assertEqual(status, 429)
        self.assertGreaterEqual(int(headers["Retry-After"]), 1)

    def test_every_sign_in_stands_in_the_audit_and_the_ledger_holds(self):
        daemon = self.vouchd()
        self.people(daemon)
        self.let_in(daemon, "boss")
        self.sign_in(daemon.http, "boss", "wrong wrong wrong")
        _, headers, _ = self.sign_in(daemon.http, "boss")
        cookie = self.cookie_of(headers)
        _, _, body = daemon.http("GET", "/api/v1/audit?action=authn", headers=self.own(cookie))
        self.assertEqual([row["action"] for row in json.loads(body)["items"]],
                         ["authn_login_successafterfail", "authn_login_fail", "authn_password_change"])
        daemon.stop()
        done = daemon.vouch("ledger", "verify")
        self.assertEqual(done.code, 0, done)

    def certificate(self, folder, name):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "chain.pem"],
            check=True, capture_output=True, timeout=20)
        (folder / "key.pem").chmod(0o600)

    def over_tls(self, folder, port):
        context = ssl.create_default_context(cafile=folder / "chain.pem")

        def ask(method, path, body=None, headers=None):
            connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
            try:
                connection.request(method, path, body=body, headers=headers or {})
                answer = connection.getresponse()
                return answer.status, answer.headers, answer.read()
            finally:
                connection.close()

        return ask

    def test_tls_of_its_own_with_a_renewed_certificate(self):
        folder = self.folder()
        self.certificate(folder, "first")
        daemon = self.vouchd(f'[web]\ncertificate = "{folder}/chain.pem"\nkey = "{folder}/key.pem"\n')
        self.people(daemon)
        ask = self.over_tls(folder, daemon.port)
        self.let_in(daemon, "wang", ask)
        status, headers, body = self.sign_in(ask, "wang")
        self.assertEqual(status, 200, body)
        self.assertTrue(all(line.startswith("__Host-") and "; Secure" in line for line in headers.get_all("Set-Cookie")))
        cookie = self.cookie_of(headers)
        self.assertEqual(ask("GET", "/api/v1/session", headers=self.own(cookie))[0], 200)
        self.certificate(folder, "second")
        with self.assertRaises(ssl.SSLError):
            self.over_tls(folder, daemon.port)("GET", "/livez")
        self.assertEqual(daemon.vouch("reload").code, 0)
        self.assertEqual(self.over_tls(folder, daemon.port)("GET", "/api/v1/session", headers=self.own(cookie))[0], 200)

    def test_behind_nginx_with_tls_the_cookie_is_bound_to_the_host(self):
        daemon = self.vouchd('[web]\ntrusted_proxies = ["127.0.0.1"]\n')
        self.people(daemon)
        nginx = Nginx(self.folder(), f"""
            location / {{
              proxy_pass http://127.0.0.1:{daemon.port};
              proxy_set_header Host $http_host;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Proto https;
            }}""")
        self.addCleanup(nginx.stop)

        def ask(method, path, body=None, headers=None):
            connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=20)
            try:
                connection.request(method, path, body=body, headers=headers or {})
                answer = connection.getresponse()
                return answer.status, answer.headers, answer.read()
            finally:
                connection.close()

        self.let_in(daemon, "wang", ask)
        status, headers, body = self.sign_in(ask, "wang")
        self.assertEqual(status, 200, body)
        cookie = self.cookie_of(headers)
        self.assertIn("__Host-vouch=", cookie)
        self.assertEqual(ask("GET", "/api/v1/session", headers=self.own(cookie))[0], 200)
        # Another origin's page, as a browser tells it: by Origin alone, which names the proxy's own host.
        headers = {"Content-Type": "application/json", "Cookie": cookie, "Origin": f"https://127.0.0.1:{nginx.port}"}
        self.assertEqual(ask("POST", "/api/v1/inbox/read", '{"up_to":1}', headers)[0], 200)
        headers["Origin"] = "https://evil.example"
        self.assertEqual(ask("POST", "/api/v1/inbox/read", '{"up_to":1}', headers)[0], 403)


if __name__ == "__main__":
    main()
