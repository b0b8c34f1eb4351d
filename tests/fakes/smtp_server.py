#!/usr/bin/python3
"""A real SMTP server (aiosmtpd) on a free loopback port, for tests.

smtp_server.py DIR plain|starttls|tls USER PASSWORD CERT KEY

Prints "PORT n" when it listens. Each message becomes DIR/NNN.eml (bytes as received after the
server took the dots out) and a JSON line in DIR/envelopes.jsonl. Ends when standard input ends.
"""

import asyncio
import json
import logging
import pathlib
import ssl
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keeper:
    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = f"{self.count:03d}"
        (self.directory / f"{name}.eml").write_bytes(envelope.original_content)
        line = {
            "file": f"{name}.eml",
            "mail_from": envelope.mail_from,
            "rcpt_tos": envelope.rcpt_tos,
            "tls": session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
            "login": session.auth_data.decode() if session.auth_data else None,
            "ehlo": session.host_name,
        }
        with open(self.directory / "envelopes.jsonl", "a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")
        return f"250 2.0.0 Ok: queued as Q{name}"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        good = data.login == user.encode() and data.password == password.encode()
        return AuthResult(success=good, handled=good, auth_data=data.login)

    return check


async def main():
    directory, mode, user, password, cert, key = sys.argv[1:7]
    context = None
    if mode != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
    keeper = Keeper(directory)

    def session():
        return SMTP(
            keeper,
            hostname="mail.test",
            tls_context=context if mode == "starttls" else None,
            require_starttls=mode == "starttls",
            authenticator=authenticator(user, password) if user else None,
            auth_required=bool(user),
            auth_require_tls=mode == "starttls",
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        session, "127.0.0.1", 0, ssl=context if mode == "tls" else None
    )
    print(f"PORT {server.sockets[0].getsockname()[1]}", flush=True)
    ended = loop.create_future()

    def on_input():
        if not sys.stdin.buffer.read1(1) and not ended.done():
            ended.set_result(None)

    loop.add_reader(sys.stdin.fileno(), on_input)
    await ended
    server.close()


asyncio.run(main())
