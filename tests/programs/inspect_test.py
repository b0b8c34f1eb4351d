"""vouch inspect page|robots|url|serp on files and live pages; --help and the documents say what is true."""

import re
import shlex

from harness import SOURCE, Case, Page, main, run

PAGE = (
    "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title> 空气净化器\n 使用心得 </title>"
    "<meta name=description content='三个月的记录'><meta name=robots content='noindex, nofollow'>"
    "<link rel=canonical href='/posts/7'><meta property='article:published_time' content='2026-11-20T08:00:00+08:00'></head>"
    "<body><header><a href='/'>首页</a></header><main><h1>使用心得</h1><p>空气<b>净化</b>器的滤芯半年换一次，噪声很小。</p>"
    "<p>来源：<a href='../p?id=1#x' rel='nofollow ugc'>产品页</a><a style='display:none' href='http://hidden.example/'>看不见</a></p></main>"
    "</body></html>"
)
KEYS = {
    "url", "final_url", "status", "charset", "title", "description", "canonical", "robots", "links", "main_text",
    "text_chars", "published", "fingerprint", "truncated",
}


class InspectPage(Case):
    def file(self, content, name="page.html"):
        path = self.folder() / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def facts(self, content, *more):
        done = self.vouch("inspect", "page", self.file(content), *more)
        self.assertEqual(done.err, "")
        return done.json()

    def test_a_file_as_page_facts(self):
        facts = self.facts(PAGE, "--base", "https://blog.example.com/a/b.html")
        self.assertLessEqual(KEYS, facts.keys())
        self.assertEqual(facts["url"], "https://blog.example.com/a/b.html")
        self.assertEqual(facts["title"], "空气净化器 使用心得")
        self.assertEqual(facts["description"], "三个月的记录")
        self.assertEqual(facts["canonical"], "https://blog.example.com/posts/7")
        self.assertEqual(facts["robots"]["meta"], ["robots: noindex, nofollow"])
        self.assertTrue(facts["robots"]["noindex"]["google"])
        self.assertIn("空气净化器的滤芯半年换一次", facts["main_text"])
        self.assertNotIn("看不见", facts["main_text"])
        self.assertFalse(facts["truncated"])
        self.assertRegex(facts["fingerprint"], "^[0-9a-f]{64}$")
        links = {link["url"]: link for link in facts["links"]}
        self.assertEqual(links["https://blog.example.com/p?id=1"]["rel"], ["nofollow", "ugc"])
        self.assertEqual(links["https://blog.example.com/p?id=1"]["text"], "产品页")
        self.assertEqual(links["https://blog.example.com/"]["region"], "header")
        self.assertFalse(links["http://hidden.example/"]["visible"])

    def test_the_publication_date_with_its_source(self):
        facts = self.facts(PAGE, "--base", "https://blog.example.com/a/b.html")
        self.assertEqual(facts["published"], {"value": "2026-11-20T08:00:00+08:00", "source": "article:published_time"})

    def test_content_type_decides_before_meta(self):
        page = "<meta charset=utf-8><title>净化器</title><p>正文"
        facts = self.facts(page.encode("gb18030"), "--content-type", "text/html; charset=gb2312")
        self.assertEqual((facts["charset"], facts["title"]), ("gbk", "净化器"))

    def test_json_is_the_same_answer(self):
        path = self.file(PAGE)
        self.assertEqual(self.vouch("inspect", "page", path).out, self.vouch("--json", "inspect", "page", path).out)

    def test_a_live_page(self):
        site = self.site({"/a": Page("", 302, {"Location": "/b?x=1"}), "/b": Page(PAGE, headers={"X-Robots-Tag": "bingbot: noindex"})})
        done = self.vouch("inspect", "page", site.url("/a"), "--allow", site.allow)
        facts = done.json()
        self.assertEqual((facts["url"], facts["final_url"], facts["status"]), (site.url("/a"), site.url("/b?x=1"), 200))
        self.assertEqual(facts["robots"]["header"], ["bingbot: noindex"])

    def test_a_live_page_that_cannot_be_had_is_3_and_says_why(self):
        site = self.site({"/empty": Page(b"")})
        self.assertIn("empty_body", self.vouch("inspect", "page", site.url("/empty"), "--allow", site.allow, code=3).err)
        done = self.vouch("inspect", "page", site.url("/empty"), code=3)
        self.assertIn("address not allowed", done.err)
        self.assertEqual(done.out, "")

    def test_a_file_that_is_not_there_is_2(self):
        done = self.vouch("inspect", "page", "/nonexistent/page.html", code=2)
        self.assertIn("/nonexistent/page.html", done.err)
        self.assertEqual(done.out, "")

    def test_any_bytes_give_facts_and_no_crash(self):
        for name, content in {
            "empty": b"",
            "zeros": bytes(5000),
            "all bytes": bytes(range(256)) * 100,
            "cut in a tag": b"<html><body><a href='x",
            "cut in a character": "<p>净化".encode()[:-1],
            "utf-16": "\ufeff<title>净化器</title>".encode("utf-16-le"),
            "nested": b"<div>" * 30_000,
            "attributes": b"<p " + b"a " * 100_000 + b">",
        }.items():
            with self.subTest(name):
                self.assertLessEqual(KEYS, self.facts(content).keys())


RESULTS = (
    "<!doctype html><html><head><meta charset=utf-8><title>净化器_百度搜索</title></head><body><input id=kw value='净化器'>"
    "<div id=content_left><div class='result-op' id=1 mu='https://baike.baidu.com/item/a'><h3><a href='x'>百科</a></h3></div>"
    "<div class='result' id=2 mu='https://www.acme.cn/news/1'><h3><a href='http://www.baidu.com/link?url=a'>净化器 评测</a></h3></div>"
    "<div class='result' id=3><h3><a href='http://www.baidu.com/link?url=b'>净化器 二</a></h3><span class=c-showurl>www.b.cn/x/1...</span></div>"
    "</div></body></html>"
)
WALL = "<html><head><meta charset=utf-8><title>百度安全验证</title></head><body>网络不给力</body></html>"
NOTHING = "<html><meta charset=utf-8><div class=content_none><div class=nors>抱歉，未找到相关结果</div></div></html>"
BING_NOTHING = "<html><ol id=b_results><li class=b_no><h1>no results</h1></li></ol></html>"


class InspectSerp(Case):
    def serp(self, content, *more, engine="baidu", code=0):
        path = self.folder() / "page.html"
        path.write_text(content)
        done = self.vouch("--json", "inspect", "serp", path, "--engine", engine, *more, code=code)
        self.assertEqual(done.err, "")
        return done.json()

    def test_rows_with_place_and_target(self):
        page = self.serp(RESULTS, "--query", "净化器")
        self.assertEqual((page["outcome"], page["reason"]), ("ranked_list", "ok"))
        self.assertEqual([(row["position"], row["slot"], row["url"]) for row in page["organic"]],
                         [(1, 2, "https://www.acme.cn/news/1"), (2, 3, None)])
        self.assertEqual(page["organic"][0]["title"], "净化器 评测")
        self.assertEqual([row["kind"] for row in page["not_organic"]], ["module"])
        self.assertIsNone(page["found"])

    def test_a_page_is_found_probable_or_absent(self):
        found = self.serp(RESULTS, "--find", "http://acme.cn/news/1")["found"]
        self.assertEqual((found["position"], found["certainty"], found["rule"]), (1, "exact", "loose_key"))
        probable = self.serp(RESULTS, "--find", "https://www.b.cn/x/123", code=3)["found"]
        self.assertEqual((probable["position"], probable["certainty"]), (2, "probable"))
        self.assertIsNone(self.serp(RESULTS, "--find", "https://www.acme.cn/news/2", code=1)["found"])

    def test_a_wall_says_nothing_of_any_page(self):
        page = self.serp(WALL, "--find", "https://www.acme.cn/news/1", code=3)
        self.assertEqual((page["outcome"], page["reason"], page["organic"]), ("blocked", "captcha", []))

    def test_nothing_found_is_negative(self):
        self.assertEqual(self.serp(NOTHING, code=1)["outcome"], "no_results")
        self.assertEqual(self.serp(BING_NOTHING, engine="bing", code=3)["outcome"], "untrusted")
        self.assertEqual(self.serp(BING_NOTHING, "--control-answered", engine="bing", code=1)["outcome"], "no_results")

    def test_a_decoy_and_an_unknown_layout_say_nothing(self):
        self.assertEqual(self.serp(RESULTS, "--query", "别的词", code=3)["outcome"], "untrusted")
        self.assertEqual(self.serp(RESULTS, engine="google", code=3)["outcome"], "unknown_layout")

    def test_an_unknown_engine_is_told_the_known_ones(self):
        path = self.folder() / "page.html"
        path.write_text(RESULTS)
        done = self.vouch("inspect", "serp", path, "--engine", "yahoo", code=2)
        self.assertIn("baidu (desktop), baidu (mobile)", done.err)

    def test_words_for_people(self):
        path = self.folder() / "page.html"
        path.write_text(RESULTS)
        out = self.vouch("inspect", "serp", path, "--engine", "baidu", "--find", "https://www.acme.cn/news/1").out
        self.assertIn("ranked_list", out)
        self.assertIn("第 1 位", out)


class InspectRobots(Case):
    ROBOTS = (
        "User-agent: *\nDisallow: /private\nCrawl-delay: 2.5\n\nUser-agent: VouchBot\nAllow: /private/open\nDisallow: /private\n"
        "User-agent: Baiduspider\nDisallow: /\n"
    )

    def ask(self, agent, url, code, text=ROBOTS):
        path = self.folder() / "robots.txt"
        path.write_text(text)
        done = self.vouch("inspect", "robots", path, "--agent", agent, "--url", url, code=code)
        self.assertEqual(done.err, "")
        answer = done.json()
        self.assertEqual(set(answer), {"allowed", "crawl_delay", "rule"})
        self.assertEqual(answer["allowed"], code == 0)
        return answer

    def test_allowed_is_0_and_forbidden_is_1(self):
        self.assertEqual(self.ask("other", "/private/a", 1)["rule"], "Disallow: /private")
        self.ask("other", "https://example.com/public", 0)
        self.assertEqual(self.ask("VouchBot", "/private/open/1", 0)["rule"], "Allow: /private/open")
        self.ask("Baiduspider", "/", 1)

    def test_crawl_delay_of_the_group_that_counts(self):
        self.assertEqual(self.ask("other", "/", 0)["crawl_delay"], 2.5)
        self.assertIsNone(self.ask("VouchBot", "/", 0)["crawl_delay"])

    def test_no_rule_allows(self):
        self.assertEqual(self.ask("other", "/x", 0, text="")["rule"], "")

    def test_a_missing_file_is_2(self):
        self.vouch("inspect", "robots", "/nonexistent", "--agent", "a", "--url", "/", code=2)


class InspectUrl(Case):
    def ask(self, *arguments):
        done = self.vouch("inspect", "url", *arguments)
        self.assertEqual(done.err, "")
        return done.json()

    def test_keys_and_registrable_domain(self):
        answer = self.ask("HTTP://WWW.Example.com.cn:80/a/../b?utm_source=x&id=7#top")
        self.assertEqual(answer["href"], "http://www.example.com.cn/b?utm_source=x&id=7#top")
        self.assertEqual(answer["strict_key"], "http://www.example.com.cn/b?utm_source=x&id=7")
        self.assertEqual(answer["loose_key"], "example.com.cn/b?id=7")
        self.assertEqual(answer["registrable_domain"], "example.com.cn")

    def test_relative_to_a_base_and_names_in_chinese(self):
        self.assertEqual(self.ask("../x", "--base", "https://example.com/a/b/c")["href"], "https://example.com/a/x")
        self.assertEqual(self.ask("https://例子.测试/路")["href"], "https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF")

    def test_what_is_no_url_is_2(self):
        for text in ("x", "http://", "http://a b/", "http://[::1"):
            with self.subTest(text):
                done = self.vouch("inspect", "url", text, code=2)
                self.assertEqual(done.out, "")


class WhatTheDocumentsSay(Case):
    DOCUMENTS = ("README.md", "README.zh.md", "docs/operations.md")

    def commands(self):
        """Every vouch command line in the documents: (document, words)."""
        for name in self.DOCUMENTS:
            text = (SOURCE / name).read_text(encoding="utf-8")
            found = re.findall(r"^\s*(?:sudo )?(vouch .*?)(?:\s+#.*)?$", text, re.M) + re.findall(r"`(?:sudo )?(vouch [^`]+)`", text)
            for line in found:
                yield name, shlex.split(line)

    def test_every_command_in_the_documents_exists_with_its_options(self):
        helps = {}
        seen = 0
        for name, words in self.commands():
            if words[0] == "vouchd":
                continue
            with self.subTest(document=name, command=" ".join(words)):
                path = []
                for word in words[1:]:
                    if not re.fullmatch("[a-z]+", word):
                        break
                    if path and word not in helps[tuple(path)]:
                        break
                    path.append(word)
                    done = self.vouch(*path, "--help")
                    listed = done.out.split("Subcommands:")[1] if "Subcommands:" in done.out else ""
                    helps[tuple(path)] = re.findall(r"^  ([a-z]+) ", listed, re.M)
                    helps["text", *path] = done.out
                self.assertTrue(path, words)
                self.assertEqual(helps[tuple(path)], [], "a subcommand is missing")
                for option in (word for word in words if word.startswith("--")):
                    self.assertIn(option, helps["text", *path])
                seen += 1
        self.assertGreater(seen, 15)

    def test_every_subcommand_explains_itself(self):
        def walk(path):
            done = self.vouch(*path, "--help")
            self.assertEqual(done.err, "")
            listed = done.out.split("Subcommands:")[1] if "Subcommands:" in done.out else ""
            for name, about in re.findall(r"^  ([a-z]+)\s+(.*)$", listed, re.M):
                self.assertTrue(about.strip(), f"{name} in {path} is not explained")
                walk([*path, name])

        walk([])

    def test_every_option_is_explained(self):
        def walk(path):
            out = self.vouch(*path, "--help").out
            listed = out.split("Subcommands:")[1] if "Subcommands:" in out else ""
            options = re.sub(r"\n {20,}", "   ", out.split("Subcommands:")[0])
            for line in re.findall(r"^  (\S.*)$", options, re.M):
                self.assertRegex(line, r"^\S+( [A-Z][^ ]*)*( ...)?( REQUIRED| Excludes: \S+)*\s{2,}\S", f"in {path}")
            for name in re.findall(r"^  ([a-z]+)\s+\S", listed, re.M):
                walk([*path, name])

        walk([])

    def test_help_and_version_are_0_on_standard_output(self):
        for program in ("vouch", "vouchd"):
            for word in ("--help", "--version"):
                done = run(program, word)
                self.assertEqual((done.code, done.err), (0, ""), done)
                self.assertTrue(done.out.startswith(("usage", "vouch", "Vouch")), done)

    def test_every_example_key_of_the_configuration_is_accepted(self):
        text = (SOURCE / "systemd" / "vouch.toml").read_text(encoding="utf-8")
        folder = self.folder()
        lines = []
        for line in text.splitlines():
            example = re.match(r"# (\[.*\]|[a-z_]+ = .*)$", line)
            lines.append(example.group(1) if example else line)
        (folder / "password").write_text("x\n")
        (folder / "hook").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
        (folder / "robot").write_text("https://oapi.dingtalk.com/robot/send?access_token=x\n")
        for name in ("password", "hook", "robot"):
            (folder / name).chmod(0o600)
        full = "\n".join(lines).replace("/etc/vouch/credentials/mail-password", str(folder / "password"))
        full = full.replace("/etc/vouch/credentials/group-robot-secret", str(folder / "password"))
        full = full.replace("/etc/vouch/credentials/group-robot", str(folder / "robot"))
        full = full.replace("/etc/vouch/credentials/ops-webhook", str(folder / "hook")).replace("/var/lib/vouch", str(folder / "state"))
        full = full.replace("/etc/vouch/credentials/baidu-push", str(folder / "password"))
        full = full.replace("/etc/vouch/credentials/app-secret", str(folder / "password"))
        full = full.replace("/etc/vouch/credentials/reports-secret", str(folder / "password"))
        full = full.replace("/etc/vouch/credentials/deadman-address", str(folder / "robot"))
        for name in ("fullchain.pem", "key.pem"):
            (folder / name).write_text("x")
            (folder / name).chmod(0o600)
        full = full.replace("/etc/vouch/tls", str(folder))
        path = folder / "vouch.toml"
        path.write_text(full, encoding="utf-8")
        done = run("vouchd", "--config", path, "--check")
        self.assertEqual(done.code, 0, done)
        self.assertGreater(len(re.findall(r"^[a-z_]+ = ", full, re.M)), 35)
        self.assertFalse((folder / "state").exists())

    def test_the_readme_one_liner_works_on_a_live_page(self):
        site = self.site({"/post": "<title>空气净化器</title><p>好用 <a href='https://example.com/'>官网</a>"})
        line = re.search(r"`vouch (check https://example.com/post [^`]+)`", (SOURCE / "README.md").read_text()).group(1)
        words = shlex.split(line.replace("https://example.com/post", site.url("/post")))
        self.vouch(*words, "--allow", site.allow)


if __name__ == "__main__":
    main()
