"""vouchd: bad configuration, a second one, signals, what it tells its manager, a port in use."""

import os
import re
import signal
import socket
import threading
import time

from harness import PATIENCE, Case, Page, Vouchd, main, run, secret_file, wait_for

BAD_CONFIGURATION = 78
UNPRIVILEGED = 65534 if os.geteuid() == 0 else None


class BadConfiguration(Case):
    """Each mistake: file:line: message, exit 78, nothing started, nothing made."""

    def prepare(self, text):
        folder = self.folder()
        path = folder / "vouch.toml"
        path.write_text(text.replace("STATE", str(folder / "state")), encoding="utf-8")
        return folder, path

    @staticmethod
    def locked(folder):
        """state/locked, which nobody but root may write."""
        (folder / "state" / "locked").mkdir(parents=True)
        (folder / "state" / "locked").chmod(0o555)
        folder.chmod(0o755)

    def refuse(self, text, line, *words, before=lambda folder: None):
        folder, path = self.prepare(text)
        before(folder)
        there = sorted(item.name for item in folder.iterdir())
        user = UNPRIVILEGED if before == self.locked else None
        for arguments in (["--check"], []):
            done = run("vouchd", "--config", path, *arguments, as_user=user)
            said = done.out + done.err
            self.assertEqual(done.code, BAD_CONFIGURATION, done)
            named = [one for one in said.splitlines() if one.startswith(f"{path}:{line}: ")]
            self.assertTrue(named, done)
            for word in words:
                self.assertIn(word, named[0])
            self.assertEqual(sorted(item.name for item in folder.iterdir()), there, "something was made")
        self.assertEqual(done.out, "", "mistakes go to standard error")
        return said

    HEAD = '[daemon]\nstate_dir = "STATE"\nlisten = "127.0.0.1:0"\n'  # lines 1 to 3

    def test_an_unknown_key_is_named_with_the_nearest_known_one(self):
        self.refuse(self.HEAD + '[company]\nnmae = "x"\n', 5, "nmae", "name")

    def test_an_unknown_section(self):
        self.refuse(self.HEAD + '[compny]\nname = "x"\n', 4, "compny", "company")

    def test_a_wrong_type(self):
        self.refuse(self.HEAD + "[evidence]\nkeep_days = \"many\"\n", 5, "keep_days")
        self.refuse(self.HEAD + "[company]\nname = 7\n", 5, "name")
        self.refuse(self.HEAD + "mail = true\n", 4, "mail")

    def test_a_value_out_of_range(self):
        self.refuse(self.HEAD + "[evidence]\nkeep_days = 1\n", 5, "keep_days", "35")
        self.refuse('[daemon]\nlisten = "127.0.0.1:99999"\nstate_dir = "STATE"\n', 2, "listen")

    def test_a_missing_secret(self):
        mail = '[mail]\nhost = "smtp.example.com"\nusername = "a@example.com"\npassword_file = "no-such-file"\nfrom = "a@example.com"\n'
        self.refuse(self.HEAD + mail, 7, "password_file", "no-such-file", "does not exist")

    def test_a_secret_that_others_may_read(self):
        hook = '[[webhook]]\nname = "ops"\nurl = "https://example.com/"\nsecret_file = "hook"\n'

        def before(folder):
            (folder / "hook").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
            (folder / "hook").chmod(0o644)

        self.refuse(self.HEAD + hook, 7, "secret_file", "chmod 600", before=before)

    def test_a_secret_written_as_a_value_is_no_key(self):
        self.refuse(self.HEAD + '[mail]\nhost = "smtp.example.com"\nfrom = "a@example.com"\npassword = "geheim"\n', 7, "password")

    def test_a_secret_is_never_printed(self):
        said = self.refuse(
            self.HEAD + '[mail]\nhost = "smtp.example.com"\nusername = "a"\npassword_file = "key"\nfrom = "nobody"\n',
            8, "from", before=lambda folder: secret_file(folder / "key", "geheim-123\n"))
        self.assertNotIn("geheim-123", said)

    def test_a_state_directory_that_cannot_be_made(self):
        self.refuse('[daemon]\nlisten = "127.0.0.1:0"\nstate_dir = "STATE/locked/vouch"\n', 3, "state_dir", "cannot be made in", before=self.locked)

    def test_a_state_directory_that_cannot_be_written(self):
        self.refuse('[daemon]\nlisten = "127.0.0.1:0"\nstate_dir = "STATE/locked"\n', 3, "state_dir", "cannot be written", before=self.locked)

    def test_a_state_directory_that_is_a_file(self):
        self.refuse(self.HEAD, 2, "state_dir", "no directory", before=lambda folder: (folder / "state").write_text("x"))

    def test_a_backup_directory_that_cannot_be_written(self):
        self.refuse(self.HEAD + '[backup]\ndir = "STATE/locked/backup"\n', 5, "dir", before=self.locked)

    def test_broken_toml(self):
        self.refuse(self.HEAD + "[company\nname = 1\n", 4)
        self.refuse(self.HEAD + '[company]\nname = "x\n', 5)
        self.refuse(self.HEAD + '[company]\nname = "x"\nname = "y"\n', 6, "name")

    def test_every_mistake_is_named_at_once(self):
        text = self.HEAD + '[company]\nnmae = "x"\n[evidence]\nkeep_days = 1\n[alerts]\ndaily_message = "25:00"\n'
        said = self.refuse(text, 5, "nmae")
        self.assertEqual(sorted(map(int, re.findall(r"vouch\.toml:(\d+): ", said))), [5, 7, 9])

    def test_a_file_that_is_not_there(self):
        for arguments in (["--check"], []):
            done = run("vouchd", "--config", "/nonexistent/vouch.toml", *arguments)
            self.assertEqual(done.code, BAD_CONFIGURATION)
            self.assertIn("/nonexistent/vouch.toml: ", done.out + done.err)

    def test_a_data_file_with_a_mistake(self):
        def before(folder):
            (folder / "rules").mkdir()
            (folder / "rules" / "platforms.toml").write_text('revision = 2\n[[platform]]\nkye = "x"\n')

        folder, path = self.prepare(self.HEAD + '[data]\ndir = "rules"\n')
        before(folder)
        for arguments in (["--check"], []):
            done = run("vouchd", "--config", path, *arguments)
            self.assertEqual(done.code, BAD_CONFIGURATION, done)
            self.assertRegex(done.out + done.err, r"rules/platforms\.toml:[123]: ")
            self.assertFalse((folder / "state").exists(), done)

    def test_a_good_one_is_0_and_check_says_what_is_off_and_makes_nothing(self):
        folder, path = self.prepare(self.HEAD)
        done = run("vouchd", "--config", path, "--check")
        self.assertEqual((done.code, done.err), (0, ""), done)
        for words in ("configuration is good", "邮件未配置", "收录检测未接入", "每晚备份未开启"):
            self.assertIn(words, done.out)
        self.assertEqual([item.name for item in folder.iterdir()], ["vouch.toml"])

    def test_wrong_usage_is_2(self):
        for arguments in ([], ["--config"], ["--chekc"], ["--config", "x", "--practice"], ["--practice", "--speed"], ["--config", "x", "--speed", "fast"]):
            with self.subTest(arguments=arguments):
                done = run("vouchd", *arguments)
                self.assertEqual((done.code, done.out), (2, ""), done)
                self.assertIn("usage", done.err)


class OnlyOne(Case):
    def test_a_second_vouchd_on_the_same_state_directory_ends_with_1_and_harms_nothing(self):
        first = self.vouchd()
        second = run("vouchd", "--config", first.file)
        self.assertEqual(second.code, 1, second)
        self.assertIn("is in use by process", second.err)
        self.assertEqual(first.vouch("status").code, 0)

    def test_tools_that_need_it_stopped_say_so(self):
        daemon = self.vouchd()
        for words in (["replay"], ["ledger", "verify"]):
            done = daemon.vouch(*words)
            self.assertEqual(done.code, 3, done)
            self.assertIn("is in use by process", done.err)

    def test_a_port_in_use_is_named_and_ends_with_1(self):
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        port = taken.getsockname()[1]
        daemon = Vouchd(self.folder(), listen=f"127.0.0.1:{port}")
        done = run("vouchd", "--config", daemon.file)
        self.assertEqual(done.code, 1, done)
        self.assertIn(f"127.0.0.1:{port}", done.err)
        self.assertIn("in use", done.err)
        self.assertFalse(daemon.socket.exists())

    def test_a_socket_left_behind_by_a_crash_is_no_obstacle(self):
        daemon = self.vouchd()
        daemon.signal(signal.SIGKILL)
        daemon.wait()
        self.assertTrue(daemon.socket.exists())
        daemon.start()
        self.assertEqual(daemon.vouch("status").code, 0)

    def test_the_socket_and_the_database_are_for_the_service_alone(self):
        daemon = self.vouchd()
        found = [daemon.state, *daemon.state.rglob("*")]
        self.assertIn(daemon.state / "vouch.db", found)
        for path in found:
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_without_vouchd_a_command_says_that_it_does_not_run(self):
        daemon = Vouchd(self.folder())
        done = daemon.vouch("status")
        self.assertEqual((done.code, done.out), (3, ""), done)
        self.assertIn("is it running", done.err)


class Signals(Case):
    def test_hangup_takes_a_good_configuration(self):
        daemon = self.vouchd()
        daemon.write('[alerts]\ndaily_message = "08:15"\n', daemon='log_level = "debug"')
        daemon.signal(signal.SIGHUP)
        wait_for("the reload", lambda: daemon.notify.find("STATUS=configuration reloaded"))
        heard = daemon.notify.listen()
        reloading = next(i for i, message in enumerate(heard) if message.startswith("RELOADING=1"))
        self.assertRegex(heard[reloading], r"MONOTONIC_USEC=\d+")
        self.assertIn("READY=1", heard[reloading + 1])
        daemon.file.write_text(daemon.file.read_text().replace("测试公司", "新公司"))
        daemon.signal(signal.SIGHUP)
        wait_for("the new name", lambda: daemon.vouch("--json", "status").json()["company"] == "新公司")

    def test_hangup_refuses_a_bad_configuration_and_goes_on(self):
        daemon = self.vouchd()
        before = daemon.file.read_text()
        daemon.file.write_text(before + "[evidence]\nkeep_dyas = 40\n", encoding="utf-8")
        daemon.signal(signal.SIGHUP)
        refused = wait_for("the refusal", lambda: daemon.notify.find("STATUS=reload refused"))
        line = before.count("\n") + 2
        self.assertIn("READY=1", refused)
        self.assertIn(f"vouch.toml:{line}: ", refused)
        self.assertIn(f"vouch.toml:{line}: ", daemon.log)
        self.assertEqual(daemon.vouch("status").code, 0)
        done = daemon.vouch("reload")
        self.assertEqual(done.code, 2, done)
        self.assertIn(f"vouch.toml:{line}: ", done.err)
        self.assertIn("vouch_config_last_reload_successful 0", daemon.http("GET", "/metrics")[2].decode())

    def test_reload_by_command_says_what_waits_for_a_restart(self):
        daemon = self.vouchd()
        daemon.write(listen="127.0.0.1:1")
        answer = daemon.vouch("--json", "reload").json()
        self.assertIn("[daemon] listen", answer["needs_restart"])

    def test_sigterm_ends_with_0_and_leaves_no_socket(self):
        daemon = self.vouchd()
        started = time.monotonic()
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assertLess(time.monotonic() - started, 10)
        self.assertIn("stopped", daemon.log)

    def test_sigterm_tells_the_manager(self):
        daemon = self.vouchd()
        daemon.signal(signal.SIGTERM)
        self.assertEqual(daemon.wait(), 0)
        self.assertTrue(daemon.notify.find("STOPPING=1"), daemon.notify.heard)

    def test_sigterm_waits_for_the_look_that_is_under_way(self):
        asked, gate = threading.Event(), threading.Event()

        def page(_):
            asked.set()
            gate.wait(30)
            return Page("<title>空气净化器</title><p>正文</p>")

        site = self.site({"/post": page, "/robots.txt": Page("", 404)})
        daemon = self.vouchd(f'[network]\nallow = ["{site.allow}"]\n')
        daemon.vouch("user", "add", "--login", "wang", "--name", "王编辑")
        report = daemon.folder / "report.csv"
        report.write_text(f"网址\n{site.url('/post')}\n")
        self.assertEqual(daemon.vouch("report", "import", report, "--as", "wang").code, 0)
        self.assertEqual(daemon.vouch("claim", "recheck", "1").code, 0)
        wait_for("the look begins", asked.is_set)
        daemon.signal(signal.SIGTERM)
        wait_for("draining", lambda: daemon.notify.find("STOPPING=1"))
        gate.set()
        self.assertEqual(daemon.wait(), 0, daemon.log)
        daemon.start()
        claim = daemon.vouch("--json", "claim", "show", "1").json()
        self.assertTrue(claim["observations"], daemon.log)
        self.assertEqual(claim["observations"][0]["outcome"], "FOUND")

    def test_a_second_signal_ends_it_at_once(self):
        asked, gate = threading.Event(), threading.Event()
        self.addCleanup(gate.set)

        def page(_):
            asked.set()
            gate.wait(30)
            return Page("x")

        site = self.site({"*": page})
        daemon = self.vouchd(f'[network]\nallow = ["{site.allow}"]\n')
        daemon.vouch("user", "add", "--login", "wang", "--name", "王编辑")
        report = daemon.folder / "report.csv"
        report.write_text(f"网址\n{site.url('/post')}\n")
        daemon.vouch("report", "import", report, "--as", "wang")
        daemon.vouch("claim", "recheck", "1")
        wait_for("the look begins", asked.is_set)
        daemon.signal(signal.SIGTERM)
        wait_for("draining", lambda: daemon.notify.find("STOPPING=1"))
        daemon.signal(signal.SIGTERM)
        started = time.monotonic()
        daemon.wait()
        self.assertLess(time.monotonic() - started, 5)


class Watchdog(Case):
    def test_the_watchdog_is_fed_while_all_threads_live(self):
        daemon = self.vouchd(env={"WATCHDOG_USEC": 300_000})
        fed = lambda: sum(message == "WATCHDOG=1" for message in daemon.notify.listen())
        wait_for("three meals", lambda: fed() >= 3)

    def test_a_stopped_daemon_does_not_feed_it(self):
        daemon = self.vouchd(env={"WATCHDOG_USEC": 300_000})
        wait_for("a meal", lambda: daemon.notify.find("WATCHDOG=1"))
        os.kill(daemon.process.pid, signal.SIGSTOP)
        daemon.notify.listen()
        daemon.notify.heard.clear()
        time.sleep(1)  # three meals' time: that nothing comes can only be waited for
        self.assertEqual(daemon.notify.listen(), [])
        os.kill(daemon.process.pid, signal.SIGCONT)
        wait_for("a meal again", lambda: daemon.notify.find("WATCHDOG=1"))

    def test_without_a_manager_it_runs_just_as_well(self):
        daemon = Vouchd(self.folder())
        self.addCleanup(daemon.stop)
        daemon.spawn()
        wait_for("it answers", lambda: daemon.vouch("status").code == 0)


if __name__ == "__main__":
    main()
