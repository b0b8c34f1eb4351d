#include "config/records.h"

#include <gtest/gtest.h>

#include "tests/config/files.h"

namespace vouch::config {
namespace {

using test::Scratch;

const std::string kHead =
    "revision = 3\neffective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = \"test\"\n";

Date day(int year, unsigned month, unsigned day_of_month) {
  return Date(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day_of_month));
}

std::string platform(const std::string& more = {}, const std::string& key = "tieba") {
  return "[[platform]]\nkey = \"" + key +
         "\"\nname = \"贴吧\"\nclass = \"forum\"\nwork_type = \"forum_post\"\n" + more;
}

std::string policy(const std::string& more = {}) {
  return "[[policy]]\nkey = \"forum\"\nname = \"论坛\"\nwork_types = [\"forum_post\"]\n"
         "live_deadline = \"2h\"\nlive_spacing = \"2h\"\npage_looks = [\"10m\"]\n"
         "index_looks = [\"1d\"]\nindex_spacing = \"1d\"\n" +
         more;
}

struct Row {
  const char* sentence;
  std::string toml;
  int line;
  std::string words;
};

class RecordMistake : public testing::TestWithParam<Row> {};

TEST_P(RecordMistake, is_named_with_its_line) {
  const Row& row = GetParam();
  const LoadedRecords loaded = load_records_text(row.toml, "own.toml");
  ASSERT_EQ(loaded.problems.size(), 1u) << (loaded.ok() ? "" : loaded.problems.back().text());
  EXPECT_EQ(loaded.problems[0].line, row.line) << loaded.problems[0].text();
  EXPECT_NE(loaded.problems[0].message.find(row.words), std::string::npos)
      << loaded.problems[0].text();
  EXPECT_EQ(loaded.problems[0].file, "own.toml");
}

INSTANTIATE_TEST_SUITE_P(
    rows, RecordMistake,
    testing::Values(
        Row{"no_revision",
            "effective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = \"x\"\n", 1,
            "needs the key revision"},
        Row{"a_revision_of_zero",
            "revision = 0\neffective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = \"x\"\n",
            1, "outside"},
        Row{"a_date_that_is_none",
            "revision = 1\neffective_from = \"2026-02-30\"\nverified_on = 2026-10-05\nsource = "
            "\"x\"\n",
            2, "wants a date"},
        Row{"an_unknown_kind", kHead + "[[plattform]]\nkey = \"a\"\n", 5, "did you mean platform?"},
        Row{"an_unknown_key", kHead + platform("live_mode = \"assisted\"\n"), 10,
            "unknown key live_mode"},
        Row{"a_live_mode_that_is_none", kHead + platform("live = \"sometimes\"\n"), 10,
            "none of automatic, low_rate, assisted, off"},
        Row{"an_expectation_that_is_none", kHead + platform("engines = { baidu = \"yes\" }\n"), 10,
            "expect, measure or not_applicable"},
        Row{"a_host_with_a_scheme", kHead + platform("hosts = [\"https://a.com\"]\n"), 10,
            "no host suffix"},
        Row{"a_host_in_capitals", kHead + platform("hosts = [\"A.com\"]\n"), 10, "no host suffix"},
        Row{"a_phrase_that_stands_on_every_page", kHead + platform("gone_phrases = [\"首页\"]\n"),
            10, "too short"},
        Row{"a_key_with_capitals", kHead + platform({}, "Tieba"), 6, "is no key"},
        Row{"a_record_twice", kHead + platform() + platform(), 10, "stands twice"},
        Row{"a_policy_with_one_confirmation", kHead + policy("live_confirmations = 1\n"), 14,
            "outside 2..10"},
        Row{"a_policy_without_grace", kHead + policy("grace_workdays = 0\n"), 14, "outside 1..30"},
        Row{"looks_that_fall", kHead + policy("index_deadline = \"7d\"\nsurvival = \"x\"\n"), 15,
            "wants a duration"},
        Row{"content_that_is_none", kHead + policy("content = [\"picture\"]\n"), 14,
            "none of title"},
        Row{"content_that_contradicts_itself",
            kHead + policy("content = [\"link\", \"link_or_mention\"]\n"), 14, "two ways"},
        Row{"an_expected_index_without_deadline", kHead + policy("index = \"expect\"\n"), 5,
            "needs the key index_deadline"},
        Row{"a_policy_that_takes_nothing",
            kHead + "[[policy]]\nkey = \"a\"\nname = \"a\"\nlive = false\nindex = "
                    "\"not_applicable\"\n",
            5, "nothing is ever judged"},
        Row{"a_holiday_of_another_year",
            kHead + "[[calendar]]\nyear = 2027\n[[calendar.off]]\nname = \"元旦\"\ndays = "
                    "[2026-01-01]\n",
            9, "no date of 2027"},
        Row{"a_holiday_that_is_worked",
            kHead + "[[calendar]]\nyear = 2027\n[[calendar.off]]\nname = \"a\"\ndays = "
                    "[2027-01-01]\n[[calendar.makeup_workdays]]\nname = \"a\"\ndays = "
                    "[2027-01-01]\n",
            10, "is a holiday as well"}),
    [](const auto& row) { return std::string(row.param.sentence); });

// Design §8: a file counts only when its revision is higher.
class Revision : public testing::Test {
 protected:
  static std::string file(int revision, const std::string& name,
                          const std::string& from = "2026-01-01") {
    return "revision = " + std::to_string(revision) + "\neffective_from = " + from +
           "\nverified_on = 2026-10-05\nsource = \"test\"\n[[engine]]\nkey = \"baidu\"\nname = \"" +
           name + "\"\nrobots_agent = \"Baiduspider\"\n";
  }
  LoadedRecords load() const {
    const std::vector<std::filesystem::path> folders = {scratch_.dir() / "shipped",
                                                        scratch_.dir() / "own"};
    return load_records(folders);
  }
  static std::string name_on(const LoadedRecords& loaded, Date date) {
    const auto records = records_in_force(loaded.texts, date);
    const Engine* const engine = records->engine("baidu");
    return engine == nullptr ? "" : engine->name;
  }
  Scratch scratch_;
};

TEST_F(Revision, a_higher_one_replaces_a_lower_or_equal_one_is_named_and_not_used) {
  scratch_.write("shipped/a.toml", file(5, "百度"));
  scratch_.write("own/a.toml", file(6, "本公司"));
  EXPECT_EQ(name_on(load(), day(2026, 11, 1)), "本公司");
  EXPECT_TRUE(load().warnings.empty());
  for (const int revision : {5, 4}) {
    scratch_.write("own/a.toml", file(revision, "本公司"));
    const LoadedRecords loaded = load();
    EXPECT_EQ(name_on(loaded, day(2026, 11, 1)), "百度");
    ASSERT_EQ(loaded.warnings.size(), 1u);
    EXPECT_NE(loaded.warnings[0].message.find("revision 5"), std::string::npos);
  }
}

TEST_F(Revision, an_unchanged_copy_is_no_news) {
  scratch_.write("shipped/a.toml", file(5, "百度"));
  scratch_.write("own/a.toml", file(5, "百度"));
  EXPECT_TRUE(load().warnings.empty());
}

TEST_F(Revision, nothing_is_used_before_its_day) {
  scratch_.write("shipped/a.toml", file(5, "百度"));
  scratch_.write("own/a.toml", file(6, "改名", "2027-01-01"));
  EXPECT_EQ(name_on(load(), day(2026, 12, 31)), "百度");
  EXPECT_EQ(name_on(load(), day(2027, 1, 1)), "改名");
  EXPECT_EQ(name_on(load(), day(2025, 12, 31)), "");
}

TEST_F(Revision, a_broken_file_is_named_and_a_missing_folder_too) {
  scratch_.write("shipped/a.toml", file(5, "百度"));
  scratch_.write("own/b.toml", "[[engine\n");
  const LoadedRecords loaded = load();
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_TRUE(loaded.problems[0].file.ends_with("own/b.toml"));
  EXPECT_EQ(loaded.problems[0].line, 1);
  const std::vector<std::filesystem::path> nowhere = {scratch_.dir() / "nowhere"};
  EXPECT_FALSE(load_records(nowhere).ok());
}

TEST(Records, a_record_without_a_key_is_told_and_not_kept) {
  const LoadedRecords records = load_records_text(kHead + "[[provider]]\nname = \"x\"\n", "r.toml");
  EXPECT_FALSE(records.ok());
  EXPECT_TRUE(records.texts.empty());
}

TEST(Records, damaged_text_is_an_error_and_not_a_guess) {
  RecordText text;
  text.kind = RecordKind::kEngine;
  text.key = "baidu";
  text.effective_from = day(2026, 1, 1);
  for (const char* damaged : {"", "{", "[]", "{\"key\":5}"}) {
    text.text = damaged;
    const auto records = records_in_force({&text, 1}, day(2026, 11, 1));
    ASSERT_FALSE(records.has_value()) << damaged;
    EXPECT_EQ(records.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(check_completeness({&text, 1}, day(2026, 11, 1)).size(), 1u);
  }
}

TEST(Records, kinds_read_back) {
  for (const RecordKind kind :
       {RecordKind::kEngine, RecordKind::kPlatform, RecordKind::kWorkType, RecordKind::kPolicy,
        RecordKind::kCalendar, RecordKind::kSerpLayout}) {
    EXPECT_EQ(parse_record_kind(to_string(kind)).value(), kind);
  }
  EXPECT_FALSE(parse_record_kind("plattform").has_value());
}

TEST(Records, what_only_the_whole_set_shows_is_named_with_its_origin) {
  const LoadedRecords loaded = load_records_text(
      kHead + platform("hosts = [\"a.com\"]\nengines = { yahoo = \"measure\" }\n") +
          "[[platform]]\nkey = \"other\"\nname = \"其他\"\nclass = \"other\"\nwork_type = "
          "\"nothing\"\nhosts = [\"a.com\"]\n" +
          policy(),
      "own.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.problems[0].text();
  std::string all;
  for (const Problem& problem : check_completeness(loaded.texts, day(2026, 11, 1)))
    all += problem.text() + "\n";
  for (const char* part :
       {"own.toml:5: platform \"tieba\": engine \"yahoo\" is not described",
        "work_type \"nothing\" is not described", "host \"a.com\" belongs to \"tieba\" already",
        "work type \"forum_post\" is not described", "0 platforms have the host \"*\"",
        "0 platforms have the class \"own\"", "0 policies have fallback = true"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << "\n" << all;
  }
}

TEST(Records, facts_that_nobody_compared_for_ninety_days_are_named) {
  const LoadedRecords loaded = load_records_text(kHead + platform(), "own.toml");
  EXPECT_TRUE(stale_records(loaded.texts, day(2027, 1, 3)).empty());
  const std::vector<Problem> stale = stale_records(loaded.texts, day(2027, 1, 4));
  ASSERT_EQ(stale.size(), 1u);
  EXPECT_EQ(stale[0].line, 5);
  EXPECT_NE(stale[0].message.find("2026-10-05"), std::string::npos);
}

TEST(Records, a_calendar_knows_its_years_and_is_named_by_their_revisions) {
  const LoadedRecords loaded = load_records_text(
      kHead +
          "[[calendar]]\nyear = 2027\n[[calendar.off]]\nname = \"元旦\"\ndays = [2027-01-01]\n"
          "[[calendar.makeup_workdays]]\nname = \"元旦\"\ndays = [2027-01-02]\n",
      "own.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.problems[0].text();
  const auto records = records_in_force(loaded.texts, day(2026, 11, 1));
  const Calendar calendar = make_calendar(loaded.texts, *records, Zone::shanghai());
  EXPECT_EQ(calendar.version(), "2027r3");
  EXPECT_TRUE(calendar.has_year(2027));
  EXPECT_FALSE(calendar.has_year(2026));
  EXPECT_EQ(calendar.kind(day(2027, 1, 1)), DayKind::kHoliday);
  EXPECT_EQ(calendar.kind(day(2027, 1, 2)), DayKind::kMakeupWorkday);
  EXPECT_EQ(make_calendar({}, Records{}, Zone::shanghai()).version(), "none");
}

}  // namespace
}  // namespace vouch::config
