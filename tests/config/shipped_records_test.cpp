// The shipped rules against the domain: the policy table of §5.7, the platforms of §4.4, the
// calendar of 2026.
#include <map>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "config/records.h"
#include "tests/config/files.h"

namespace vouch::config {
namespace {

using std::chrono::hours;

constexpr Date kToday{std::chrono::year(2026) / 11 / 24};

const LoadedRecords& shipped() {
  static const LoadedRecords loaded = [] {
    const std::vector<std::filesystem::path> folders = {std::string(VOUCH_SOURCE_DIR) +
                                                        "/config/data"};
    return load_records(folders);
  }();
  return loaded;
}

const Records& records() {
  static const Records in_force = records_in_force(shipped().texts, kToday).value();
  return in_force;
}

TEST(Shipped, loads_without_a_problem_and_is_complete) {
  for (const Problem& problem : shipped().problems) ADD_FAILURE() << problem.text();
  for (const Problem& problem : shipped().warnings) ADD_FAILURE() << problem.text();
  for (const Problem& problem : check_completeness(shipped().texts, kToday))
    ADD_FAILURE() << problem.text();
  for (const RecordText& text : shipped().texts) {
    EXPECT_FALSE(text.source.empty()) << text.origin;
    EXPECT_FALSE(text.verified_on.empty()) << text.origin;
  }
}

// Domain §5.7, one line a work type. Days of survival where the table names two: the last.
struct Row {
  const char* sentence;
  const char* work_type;
  const char* platform_class;
  bool live;
  int live_deadline_hours;
  int live_spacing_hours;
  const char* content;      // t title, k keyword, l link, m link or mention
  Expectation baidu;        // asked by the policy
  int index_deadline_days;  // 0: measured or not at all
  int survival_days;
};

constexpr auto kNa = Expectation::kNotApplicable;
constexpr auto kMeasure = Expectation::kMeasure;
constexpr auto kExpect = Expectation::kExpect;

class Table57 : public testing::TestWithParam<Row> {};

TEST_P(Table57, is_what_is_shipped) {
  const Row& row = GetParam();
  const Policy* policy = policy_for(records().policies, row.work_type, row.platform_class);
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(policy->live, row.live);
  if (row.live) {
    EXPECT_EQ(policy->live_deadline, Millis(hours(row.live_deadline_hours)));
    EXPECT_EQ(policy->live_confirmations, 2);
    EXPECT_EQ(policy->live_spacing, Millis(hours(row.live_spacing_hours)));
    using std::chrono::minutes;
    EXPECT_EQ(policy->page_looks, (std::vector<Millis>{minutes(10), hours(2), hours(24), hours(72),
                                                       hours(168), hours(336), hours(720)}));
  }
  const std::string content = std::string(policy->content_title ? "t" : "") +
                              (policy->content_keyword ? "k" : "") +
                              (policy->content_link && !policy->mention_suffices ? "l" : "") +
                              (policy->content_link && policy->mention_suffices ? "m" : "");
  EXPECT_EQ(content, row.content);
  const auto asked = policy->engines.find("baidu");
  EXPECT_EQ(asked == policy->engines.end() ? policy->index : asked->second, row.baidu);
  EXPECT_EQ(policy->index_deadline, Millis(hours(24 * row.index_deadline_days)));
  if (row.baidu == kExpect) {
    EXPECT_EQ(policy->index_confirmations, 3);
    EXPECT_EQ(policy->index_spacing, Millis(hours(24)));
    EXPECT_EQ(policy->index_looks, (std::vector<Millis>{hours(24), hours(48), hours(72), hours(120),
                                                        hours(168), hours(240), hours(720)}));
  }
  EXPECT_EQ(policy->survival, Millis(hours(24 * row.survival_days)));
  EXPECT_FALSE(policy->index_required);  // law 10
  EXPECT_FALSE(policy->link_must_follow);
  EXPECT_EQ(policy->grace_workdays, 1);  // design §10
}

INSTANTIATE_TEST_SUITE_P(
    domain, Table57,
    testing::Values(
        Row{"own_site", "article_original", "own", true, 2, 2, "tk", kExpect, 10, 30},
        Row{"soft_article", "soft_article", "other", true, 24, 2, "tkm", kExpect, 7, 30},
        Row{"press", "press", "media", true, 24, 2, "tkm", kExpect, 7, 30},
        Row{"media", "media_article", "media", true, 24, 2, "", kExpect, 7, 30},
        Row{"feed", "media_article", "feed", true, 24, 2, "", kMeasure, 0, 14},
        Row{"official_account", "official_account", "feed", true, 24, 2, "", kMeasure, 0, 14},
        Row{"closed", "social_post", "closed", false, 24, 0, "", kNa, 0, 7},
        Row{"question_and_answer", "qa_answer", "qa", true, 48, 2, "", kMeasure, 14, 7},
        Row{"forum", "forum_post", "forum", true, 2, 2, "", kMeasure, 0, 7},
        Row{"b2b", "b2b_listing", "b2b", true, 72, 2, "tk", kExpect, 14, 30},
        Row{"classified", "classified", "b2b", true, 72, 2, "tk", kExpect, 14, 30},
        Row{"backlink", "backlink", "other", true, 24, 2, "l", kMeasure, 0, 30},
        Row{"friend_link", "friend_link", "other", true, 24, 2, "l", kMeasure, 0, 30}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(Shipped, every_work_type_of_the_domain_is_there_and_is_judged_by_something) {
  for (const char* key : {"article_original", "article_rewrite",  "article_repost", "soft_article",
                          "media_article",    "qa_question",      "qa_answer",      "encyclopedia",
                          "forum_post",       "forum_reply",      "backlink",       "friend_link",
                          "b2b_listing",      "classified",       "doc_library",    "video",
                          "social_post",      "official_account", "press",          "landing_page",
                          "ad_operation",     "cs_session_stats", "sales_activity", "research",
                          "training",         "other_with_file"}) {
    EXPECT_NE(records().work_type(key), nullptr) << key;
    for (const Platform& platform : records().platforms)
      EXPECT_NE(policy_for(records().policies, key, platform.cls), nullptr);
  }
}

// Domain §4.4: closed platforms are nobody's fault.
TEST(Shipped, platforms_are_open_to_engines_as_the_domain_says) {
  const auto at = [](const char* host) { return platform_for_host(records().platforms, host, {}); };
  const Platform* note = at("www.xiaohongshu.com");
  EXPECT_EQ(note->live_mode, LiveMode::kAssisted);
  EXPECT_FALSE(note->not_found_is_proof);  // live notes answer 404 to strangers
  for (const Engine& engine : records().engines)
    EXPECT_EQ(note->engines.at(engine.key), kNa) << engine.key;
  const Platform* zhihu = at("zhuanlan.zhihu.com");
  EXPECT_EQ(zhihu->engines.at("baidu"), kExpect);
  EXPECT_EQ(zhihu->engines.at("sogou"), kExpect);
  EXPECT_EQ(zhihu->engines.at("google"), kNa);
  const Platform* account = at("mp.weixin.qq.com");
  EXPECT_EQ(account->engines.at("baidu"), kNa);
  EXPECT_FALSE(account->gone_phrases.empty());
  EXPECT_EQ(at("www.kuaishou.com")->live_mode, LiveMode::kAssisted);
  EXPECT_EQ(at("some.unknown.site")->key, "other");
  const std::vector<std::string>& kept = at("baijiahao.baidu.com")->identity_params;
  EXPECT_NE(std::find(kept.begin(), kept.end(), "id"), kept.end());
}

TEST(Shipped, every_record_reads_back_from_its_stored_text) {
  const auto same = [](const RecordText& text) {
    switch (text.kind) {
      case RecordKind::kEngine:
        return to_json(engine_from_json(text.text).value());
      case RecordKind::kPlatform:
        return to_json(platform_from_json(text.text).value());
      case RecordKind::kWorkType:
        return to_json(work_type_from_json(text.text).value());
      case RecordKind::kPolicy:
        return to_json(policy_from_json(text.text).value());
      case RecordKind::kCalendar:
        return to_json(calendar_year_from_json(text.text).value());
      case RecordKind::kSerpLayout:
        return to_json(serp_layout_from_json(text.text).value());
      case RecordKind::kProvider:
        return to_json(provider_traits_from_json(text.text).value());
      case RecordKind::kChecksNotice:
        return to_json(checks_notice_from_json(text.text).value());
      case RecordKind::kDuty:
        return to_json(duty_card_from_json(text.text).value());
    }
    return std::string();
  };
  for (const RecordText& text : shipped().texts) EXPECT_EQ(same(text), text.text) << text.origin;
}

TEST(Shipped, the_calendar_of_2026_is_that_of_the_notice) {
  std::ifstream in(std::string(VOUCH_DATA_DIR) + "/calendar_2026.json");
  if (!in) GTEST_SKIP() << "skipped: no conformance data";
  const auto notice =
      boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {})).as_object();
  const CalendarYear* year = nullptr;
  for (const CalendarYear& one : records().calendars) {
    if (one.year == 2026) year = &one;
  }
  ASSERT_NE(year, nullptr);
  const auto days = [](const auto& list) {
    std::map<std::string, std::string> out;
    for (const auto& [date, name] : list) out[to_iso_date(date)] = name;
    return out;
  };
  const auto of_notice = [&](const char* key) {
    std::map<std::string, std::string> out;
    for (const auto& row : notice.at(key).as_array())
      out[boost::json::value_to<std::string>(row.at(0))] =
          boost::json::value_to<std::string>(row.at(1));
    return out;
  };
  EXPECT_EQ(days(year->off), of_notice("off"));
  EXPECT_EQ(days(year->makeup_workdays), of_notice("makeup_workdays"));
}

// Domain A04: November 2026 has 21 workdays; a make-up Saturday is one.
TEST(Shipped, working_days_of_2026) {
  const Calendar calendar = make_calendar(shipped().texts, records(), Zone::shanghai());
  EXPECT_EQ(calendar.version(), "2026r1");
  EXPECT_TRUE(calendar.has_year(2026));
  EXPECT_FALSE(calendar.has_year(2027));
  int november = 0;
  int all = 0;
  for (Date date{std::chrono::year(2026) / 1 / 1}; date < Date(std::chrono::year(2027) / 1 / 1);
       date += std::chrono::days(1)) {
    all += calendar.is_workday(date) ? 1 : 0;
    const std::chrono::year_month_day ymd{date};
    november += ymd.month() == std::chrono::November && calendar.is_workday(date) ? 1 : 0;
  }
  EXPECT_EQ(november, 21);
  EXPECT_EQ(all, 248);
  EXPECT_TRUE(calendar.is_workday(Date(std::chrono::year(2026) / 2 / 14)));
}

TEST(Shipped, the_folder_is_found_and_a_wrong_one_is_said_so) {
  EXPECT_TRUE(shipped_data_dir(std::string(VOUCH_SOURCE_DIR) + "/config/data").has_value());
  const auto wrong = shipped_data_dir("/nowhere/at/all");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("/nowhere/at/all"), std::string::npos);
}

TEST(Shipped, click_curves_fall_and_say_where_nobody_measured_them) {
  for (const Engine& engine : records().engines) {
    EXPECT_EQ(engine.click_curve.size(), 10U) << engine.key;
    EXPECT_EQ(engine.click_curve_assumed, engine.key != "google") << engine.key;
    const auto stored = engine_from_json(to_json(engine));
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->click_curve, engine.click_curve);
    EXPECT_EQ(stored->click_curve_assumed, engine.click_curve_assumed);
  }
}

TEST(Shipped, an_engine_stored_before_there_were_click_curves_is_still_read) {
  const auto engine = engine_from_json(
      R"({"key":"baidu","name":"百度","robots_agent":"Baiduspider","honours_noindex":false,)"
      R"("honours_canonical":true})");
  ASSERT_TRUE(engine);
  EXPECT_TRUE(engine->click_curve.empty());
}

TEST(Shipped, a_click_curve_that_rises_is_a_mistake) {
  const auto loaded = load_records_text(
      "revision = 1\neffective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = \"test\"\n"
      "[[engine]]\nkey = \"x\"\nname = \"x\"\nrobots_agent = \"x\"\nclick_curve = [10, 20]\n",
      "own.toml");
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_NE(loaded.problems[0].text().find("click_curve"), std::string::npos);
}

TEST(Shipped, the_notice_of_what_is_checked_has_a_version_and_survives_being_stored) {
  ASSERT_EQ(records().checks_notices.size(), 1U);
  const ChecksNotice& notice = records().checks_notices.front();
  EXPECT_GE(notice.version, 1);
  EXPECT_EQ(notice.title, "检测说明");
  EXPECT_GE(notice.sections.size(), 4U);
  for (const ChecksNotice::Section& section : notice.sections) {
    EXPECT_FALSE(section.heading.empty());
    EXPECT_FALSE(section.lines.empty()) << section.heading;
  }
  ChecksNotice stored = checks_notice_from_json(to_json(notice)).value();
  stored.version = notice.version;  // of the row that holds it
  EXPECT_EQ(stored, notice);
  EXPECT_FALSE(checks_notice_from_json("no json"));
}

TEST(Shipped, every_post_has_a_duty_card_in_both_languages_that_survives_being_stored) {
  for (const std::string& post : duty_posts()) {
    const DutyCard* card = records().duty(post);
    ASSERT_NE(card, nullptr) << post;
    EXPECT_GE(card->version, 1);
    ASSERT_GE(card->zh.size(), 3U) << "duties, standard, what is checked";
    ASSERT_EQ(card->zh.size(), card->en.size()) << post;
    for (std::size_t i = 0; i < card->zh.size(); ++i) {
      EXPECT_FALSE(card->zh[i].heading.empty());
      EXPECT_FALSE(card->zh[i].lines.empty());
      EXPECT_EQ(card->zh[i].lines.size(), card->en[i].lines.size()) << post << i;
    }
    DutyCard stored = duty_card_from_json(to_json(*card)).value();
    stored.version = card->version;
    EXPECT_EQ(stored, *card);
  }
  EXPECT_EQ(records().duties.size(), duty_posts().size());
  EXPECT_FALSE(duty_card_from_json("no json"));
}

TEST(Shipped, a_duty_card_of_a_post_that_nobody_has_is_a_mistake) {
  const auto loaded = load_records_text(
      "revision = 1\neffective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = \"test\"\n"
      "[[duty]]\nkey = \"cook\"\n[[duty.zh]]\nheading = \"x\"\nlines = [\"y\"]\n"
      "[[duty.en]]\nheading = \"x\"\nlines = [\"y\"]\n",
      "own.toml");
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_NE(loaded.problems[0].text().find("cook"), std::string::npos);
}

}  // namespace
}  // namespace vouch::config
