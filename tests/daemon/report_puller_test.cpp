// Written reports of 钉钉 and 企业微信: read page by page, taken once, nothing lost.
#include "daemon/report_puller.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/daemon/world.h"
#include "tests/fakes/report_platform.h"

namespace vouch::daemon::test {
namespace {

using fakes::ReportPlatform;

struct PullWorld : World {
  explicit PullWorld(bool wecom = false)
      : World(at("2026-11-24", 18, 0),
              [&](config::Settings& given) {
                config::ReportSourceSettings source;
                source.name = "daily";
                source.kind =
                    wecom ? config::ReportSourceKind::kWecom : config::ReportSourceKind::kDingtalk;
                source.app_id = ReportPlatform::kId;
                source.base_url = "http://127.0.0.1:9";
                source.private_allowed = true;
                source.users = {{"lilei", "LiLei"}, {"hanmeimei", "HanMei"}};
                source.hourly = true;
                source.secret = secret();
                given.report_sources.push_back(source);
              }),
        platform(wecom),
        puller(context(), platform) {}
  ~PullWorld() { std::filesystem::remove(secret_path()); }
  PullWorld(const PullWorld&) = delete;
  PullWorld& operator=(const PullWorld&) = delete;

  static std::filesystem::path secret_path() {
    return std::filesystem::temp_directory_path() / fmt::format("vouch-secret-{}", ::getpid());
  }
  static config::SecretRef secret() {
    std::ofstream(secret_path()) << ReportPlatform::kSecret;
    std::filesystem::permissions(
        secret_path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    config::SecretRef out;
    out.file = secret_path();
    return out;
  }
  void write_report(const std::string& id, const std::string& author,
                    std::vector<std::string> texts, Millis ago = std::chrono::hours(1)) {
    platform.reports.push_back({id, author, now() - ago, std::move(texts)});
  }
  Result<web::PulledReports> pull(bool dry_run = false, std::optional<Date> since = {}) {
    return run(puller.pull(actor("root"), {"daily", since, dry_run}));
  }
  std::int64_t entries() { return count("SELECT count(*) FROM claim"); }
  web::ReportSourceView view() { return must(run(puller.list())).at(0); }

  ReportPlatform platform;
  ReportPuller puller;
};

TEST(ReportPuller, links_of_a_report_become_entries_of_its_author_and_day_and_are_taken_once) {
  for (const bool wecom : {false, true}) {
    PullWorld world(wecom);
    world.write_report(
        "r1", "LiLei",
        {"今日完成：\n论坛发帖 https://bbs.example/t/1\nhttps://bbs.example/t/2", "明天继续"});
    world.write_report("r2", "HanMei", {"https://bbs.example/t/3"}, std::chrono::hours(20));
    const auto first = must(world.pull());
    EXPECT_EQ(first.state, web::PullState::kOk) << first.detail;
    EXPECT_EQ(first.counts.reports, 2);
    EXPECT_EQ(first.counts.entries, 3);
    EXPECT_TRUE(first.problems.empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM claim c JOIN \"user\" u ON u.id = c.user_id WHERE "
                          "u.login = 'lilei'"),
              2);
    EXPECT_EQ(world.count(fmt::format("SELECT count(*) FROM claim WHERE work_day = {}",
                                      parse_date("2026-11-23").value().time_since_epoch().count())),
              1)
        << "of the day on which it was written";
    EXPECT_EQ(world.count(fmt::format("SELECT count(*) FROM report WHERE source = '{}'",
                                      wecom ? "wecom" : "dingtalk")),
              2);
    const auto second = must(world.pull());
    EXPECT_EQ(second.counts.entries, 0);
    EXPECT_EQ(second.counts.known, 3);
    EXPECT_EQ(world.entries(), 3) << "the second run takes nothing";
    world.platform.reports[0].texts.push_back("补一条 https://bbs.example/t/9");
    EXPECT_EQ(must(world.pull()).counts.entries, 1) << "a report that was changed later";
    EXPECT_EQ(world.platform.refused, "");
    EXPECT_TRUE(world.parts().troubles.empty());
  }
}

TEST(ReportPuller, reads_page_by_page) {
  for (const bool wecom : {false, true}) {
    PullWorld world(wecom);
    for (int i = 0; i < 45; ++i)
      world.write_report(fmt::format("r{}", i), "LiLei",
                         {fmt::format("https://bbs.example/p/{}", i)});
    EXPECT_EQ(must(world.pull(false, parse_date("2026-10-01").value())).counts.entries, 45);
    EXPECT_EQ(world.platform.asked, wecom ? 46 : 3);
    EXPECT_EQ(world.platform.refused, "") << "size, paging and span are held to";
  }
}

TEST(ReportPuller, a_report_of_somebody_unknown_waits_until_he_is_known) {
  PullWorld world;
  world.write_report("r1", "ZhaoLiu", {"https://bbs.example/t/1"});
  auto first = must(world.pull());
  EXPECT_EQ(first.counts.entries, 0);
  ASSERT_EQ(first.people_unknown.size(), 1U);
  EXPECT_EQ(first.people_unknown[0].user_id, "ZhaoLiu");
  EXPECT_EQ(world.view().people_unknown.size(), 1U);
  EXPECT_EQ(world.view().problems.size(), 1U);
  world.platform.reports.clear();  // the platform gives it no more
  world.settings.report_sources[0].users["zhaoliu"] = "ZhaoLiu";
  world.reload();
  first = must(world.pull());
  EXPECT_EQ(first.counts.entries, 1) << "nothing is lost";
  EXPECT_TRUE(world.view().problems.empty());
}

TEST(ReportPuller, a_dry_run_writes_nothing) {
  PullWorld world;
  world.write_report("r1", "LiLei", {"https://bbs.example/t/1"});
  const auto seen = must(world.pull(true));
  EXPECT_TRUE(seen.dry_run);
  EXPECT_EQ(seen.counts.entries, 1);
  EXPECT_EQ(world.entries(), 0);
  EXPECT_EQ(world.view().state, web::PullState::kNever);
}

TEST(ReportPuller, an_errcode_is_no_success_and_what_is_put_off_is_read_later) {
  PullWorld world;
  world.write_report("r1", "LiLei", {"https://bbs.example/t/1"});
  const std::pair<int, std::string> answers[] = {
      {200, ReportPlatform::said(90018)},
      {200, ReportPlatform::said(88, {{"sub_code", "90018"}})},
      {429, ""},
      {503, ""}};
  for (const auto& answer : answers) {
    world.platform.instead.push_back(answer);
    const auto put_off = must(world.pull());
    EXPECT_EQ(put_off.state, web::PullState::kPutOff) << answer.first << answer.second;
    EXPECT_EQ(put_off.counts.entries, 0);
    EXPECT_FALSE(world.view().read_up_to.has_value()) << "the next run begins where this one did";
  }
  for (const int code : {60011, 12345}) {
    world.platform.instead.emplace_back(200, ReportPlatform::said(code));
    EXPECT_EQ(must(world.pull()).state, web::PullState::kFailed) << code;
  }
  world.platform.instead.emplace_back(200, "<html>");
  EXPECT_EQ(must(world.pull()).state, web::PullState::kFailed);
  EXPECT_EQ(must(world.pull()).counts.entries, 1);
  EXPECT_TRUE(world.view().read_up_to.has_value());
}

TEST(ReportPuller, a_refused_token_is_renewed_once) {
  PullWorld world;
  world.write_report("r1", "LiLei", {"https://bbs.example/t/1"});
  must(world.pull());
  world.platform.end_tokens();
  EXPECT_EQ(must(world.pull()).state, web::PullState::kOk);
  EXPECT_EQ(world.platform.tokens, 2);
}

TEST(ReportPuller, reads_by_itself_in_working_hours_alone) {
  PullWorld world;
  world.write_report("r1", "LiLei", {"https://bbs.example/t/1"});
  world.set(at("2026-11-24", 23, 0));
  static_cast<void>(world.run(world.puller.run()));
  EXPECT_EQ(world.platform.asked, 0);
  world.set(at("2026-11-25", 9, 0));
  static_cast<void>(world.run(world.puller.run()));
  EXPECT_EQ(world.entries(), 1);
}

TEST(ReportPuller, a_source_that_is_not_configured_is_not_found) {
  PullWorld world;
  EXPECT_EQ(world.run(world.puller.pull(world.actor("root"), {"other", {}, false})).error().code,
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace vouch::daemon::test
