"""From nothing to a running company: vouch setup fed by a pipe, then vouch doctor."""

import os
import subprocess
import unittest

from harness import BUILD, Case, MailServer, Page, Vouchd, end_with_parent, environment, main, run

AIOSMTPD = "/usr/lib/python3/dist-packages/aiosmtpd/smtp.py"


class SetupCase(Case):
    def answers(self, **given):
        """In the order in which vouch setup asks; empty: the suggestion."""
        asked = ("company", "sites", "team", "name", "login", "email", "listen", "public_url", "state_dir", "proxy",
                 "mail_host", "mail_port", "mail_user", "mail_password", "hook_url")
        if not given.get("mail_host"):
            asked = tuple(name for name in asked if name not in ("mail_port", "mail_user", "mail_password"))
        return "".join(given.get(name, "") + "\n" for name in asked)

    def setup(self, folder, answers, start=True, **more):
        """Runs vouch setup; starts vouchd when it has written the configuration and asks for it."""
        file = folder / "vouch.toml"
        program = subprocess.Popen([BUILD / "vouch", "--config", file, "setup"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=environment(), preexec_fn=end_with_parent, cwd="/")
        self.addCleanup(program.kill)
        program.stdin.write(answers.encode())
        program.stdin.flush()
        daemon = None
        if start:
            out = b""
            while "按回车继续".encode() not in out:
                read = os.read(program.stdout.fileno(), 4096)
                self.assertTrue(read, f"{out.decode()}\n{program.stderr.read().decode() if not read else ''}")
                out += read
            daemon = self.adopt(folder, **more)
            program.stdin.write(b"\n")
        rest, err = program.communicate(timeout=40)
        said = ((out if start else b"") + rest).decode()
        return program.returncode, said, err.decode(), daemon

    def adopt(self, folder, **more):
        """A Vouchd over the configuration that setup wrote."""
        text = (folder / "vouch.toml").read_text()
        daemon = Vouchd(folder, **more)
        daemon.file.write_text(text, encoding="utf-8")
        self.addCleanup(daemon.stop)
        return daemon.start()

    def basics(self, folder, **more):
        return self.answers(company='测试"公司"', sites="www.example.com, shop.example.net", team="网销部", name="李主管", login="li",
                            listen="127.0.0.1:0", public_url="http://vouch.example", state_dir=str(folder / "state"), **more)


class Setup(SetupCase):
    def test_without_mail_it_gives_a_running_company_and_says_what_comes_next(self):
        folder = self.folder()
        code, out, err, daemon = self.setup(folder, self.basics(folder))
        self.assertEqual((code, err), (0, ""), f"{out}\n{daemon.log}")
        for words in ("写好了", "主管的页面", "http://vouch.example/s/", "没有设置邮件", "接下来", "vouch report import"):
            self.assertIn(words, out)
        self.assertEqual(run("vouchd", "--config", daemon.file, "--check").code, 0)
        self.assertIn("李主管（主管）", daemon.vouch("team", "list").out)
        self.assertEqual([site["domain"] for site in daemon.vouch("--json", "site", "list").json()["items"]], ["example.com", "shop.example.net"])
        self.assertEqual(daemon.vouch("--json", "status").json()["company"], '测试"公司"')
        page = out.split("http://vouch.example")[1].split()[0]
        self.assertEqual(daemon.http("GET", page)[0], 200)

    def test_again_it_keeps_the_old_file_and_doubles_nothing(self):
        folder = self.folder()
        _, _, _, daemon = self.setup(folder, self.basics(folder))
        before = daemon.file.read_text()
        code, out, err, _ = self.setup(folder, self.basics(folder), start=False)
        self.assertEqual((code, err), (0, ""), f"{out}\n{daemon.log}")
        self.assertIn("原来的配置保存在", out)
        self.assertEqual((folder / "vouch.toml.before-setup").read_text(), before)
        self.assertEqual(len(daemon.vouch("--json", "user", "list").json()["items"]), 2)

    def test_without_vouchd_it_says_what_is_left_to_do(self):
        folder = self.folder()
        code, out, _, _ = self.setup(folder, self.basics(folder), start=False)
        self.assertEqual(code, 3, out)
        for words in ("vouchd 没有运行", "vouch team add 网销部", "vouch user add --login li", "vouch site add www.example.com"):
            self.assertIn(words, out)

    def test_an_answer_that_cannot_be_used_is_named_and_nothing_is_started(self):
        folder = self.folder()
        answers = self.basics(folder).replace("127.0.0.1:0", "127.0.0.1:99999")
        code, out, _, _ = self.setup(folder, answers, start=False)
        self.assertEqual(code, 78, out)
        self.assertIn("listen", out)
        self.assertFalse((folder / "state").exists())

    def test_input_that_ends_early_takes_the_suggestions(self):
        folder = self.folder()
        answers = f"公司\n\n\n\n\n\n127.0.0.1:0\n\n{folder}/state\n"  # never this machine's own
        code, out, err, _ = self.setup(folder, answers, start=False)
        self.assertIn(code, (3, 78), out + err)
        self.assertIn('name = "公司"', (folder / "vouch.toml").read_text())

    @unittest.skipUnless(os.path.exists(AIOSMTPD), "python3-aiosmtpd is not installed")
    def test_mail_and_webhook_are_tried_and_secrets_stay_secret(self):
        folder = self.folder()
        mail = MailServer(self.folder(), "starttls")
        self.addCleanup(mail.stop)
        hook = self.site({"/hook": Page(b"", 204)})
        answers = self.basics(folder, email="li@example.com", mail_host="localhost", mail_port=str(mail.port), mail_user=mail.user,
                              mail_password=mail.password, hook_url="https://127.0.0.1:9/hook")
        code, out, err, daemon = self.setup(folder, answers)
        # Our server's certificate is nobody's, and nobody listens at the hook: both tests fail and say so.
        self.assertEqual(code, 1, f"{out}\n{err}\n{daemon.log}")
        self.assertIn("注意  测试消息 mail", out)
        self.assertIn("注意  测试消息 hook", out)
        self.assertNotIn(mail.password, out + daemon.file.read_text() + daemon.log)
        for name in ("mail-password", "hook-secret"):
            self.assertEqual((folder / "credentials" / name).stat().st_mode & 0o777, 0o600)
        # Told of the certificate, the same settings work.
        text = daemon.file.read_text().replace("[mail]\n", f'[mail]\nca_file = "{mail.cert}"\n')
        text = text.replace("https://127.0.0.1:9/hook", hook.url("/hook")).replace("[[webhook]]\n", "[[webhook]]\nprivate_allowed = true\n")
        daemon.file.write_text(text)
        self.assertEqual(daemon.vouch("reload").code, 0)
        for channel in ("mail", "hook"):
            done = daemon.vouch("channel", "test", channel)
            self.assertEqual(done.code, 0, f"{done}\n{daemon.log}")
        self.assertEqual(len(mail.mails()), 1)


class Doctor(SetupCase):
    def test_a_running_daemon_is_examined_line_by_line(self):
        daemon = self.vouchd('[network]\ncontrol_urls = ["http://localhost/"]\n[evidence]\nbudget_gb = 0.1\n')
        done = daemon.vouch("doctor")
        self.assertIn(done.code, (0, 1), done)
        lines = {line.split("：")[0].split(None, 1)[1]: line.split()[0] for line in done.out.splitlines() if line.startswith(("好", "注意"))}
        for what in ("配置", "域名解析", "时钟", "磁盘", "服务与数据库"):
            self.assertIn(what, lines, done)
        self.assertEqual({what: lines[what] for what in ("配置", "域名解析", "服务与数据库")}, dict.fromkeys(("配置", "域名解析", "服务与数据库"), "好"), done)
        self.assertEqual(done.code, 0 if set(lines.values()) == {"好"} else 1)
        self.assertIn("邮件未配置", done.out)

    def test_what_is_wrong_is_named_with_what_to_do_and_ends_with_1(self):
        daemon = Vouchd(self.folder(), '[network]\ncontrol_urls = ["http://no-such-host.invalid/"]\n[evidence]\nbudget_gb = 100000\n')
        done = daemon.vouch("doctor")
        self.assertEqual(done.code, 1, done)
        self.assertRegex(done.out, "注意  域名解析：.*no-such-host.invalid.*resolv.conf")
        self.assertRegex(done.out, "注意  磁盘：.*budget_gb|注意  磁盘：.*读不到")
        self.assertRegex(done.out, "注意  服务：没有在运行.*systemctl start vouchd")

    def test_a_channel_that_fails_is_named(self):
        hook = self.site({"/hook": Page(b"", 500)})
        secret = self.folder() / "secret"
        secret.write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
        secret.chmod(0o600)
        daemon = self.vouchd(f'[[webhook]]\nname = "ops"\nurl = "{hook.url("/hook")}"\nsecret_file = "{secret}"\nprivate_allowed = true\n')
        done = daemon.vouch("doctor")
        self.assertEqual(done.code, 1, done)
        self.assertRegex(done.out, "注意  通道：ops .*500")

    def test_a_bad_configuration_is_78(self):
        daemon = Vouchd(self.folder(), "[evidence]\nkeep_dyas = 1\n")
        done = daemon.vouch("doctor")
        self.assertEqual(done.code, 78, done)
        self.assertRegex(done.out, r"vouch\.toml:\d+: .*keep_dyas")


if __name__ == "__main__":
    main()
