"""vouch check: one URL, now, against live pages on loopback (Python and nginx)."""

import gzip
import os
import unittest

from harness import Case, Nginx, Page, main

TEXT = "<p>" + "这款空气净化器在卧室里用了三个月，滤芯还没有更换。" * 12 + "</p>"
GOOD = (
    "<!doctype html><html lang=zh><head><meta charset=utf-8><title>空气净化器使用三个月</title></head><body><article>"
    f"<h1>空气净化器使用三个月</h1>{TEXT}<p>更多资料见<a href='https://www.example.com/p1'>产品页</a></p></article></body></html>"
)
CAPTCHA = (
    "<html><head><meta charset=utf-8><title>安全验证</title></head><body><h1>安全验证</h1><p>请完成验证后继续访问</p>"
    "<div class='geetest_captcha'></div></body></html>"
)
LOGIN = (
    "<html><head><meta charset=utf-8><title>登录</title></head><body><form action='/login' method=post>"
    "<input name=username><input type=password name=password><button>登录</button></form><p>登录后查看全部内容</p></body></html>"
)


class CheckCase(Case):
    def check(self, site, path, *more, code=0, **options):
        done = self.vouch("check", site.url(path), "--allow", site.allow, "--json", *more, code=code, **options)
        self.assertEqual(done.err, "", done)
        return done.json()

    def reasons(self, answer):
        return (answer["live"]["reason"], answer.get("content", {}).get("reason"))


class WhatItFinds(CheckCase):
    def test_a_good_page_is_0_and_says_all_that_was_found(self):
        site = self.site({"/post": GOOD})
        answer = self.check(site, "/post", "--keyword", "空气净化器", "--keyword", "滤芯", "--link", "example.com")
        self.assertEqual(answer["live"], {"outcome": "FOUND", "reason": "ok", "words": "检测到"})
        self.assertEqual(answer["content"]["outcome"], "FOUND")
        places = {found["keyword"]: found["place"] for found in answer["findings"]["keywords"]}
        self.assertEqual(places, {"空气净化器": "title", "滤芯": "body"})
        self.assertEqual(answer["findings"]["link"]["kind"], "direct")
        self.assertEqual([hop["status"] for hop in answer["hops"]], [200])
        self.assertEqual([engine["engine"] for engine in answer["engines"]], ["baidu", "so360", "sogou", "bing", "google"])
        self.assertEqual({engine["indexable"] for engine in answer["engines"]}, {"indexable"})
        self.assertEqual(answer["facts"]["title"], "空气净化器使用三个月")

    def test_the_same_page_gives_the_same_bytes_wherever_the_flag_stands(self):
        site = self.site({"/post": GOOD})
        words = ("check", site.url("/post"), "--allow", site.allow, "--keyword", "滤芯")
        self.assertEqual(self.vouch(*words, "--json").out, self.vouch("--json", *words).out)

    def test_the_same_in_words_for_people(self):
        site = self.site({"/post": GOOD})
        done = self.vouch("check", site.url("/post"), "--allow", site.allow, "--keyword", "空气净化器", "--link", "example.com")
        self.assertEqual(done.err, "")
        for words in ("上线  检测到", "内容  检测到", "标题  空气净化器使用三个月", "关键词 空气净化器", "收录条件 baidu"):
            self.assertIn(words, done.out)

    def test_a_missing_keyword_is_1_with_its_reason(self):
        answer = self.check(self.site({"/post": GOOD}), "/post", "--keyword", "扫地机器人", code=1)
        self.assertEqual(self.reasons(answer), ("ok", "keyword_missing"))

    def test_a_missing_link_is_1_with_its_reason(self):
        answer = self.check(self.site({"/post": GOOD}), "/post", "--link", "another.example", code=1)
        self.assertEqual(self.reasons(answer), ("ok", "backlink_missing"))

    def test_a_hidden_link_is_no_link(self):
        page = GOOD.replace("<a href", "<a style='display:none' href")
        answer = self.check(self.site({"/post": page}), "/post", "--link", "example.com", code=1)
        self.assertEqual(self.reasons(answer), ("ok", "backlink_hidden"))

    def test_a_page_that_is_gone_is_1(self):
        answer = self.check(self.site({}), "/post", "--keyword", "空气净化器", code=1)
        self.assertEqual(self.reasons(answer), ("http_404", None))

    def test_noindex_bars_the_engines_that_obey_it_but_is_no_fault_of_the_page(self):
        page = GOOD.replace("<title>", "<meta name=robots content=noindex><title>")
        answer = self.check(self.site({"/post": page}), "/post", "--engine", "google", "--engine", "baidu")
        bars = {engine["engine"]: engine["indexable"] for engine in answer["engines"]}
        self.assertEqual(bars["google"], "barred")
        self.assertEqual(len(bars), 2)

    def test_gbk_without_a_charset_in_the_header(self):
        page = "<html><head><meta charset=gbk><title>空气净化器</title></head><body><p>净化器的滤芯很好换。</p></body></html>"
        site = self.site({"/post": Page(page.encode("gbk"), content_type="text/html")})
        answer = self.check(site, "/post", "--keyword", "滤芯")
        self.assertEqual(answer["facts"]["charset"], "gbk")

    def test_gbk_that_names_no_charset_at_all(self):
        page = ("<html><head><title>空气净化器</title></head><body>" + TEXT + "</body></html>").encode("gbk")
        answer = self.check(self.site({"/post": Page(page, content_type="text/html")}), "/post", "--keyword", "滤芯")
        self.assertIn(answer["facts"]["charset"], ("gbk", "gb18030"))
        self.assertEqual(answer["facts"]["charset_source"], "detector")


class WhatItCannotTell(CheckCase):
    def could_not(self, page, reason, *more):
        answer = self.check(self.site({"/post": page}), "/post", "--keyword", "空气净化器", *more, code=3)
        self.assertEqual(answer["live"]["outcome"], "INCONCLUSIVE")
        self.assertEqual(answer["live"]["reason"], reason)
        self.assertEqual(answer["content"]["outcome"], "INCONCLUSIVE")
        return answer

    def test_a_captcha_is_not_a_negative(self):
        self.could_not(CAPTCHA, "captcha")

    def test_a_captcha_with_status_404_is_not_a_negative(self):
        self.could_not(Page(CAPTCHA, 404), "captcha")

    def test_a_login_wall_is_not_a_negative(self):
        self.could_not(LOGIN, "login_wall")

    def test_refusals_and_faults_of_the_server_are_not_negatives(self):
        for status, reason in ((401, "http_401"), (403, "http_403"), (429, "http_429"), (500, "http_5xx"), (503, "http_5xx")):
            with self.subTest(status=status):
                self.could_not(Page(GOOD, status), reason)

    def test_an_empty_page_is_not_a_negative(self):
        self.could_not(Page(b""), "empty_body")

    def test_a_page_that_breaks_off_is_not_a_negative(self):
        self.could_not(Page(GOOD[:400], headers={"Content-Length": "90000", "Connection": "close"}), "reset")

    def test_a_huge_page_is_not_a_negative_and_ends(self):
        self.could_not(Page("<p>" + "填充" * 1_500_000), "page_unparseable")

    def test_a_bomb_of_compression_is_not_a_negative_and_ends(self):
        body = gzip.compress(b"<p>" + b"0" * 60_000_000)
        answer = self.check(self.site({"/post": Page(body, headers={"Content-Encoding": "gzip"})}), "/post", "--keyword", "滤芯", code=3)
        self.assertEqual(answer["live"]["outcome"], "INCONCLUSIVE")

    def test_ten_thousand_nested_elements_are_not_a_negative_and_end(self):
        self.could_not("<html><title>x</title>" + "<div>" * 20_000 + "正文", "page_unparseable")

    def test_broken_gzip_is_not_a_negative(self):
        body = gzip.compress(GOOD.encode())[:-200]
        answer = self.check(self.site({"/post": Page(body, headers={"Content-Encoding": "gzip"})}), "/post", "--keyword", "扫地机器人", code=3)
        self.assertEqual(answer["live"]["outcome"], "INCONCLUSIVE")

    def test_bytes_that_are_no_text_are_not_a_negative(self):
        answer = self.check(self.site({"/post": Page(bytes(range(256)) * 400)}), "/post", "--keyword", "空气净化器", code=3)
        self.assertEqual(answer["live"]["outcome"], "INCONCLUSIVE")

    def test_robots_txt_that_forbids_us_is_obeyed_and_not_a_negative(self):
        site = self.site({"/robots.txt": Page("User-agent: *\nDisallow: /", content_type="text/plain"), "/post": GOOD})
        answer = self.check(site, "/post", "--keyword", "空气净化器", code=3)
        self.assertEqual(answer["live"]["reason"], "robots_disallowed")
        self.assertEqual({path for _, path, _, _ in site.requests}, {"/robots.txt"})

    def test_redirects_in_a_circle_end(self):
        site = self.site({"/post": Page("", 302, {"Location": "/post2"}), "/post2": Page("", 302, {"Location": "/post"})})
        answer = self.check(site, "/post", code=3)
        self.assertEqual(answer["live"]["reason"], "too_many_redirects")

    def test_nobody_listening_is_not_a_negative(self):
        site = self.site({})
        site_url, allow = site.url("/post"), site.allow
        site.stop()
        site.stop = lambda: None
        done = self.vouch("check", site_url, "--allow", allow, "--json", code=3)
        self.assertEqual(done.json()["live"]["reason"], "connect")


class WhereItMayGo(CheckCase):
    def test_a_private_address_is_refused_and_nothing_is_sent(self):
        site = self.site({"/post": GOOD})
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"):
            with self.subTest(host=host):
                done = self.vouch("check", site.url("/post", host), "--json", code=3)
                self.assertEqual(done.json()["live"]["reason"], "address_not_allowed")
                self.assertIn("address not allowed", done.json()["failure"])
        self.assertEqual(site.requests, [])

    def test_people_read_address_not_allowed_too(self):
        for address in ("http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://192.168.1.1/", "http://[::1]/", "http://[fd00::1]/"):
            with self.subTest(address=address):
                self.assertIn("address not allowed", self.vouch("check", address, code=3).out)

    def test_allow_opens_this_port_alone(self):
        site, other = self.site({"/post": GOOD}), self.site({"/post": GOOD})
        done = self.vouch("check", other.url("/post"), "--allow", site.allow, "--json", code=3)
        self.assertEqual(done.json()["live"]["reason"], "address_not_allowed")
        self.assertEqual(other.requests, [])

    def test_a_redirect_to_a_private_address_is_refused(self):
        inner = self.site({"/secret": GOOD})
        site = self.site({"/post": Page("", 302, {"Location": inner.url("/secret")})})
        answer = self.check(site, "/post", code=3)
        self.assertEqual(answer["live"]["reason"], "address_not_allowed")
        self.assertEqual(inner.requests, [])

    def test_a_proxy_in_the_environment_is_not_used(self):
        site = self.site({"/post": GOOD})
        proxy = self.site({"*": "proxied"})
        env = dict(os.environ, http_proxy=proxy.url(), HTTP_PROXY=proxy.url(), ALL_PROXY=proxy.url())
        self.vouch("check", site.url("/post"), "--allow", site.allow, env=env)
        self.assertEqual(proxy.requests, [])


class WrongUsage(Case):
    def wrong(self, *arguments):
        done = self.vouch(*arguments, code=2)
        self.assertEqual(done.out, "", done)
        self.assertNotEqual(done.err.strip(), "", done)
        return done.err

    def test_wrong_usage_is_2_on_standard_error(self):
        for arguments in (
            [],
            ["check"],
            ["chekc", "http://example.com/"],
            ["check", "http://example.com/", "--keywrod", "x"],
            ["inspect"],
            ["inspect", "robots", "/dev/null"],
            ["claim", "show", "abc"],
            ["claim", "decide", "1"],
            ["user", "add", "--login", "x"],
            ["dispute", "close", "1", "--answer", "不成立，没有证据", "--accept", "--reject"],
            ["user", "disable", "x", "--successor", "y", "--no-successor"],
        ):
            with self.subTest(arguments=arguments):
                self.wrong(*arguments)

    def test_what_is_no_web_address(self):
        for url in ("ftp://example.com/", "example.com", "http://", "javascript:alert(1)", ""):
            with self.subTest(url=url):
                self.wrong("check", url)

    def test_an_unknown_engine_is_named_with_the_known_ones(self):
        said = self.wrong("check", "http://127.0.0.1:1/", "--allow", "127.0.0.1/32:1", "--engine", "altavista")
        self.assertIn("altavista", said)
        self.assertIn("baidu", said)

    def test_allow_needs_a_port(self):
        self.assertIn("CIDR:PORT", self.wrong("check", "http://127.0.0.1:1/", "--allow", "127.0.0.1/32"))


@unittest.skipUnless(os.path.exists(Nginx.PROGRAM), "nginx is not installed")
class BehindNginx(CheckCase):
    def nginx(self, locations):
        made = Nginx(self.folder(), locations)
        self.addCleanup(made.stop)
        return made

    def test_gzip_is_read_and_a_redirect_is_kept_hop_by_hop(self):
        server = self.nginx("gzip on; gzip_min_length 1; gzip_types text/html; absolute_redirect off; location = /old { return 301 /post.html; }")
        server.put("post.html", GOOD)
        answer = self.check(server, "/old", "--keyword", "滤芯")
        self.assertEqual(answer["live"]["reason"], "ok_redirected")
        self.assertEqual([hop["status"] for hop in answer["hops"]], [301, 200])
        self.assertTrue(answer["facts"]["final_url"].endswith("/post.html"))

    def test_a_304_to_a_question_without_condition_is_no_page(self):
        server = self.nginx("location = /post { return 304; }")
        answer = self.check(server, "/post", "--keyword", "滤芯", code=3)
        self.assertEqual(answer["live"]["outcome"], "INCONCLUSIVE")

    def test_x_robots_tag_in_the_header_counts(self):
        server = self.nginx("add_header X-Robots-Tag 'googlebot: noindex';")
        server.put("post.html", GOOD)
        answer = self.check(server, "/post.html", "--engine", "google", "--engine", "bing")
        bars = {engine["engine"]: engine["indexable"] for engine in answer["engines"]}
        self.assertEqual(bars, {"google": "barred", "bing": "indexable"})


if __name__ == "__main__":
    main()
