"""vouch report import: what Excel writes, one bad row, a baseline, the same file twice."""

import datetime
import time

from harness import Case, main

ROWS = [
    ("日期", "员工", "工作类型", "标题", "网址", "关键词"),
    ("2026-11-20", "王编辑", "论坛发帖", "净化器，怎么选", "https://bbs.example/t/1", "空气净化器；滤芯"),
    ("2026/11/20", "王编辑", "", "引号\"里\"的标题", "https://blog.example/2", "空气净化器"),
]


def csv(rows, separator=",", end="\r\n"):
    def cell(text):
        if any(mark in text for mark in (separator, '"', "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text

    return end.join(separator.join(map(cell, row)) for row in rows) + end


class ReportCase(Case):
    def setUp(self):
        self.daemon = self.vouchd()
        for login, name in (("wang", "王编辑"), ("zhao", "赵推广")):
            self.daemon.vouch("user", "add", "--login", login, "--name", name)

    def write(self, content, name="report.csv"):
        path = self.daemon.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def take(self, content, *more, code=0):
        done = self.daemon.vouch("--json", "report", "import", self.write(content), *more)
        self.assertEqual(done.code, code, done)
        return done.json() if code == 0 else done

    def claims(self):
        return self.daemon.vouch("--json", "claims", "--limit", "500").json()["items"]


class Files(ReportCase):
    def check_two_rows(self, content):
        answer = self.take(content)
        self.assertEqual(len(answer["accepted"]), 2, answer)
        self.assertEqual(answer["returned"], [])
        claims = self.claims()
        self.assertEqual([claim["url"] for claim in claims], ["https://bbs.example/t/1", "https://blog.example/2"])
        self.assertEqual([claim["title"] for claim in claims], ["净化器，怎么选", '引号"里"的标题'])
        self.assertEqual([claim["work_date"] for claim in claims], ["2026-11-20"] * 2)
        self.assertEqual(claims[0]["keywords"], ["空气净化器", "滤芯"])
        self.assertEqual({claim["user"]["login"] for claim in claims}, {"wang"})

    def test_utf_8(self):
        self.check_two_rows(csv(ROWS, end="\n"))

    def test_utf_8_with_a_byte_order_mark(self):
        self.check_two_rows("\ufeff" + csv(ROWS))

    def test_gbk_as_excel_on_chinese_windows_saves_csv(self):
        self.check_two_rows(csv(ROWS).encode("gbk"))

    def test_utf_16_with_tabs_as_excel_saves_unicode_text(self):
        self.check_two_rows(b"\xff\xfe" + csv(ROWS, "\t").encode("utf-16-le"))

    def test_semicolons(self):
        rows = [tuple(cell.replace("；", "、") for cell in row) for row in ROWS]
        self.check_two_rows(csv(rows, ";"))

    def test_columns_in_another_order_and_title_lines_above(self):
        order = (4, 1, 0, 3, 5, 2)
        rows = [tuple(row[i] for i in order) for row in ROWS]
        self.check_two_rows("十一月工作汇总\r\n\r\n" + csv(rows))

    def test_english_headers(self):
        header = ("date", "employee", "type", "title", "url", "keywords")
        self.check_two_rows(csv([header, *ROWS[1:]]))

    def test_a_column_of_links_alone(self):
        answer = self.take("https://bbs.example/t/1\nhttps://blog.example/2\n", "--as", "wang", "--date", "2026-11-24")
        self.assertEqual(len(answer["accepted"]), 2)
        self.assertEqual({claim["work_date"] for claim in self.claims()}, {"2026-11-24"})

    def test_an_empty_file_and_a_file_that_is_not_there(self):
        done = self.take("", code=2)
        self.assertIn("the file is empty", done.err)
        done = self.daemon.vouch("report", "import", "/nonexistent.csv")
        self.assertEqual(done.code, 2)
        self.assertIn("/nonexistent.csv", done.err)

    def test_bytes_of_any_kind_break_nothing(self):
        for content in (bytes(range(256)) * 20, b"PK\x03\x04" + bytes(500), b'"' * 999, b"," * 5000 + b"\n", b"\xff\xfe\x00"):
            done = self.daemon.vouch("report", "import", self.write(content), "--as", "wang")
            self.assertIn(done.code, (0, 2), done)
        self.assertEqual(self.daemon.vouch("status").code, 0)


class Rows(ReportCase):
    def test_a_bad_row_comes_back_with_number_reason_and_what_to_do_and_loses_no_other(self):
        self.daemon.vouch("user", "add", "--login", "wang2", "--name", "王编辑2")
        rows = [
            ("员工", "网址"),
            ("王编辑", "https://blog.example/1"),
            ("王编辑", "明天再补"),
            ("王编辑", ""),
            ("李四", "https://blog.example/4"),
            ("赵推广", "https://blog.example/5"),
        ]
        path = self.write(csv(rows))
        done = self.daemon.vouch("report", "import", path)
        self.assertEqual(done.code, 0, done)
        self.assertIn("收下 2 行，退回 3 行", done.out)
        self.assertRegex(done.out, "第 3 行.*明天再补.*完整网址")
        self.assertRegex(done.out, "第 4 行.*没有网址.*补上")
        self.assertRegex(done.out, "第 5 行.*李四.*核对姓名")
        self.assertEqual(done.out.count("第 3 行"), 1, "the number stands there once")
        self.assertEqual([claim["user"]["login"] for claim in self.claims()], ["wang", "zhao"])

    def test_late_duplicate_and_off_list_rows_are_taken_and_marked(self):
        self.daemon.vouch("keyword", "add", "空气净化器")
        old = (datetime.date.today() - datetime.timedelta(days=60)).isoformat()
        rows = [
            ("日期", "员工", "网址", "关键词"),
            (old, "王编辑", "https://blog.example/1", "空气净化器"),
            (old, "王编辑", "https://BLOG.example/1#x", "扫地机器人"),
        ]
        done = self.daemon.vouch("report", "import", self.write(csv(rows)))
        self.assertIn("收下 2 行，退回 0 行", done.out)
        self.assertRegex(done.out, "第 2 行.*迟交")
        self.assertRegex(done.out, "第 3 行.*迟交.*词库外.*重复（见 1）")
        marks = [claim["marks"] for claim in self.claims()]
        self.assertEqual([mark["late"] for mark in marks], [True, True])
        self.assertEqual([mark["duplicate_of"] for mark in marks], [None, 1])
        self.assertEqual([mark["off_list"] for mark in marks], [False, True])

    def test_the_same_file_twice_doubles_nothing(self):
        first = self.take(csv(ROWS))
        again = self.take(csv(ROWS))
        self.assertEqual(first, again)
        self.assertEqual(len(self.claims()), 2)

    def test_the_same_rows_in_a_longer_file_are_the_same_claims(self):
        self.take(csv(ROWS))
        longer = self.take(csv([*ROWS, ("2026-11-21", "王编辑", "", "", "https://blog.example/3", "")]))
        self.assertEqual([row["claim_id"] for row in longer["accepted"]], [1, 2, 3])
        self.assertEqual(len(self.claims()), 3)

    def test_the_same_rows_in_another_charset_are_the_same_claims(self):
        self.take(csv(ROWS))
        self.take(csv(ROWS).encode("gbk"))
        self.assertEqual(len(self.claims()), 2)

    def test_a_reporter_that_does_not_exist(self):
        done = self.take("https://blog.example/1\n", "--as", "nobody", code=1)
        self.assertIn("nobody", done.err)
        self.assertEqual(self.claims(), [])

    def test_rows_without_a_person_and_no_as_come_back(self):
        answer = self.take("https://blog.example/1\n")
        self.assertEqual(answer["accepted"], [])
        self.assertIn("员工姓名或登录名", answer["returned"][0]["reason"])

    def test_a_wrong_date_is_wrong_usage(self):
        done = self.take("https://blog.example/1\n", "--as", "wang", "--date", "24.11.2026", code=2)
        self.assertIn("date", done.err)


class Baseline(ReportCase):
    def test_3000_old_addresses_are_taken_at_once_and_alarm_nobody(self):
        rows = [("日期", "员工", "网址")]
        rows += [("2025-03-01", "离职员工" if i % 3 == 0 else "王编辑", f"https://site{i % 40}.example/p/{i}") for i in range(3000)]
        content = csv(rows).encode("gbk")
        started = time.monotonic()
        answer = self.take(content, "--baseline")
        self.assertLess(time.monotonic() - started, 30)
        self.assertEqual((len(answer["accepted"]), answer["returned"]), (3000, []))
        by_row = {row["row"]: row["marks"] for row in answer["accepted"]}
        marks = by_row[2]
        self.assertTrue(marks["baseline"] and marks["historic"])
        self.assertFalse(marks["late"])
        self.assertFalse(by_row[3]["historic"])
        status = self.daemon.vouch("--json", "status").json()
        self.assertEqual(status["outbox"]["pending"], 0)
        self.assertEqual([user["counts"] for user in status["users"] if user["counts"]], [], "nobody's rate")
        again = self.take(content, "--baseline")
        self.assertEqual([row["claim_id"] for row in again["accepted"]], [row["claim_id"] for row in answer["accepted"]])
        pages, after = 0, "0"
        seen = []
        while after:
            page = self.daemon.vouch("--json", "claims", "--limit", "500", "--after", after).json()
            seen += [claim["id"] for claim in page["items"]]
            after = page["next"] and str(page["next"])
            pages += 1
        self.assertEqual((len(seen), len(set(seen))), (3000, 3000))
        self.assertEqual(self.daemon.stop(), 0)


if __name__ == "__main__":
    main()
