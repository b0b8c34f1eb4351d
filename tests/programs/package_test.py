"""What the package brings beside the programs: manual pages, completion, unit, maintainer scripts."""

import functools
import glob
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from harness import BUILD, SOURCE, Case, environment, main, run

PACKAGING = SOURCE / "packaging"
PAGES = sorted((PACKAGING / "man").iterdir())


def commands_of(help_text):
    found = re.search(r"^Subcommands:\n((?:  .*\n)+)", help_text, re.M)
    return re.findall(r"^  (\S+)", found.group(1), re.M) if found else []


def options_of(help_text):
    found = re.search(r"^Options:\n((?:  .*\n)+)", help_text, re.M)
    return set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", found.group(1), re.M))


@functools.lru_cache(maxsize=None)
def help_of(*path):
    return run("vouch", *path, "--help").out


def tree(path=()):
    """Every command of vouch with its options: {("user", "add"): {"--login", ...}}."""
    help_text = help_of(*path)
    known = {path: options_of(help_text)}
    for command in commands_of(help_text):
        known.update(tree((*path, command)))
    return known


def plain(page):
    """A manual page as its reader has it, without line breaks and styles."""
    shown = subprocess.run(["man", "-l", "-Tutf8", page], capture_output=True, check=True, timeout=30,
                           env=environment(LC_ALL="C.UTF-8", MANROFFOPT="-c -rLL=1000n"))
    text = re.sub(r".\x08", "", shown.stdout.decode())
    return re.sub(" +", " ", re.sub("[\u2010\u2212]", "-", text))


@unittest.skipUnless(shutil.which("man"), "no man here")
class Manual(Case):
    def test_every_page_is_clean(self):
        for page in PAGES:
            done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page], capture_output=True, timeout=30,
                                  env=environment(LC_ALL="C.UTF-8"))
            self.assertEqual((done.returncode, done.stderr.decode()), (0, ""), page)

    def test_vouch_1_names_every_command_and_option_and_no_other(self):
        text = plain(PACKAGING / "man" / "vouch.1")
        known = tree()
        for path, options in known.items():
            if not commands_of(help_of(*path)):
                self.assertRegex(text, rf"vouch {' '.join(path)}\b", "a command that the page does not name")
        every = set().union(*known.values())
        named = set(re.findall(r"--[a-z-]*[a-z]", text))
        self.assertEqual(named, every)
        for words in re.findall(r"\bvouch ((?:[a-z]+ ?)+)", text):
            path = tuple(words.split())
            self.assertTrue(any(known_path[:1] == path[:1] for known_path in known), f"no such command: vouch {words}")

    def test_vouchd_8_and_vouch_practice_1_name_every_option_and_no_other(self):
        for program, page in (("vouchd", "vouchd.8"), ("vouch-practice", "vouch-practice.1")):
            help_text = run(program, "--help").out
            text = plain(PACKAGING / "man" / page)
            options = set(re.findall(r"--[a-z-]*[a-z]", help_text))
            foreign = {"--practice"} if program == "vouch-practice" else set()  # of vouchd, which the page explains
            self.assertEqual(set(re.findall(r"--[a-z-]*[a-z]", text)) - foreign - {"--config"}, options - foreign - {"--config"}, page)

    def test_vouch_toml_5_names_every_key_and_no_other(self):
        source = "".join((SOURCE / "config" / name).read_text() for name in ("settings_load.cpp", "provider_settings.cpp", "robot_settings.cpp", "submission_settings.cpp", "web_settings.cpp", "report_source_settings.cpp"))
        keys = set(re.findall(r'(?:section|reports|alerts|evidence|retention|backup|data|practice)\.(?:text|texts|path|word|integer|number|boolean|duration|time_of_day|table)\(\s*"(\w+)"', source))
        keys |= set(re.findall(r'judged_texts?\(\w+, "(\w+)"', source))
        for stem in re.findall(r'\.secret\("(\w+)", [\w.]+, here(, "\w+")?', source):
            keys |= {f"{stem[0]}_file", stem[0] if stem[1] else f"{stem[0]}_credential"}
        self.assertGreater(len(keys), 50)
        page = (PACKAGING / "man" / "vouch.toml.5").read_text()
        named = set()
        for line in re.findall(r"^\.TP\n\.BR? (.*)$", page, re.M):
            named |= set(re.findall(r"\b[a-z][a-z_]*\b", line))
        self.assertEqual(named, keys)
        sections = set(re.findall(r'(?:section|tables)\("(\w+)"\)', source))
        self.assertEqual(set(re.findall(r"^\.SH \[+(\w+)", page, re.M)), sections)

    def test_pages_carry_the_version(self):
        version = run("vouch", "--version").out.split()[1]
        for page in PAGES:
            self.assertIn(f'"Vouch {version}"', page.read_text().splitlines()[1], page)
        self.assertTrue((PACKAGING / "debian" / "changelog").read_text().startswith(f"vouch ({version}-1)"))
        self.assertIn(f"project(vouch VERSION {version} ", (SOURCE / "CMakeLists.txt").read_text())


class Completion(Case):
    def complete(self, *words):
        script = (f'. "{PACKAGING}/completions/vouch.bash"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); '
                  '_vouch; printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "--norc", "-c", script, "bash", *words], capture_output=True, timeout=30, env=environment())
        self.assertEqual(done.stderr.decode(), "", words)
        return done.stdout.decode().split()

    def test_it_offers_what_help_knows(self):
        self.assertEqual(self.complete("vouch", ""), commands_of(help_of()))
        self.assertEqual(self.complete("vouch", "claim", "d"), ["decide", "dispute"])
        self.assertEqual(self.complete("vouch", "--json", "claim", "sh"), ["show"])
        self.assertEqual(self.complete("vouch", "user", "add", "--role", ""), ["employee", "supervisor", "admin", "owner"])
        self.assertEqual(self.complete("vouch", "user", "add", "--na"), ["--name"])
        self.assertEqual(self.complete("vouch", "user", "add", "--js"), ["--json"], "may stand behind a command")
        self.assertEqual(self.complete("vouchd", "--ch"), ["--check"])
        self.assertIn("--help", self.complete("vouchd", "--"))
        self.assertEqual(self.complete("vouch-practice", "--with"), ["--with-parent"])

    def test_elsewhere_files_are_offered(self):
        self.assertEqual(self.complete("vouch", "report", "import", ""), [])
        self.assertEqual(self.complete("vouch", "--config", ""), [])


class Installed(Case):
    """cmake --install, as ./dev install and CPack do it."""

    def test_the_unit_starts_what_is_installed(self):
        if not (BUILD / "cmake_install.cmake").exists() or not shutil.which("cmake"):
            self.skipTest(f"{BUILD} is no build folder, or there is no cmake")
        for prefix in ("/usr", "/opt/vouch"):
            stage = self.folder()
            done = subprocess.run([shutil.which("cmake"), "--install", BUILD, "--prefix", prefix, "--strip"], capture_output=True, timeout=120,
                                  env=environment(DESTDIR=stage))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            top = stage / prefix[1:]
            unit = (top / "lib/systemd/system/vouchd.service").read_text()
            self.assertIn(f"\nExecStart={prefix}/sbin/vouchd --config /etc/vouch/vouch.toml\n", unit)
            self.assertIn(f"\nExecReload={prefix}/bin/vouch ", unit)
            self.assertNotIn("@", unit.replace("@system-service", "").replace("@privileged", "").replace("@resources", ""))
            for name in ("sbin/vouchd", "bin/vouch", "share/vouch/data/policies.toml", "share/vouch/vouch.toml.example", "share/man/man8/vouchd.8.gz",
                         "share/bash-completion/completions/vouch-practice"):
                self.assertTrue((top / name).exists(), name)
            self.assertFalse((stage / "etc").exists(), "the configuration belongs to the package alone")
            config = self.folder() / "vouch.toml"
            config.write_text(f'[daemon]\nstate_dir = "{config.parent}/state"\n[company]\nname = "x"\n')
            checked = subprocess.run([top / "sbin/vouchd", "--config", config, "--check"], capture_output=True, timeout=30, env=environment())
            self.assertEqual(checked.returncode, 0, checked)


class Package(Case):
    def test_maintainer_scripts_are_shell(self):
        for name in ("postinst", "prerm", "postrm"):
            script = PACKAGING / "debian" / name
            self.assertTrue(os.access(script, os.X_OK), name)
            self.assertEqual(subprocess.run(["sh", "-n", script], capture_output=True, timeout=30, check=False).stderr, b"", name)

    def test_a_built_package_holds_what_it_must(self):
        built = glob.glob(str(SOURCE / "build" / "vouch_*.deb"))
        if not built:
            self.skipTest("no package here: ./dev deb builds it")
        listed = subprocess.run(["dpkg-deb", "-c", built[0]], capture_output=True, text=True, check=True, timeout=60).stdout
        for name in ("./usr/sbin/vouchd", "./usr/bin/vouch", "./usr/bin/vouch-practice", "./etc/vouch/vouch.toml", "./usr/lib/systemd/system/vouchd.service",
                     "./usr/share/man/man5/vouch.toml.5.gz", "./usr/share/doc/vouch/copyright", "./usr/share/doc/vouch/changelog.Debian.gz"):
            self.assertIn(f" {name}\n", listed)
        self.assertEqual([line for line in listed.splitlines() if " root/root " not in line], [])
        control = pathlib.Path(self.folder())
        subprocess.run(["dpkg-deb", "-e", built[0], control], check=True, timeout=60)
        self.assertEqual((control / "conffiles").read_text(), "/etc/vouch/vouch.toml\n")
        self.assertRegex((control / "control").read_text(), r"(?m)^Depends: .*libsqlite3-0")


if __name__ == "__main__":
    main()
