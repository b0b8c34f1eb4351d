"""vouch channel test: an SMTP server (aiosmtpd) and a webhook receiver on loopback."""

import base64
import email
import email.policy
import hashlib
import hmac
import os
import unittest

from harness import Case, MailServer, Page, main, secret_file

AIOSMTPD = "/usr/lib/python3/dist-packages/aiosmtpd/smtp.py"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@unittest.skipUnless(os.path.exists(AIOSMTPD), "python3-aiosmtpd is not installed")
class Mail(Case):
    def begin(self, mode, port=None, password=None, ca=True):
        server = MailServer(self.folder(), mode)
        self.addCleanup(server.stop)
        password = secret_file(self.folder() / "password", (password or server.password) + "\n")
        security = {"plain": "none", "starttls": "starttls", "tls": "tls"}[mode]
        config = (
            f'[mail]\nhost = "localhost"\nport = {port or server.port}\nsecurity = "{security}"\n'
            f'username = "{server.user}"\npassword_file = "{password}"\nfrom = "{server.user}"\nfrom_name = "核验"\n'
        )
        if ca:
            config += f'ca_file = "{server.cert}"\n'
        return server, self.vouchd(config)

    def test_starttls_and_a_password_in_chinese(self):
        server, daemon = self.begin("starttls")
        done = daemon.vouch("channel", "test", "mail")
        self.assertEqual((done.code, done.err), (0, ""), f"{done}\n{daemon.log}")
        self.assertTrue(done.out.startswith("好"), done)
        mail, = server.mails()
        self.assertTrue(mail["tls"])
        self.assertEqual(mail["login"], server.user)
        self.assertEqual(mail["rcpt_tos"], [server.user])
        message = email.message_from_bytes((server.folder / mail["file"]).read_bytes(), policy=email.policy.default)
        self.assertRegex(str(message["Subject"]), "[\u4e00-\u9fff]")
        self.assertEqual({part.get_content_type() for part in message.walk() if not part.is_multipart()}, {"text/plain", "text/html"})
        self.assertIn("测试公司", message.get_body(("plain",)).get_content() + str(message["Subject"]))

    def test_implicit_tls(self):
        server, daemon = self.begin("tls")
        answer = daemon.vouch("--json", "channel", "test", "mail").json()
        self.assertTrue(answer["ok"], answer)
        self.assertEqual(len(server.mails()), 1)

    def test_a_wrong_password_is_1_and_says_what_the_server_said(self):
        server, daemon = self.begin("starttls", password="falsch")
        done = daemon.vouch("channel", "test", "mail")
        self.assertEqual(done.code, 1, done)
        self.assertTrue(done.out.startswith("注意"), done)
        self.assertIn("535", done.out)
        self.assertEqual(server.mails(), [])
        self.assertNotIn("falsch", done.out + daemon.log)

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        server, daemon = self.begin("starttls", ca=False)
        done = daemon.vouch("channel", "test", "mail")
        self.assertEqual(done.code, 1, done)
        self.assertEqual(server.mails(), [])

    def test_nobody_listening(self):
        _, daemon = self.begin("starttls", port=1)
        self.assertEqual(daemon.vouch("channel", "test", "mail").code, 1)


class Webhook(Case):
    def begin(self, answer):
        self.receiver = self.site({"/hook": answer})
        secret = secret_file(self.folder() / "secret", SECRET + "\n")
        self.daemon = self.vouchd(
            f'[[webhook]]\nname = "ops"\nurl = "{self.receiver.url("/hook")}"\nsecret_file = "{secret}"\nprivate_allowed = true\n')
        return self.daemon

    def verify(self, headers, body):
        """Standard Webhooks 1.0."""
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() in headers["webhook-signature"].split()

    def test_a_signed_message_arrives(self):
        done = self.begin(Page(b"", 204)).vouch("channel", "test", "ops")
        self.assertEqual((done.code, done.err), (0, ""), f"{done}\n{self.daemon.log}")
        (method, _, headers, body), = self.receiver.requests
        headers = {name.lower(): value for name, value in headers.items()}
        self.assertEqual(method, "POST")
        self.assertTrue(self.verify(headers, body), headers)
        self.assertFalse(self.verify(headers, body + b" "))

    def test_a_receiver_that_refuses_is_1_with_its_answer(self):
        for status in (410, 500, 302):
            with self.subTest(status=status):
                done = self.begin(Page(b"", status, {"Location": "/other"})).vouch("channel", "test", "ops")
                self.assertEqual(done.code, 1, done)
                self.assertIn(str(status), done.out)
                self.assertEqual(len(self.receiver.requests), 1, "a webhook is not redirected")

    def test_a_private_receiver_that_the_operator_did_not_allow_is_no_configuration(self):
        daemon = self.begin(Page(b"", 204))
        daemon.file.write_text(daemon.file.read_text().replace("private_allowed = true\n", ""))
        done = daemon.vouch("reload")
        self.assertEqual(done.code, 2)
        self.assertIn("private_allowed", done.err)

    def test_a_channel_that_is_not_configured_is_named(self):
        done = self.begin(Page(b"", 204)).vouch("channel", "test", "mail")
        self.assertEqual((done.code, done.out), (1, ""))
        self.assertIn("没有名为 mail 的通道", done.err)

    def test_an_event_that_is_never_sent_is_a_mistake_in_the_configuration(self):
        daemon = self.begin(Page(b"", 204))
        daemon.file.write_text(daemon.file.read_text() + 'events = ["claim.regressed", "claim.verdict"]\n')
        done = daemon.vouch("reload")
        self.assertEqual(done.code, 2, done)
        self.assertIn('"claim.verdict" is no event (claim.needs_correction', done.err)


if __name__ == "__main__":
    main()
