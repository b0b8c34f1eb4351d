// A page that was read before is known again - by 304, by its bytes, by its token digest - and what
// is recorded then is what a full reading would have recorded.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "daemon/page_looks.h"
#include "store/page_memory.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using fakes::Reply;

constexpr const char* kPost = "http://forum.example/t/1";
constexpr const char* kTitle = "不锈钢阀门选型";

std::string html(const std::string& text, const std::string& comment = "one") {
  return "<!doctype html><html><head><meta charset=utf-8><title>" + std::string(kTitle) +
         "</title></head><body><h1>" + kTitle + "</h1><p>" + text + "</p><!-- " + comment +
         " --></body></html>";
}

Reply page(const std::string& body, const std::string& etag) {
  return Reply::page(body).header("ETag", etag);
}

boost::json::object detail_of(const Observation& seen) {
  return boost::json::parse(seen.detail).as_object();
}

std::string known_by(const Observation& seen) {
  const auto detail = detail_of(seen);
  const auto* known = detail.if_contains("known");
  return known == nullptr ? "" : std::string(known->at("by").as_string());
}

// What must not depend on how the page was known.
std::string findings_in(const Observation& seen) {
  auto detail = detail_of(seen);
  detail.erase("known");
  detail.erase("hops");
  detail.erase("canary");
  return std::string(to_string(seen.outcome)) + " " + std::string(to_string(seen.reason)) + " " +
         seen.content_digest + " " + boost::json::serialize(detail);
}

std::optional<store::PageMemory> memory_of(World& world, ClaimId claim) {
  return world.read<std::optional<store::PageMemory>>(
      [claim](store::Connection& db) { return store::page_memory::find(db, claim); });
}

TEST(PageKnown, a_304_to_our_validators_repeats_what_was_found_and_refers_to_the_body) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.look(claim);
  const auto seen = world.observations(claim);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[1].http_status, 304);
  EXPECT_EQ(known_by(seen[0]), "");
  EXPECT_EQ(known_by(seen[1]), "not_modified");
  EXPECT_EQ(findings_in(seen[0]), findings_in(seen[1]));
  ASSERT_EQ(seen[1].evidence.size(), 1U);
  const auto kept = world.read<store::EvidenceRow>(
      [&](store::Connection& db) { return store::evidence::find(db, seen[1].evidence[0]); });
  EXPECT_EQ(kept.record_type, "revisit");
  EXPECT_EQ(kept.refers_to, seen[0].evidence[0]);
}

TEST(PageKnown, the_same_bytes_with_other_validators_are_known) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.change(kPost, page(html("三步讲清楚。"), "\"b\""));
  world.look(claim);
  const auto seen = world.observations(claim);
  EXPECT_EQ(known_by(seen.at(1)), "same_bytes");
  EXPECT_EQ(findings_in(seen[0]), findings_in(seen[1]));
  EXPECT_EQ(memory_of(world, claim)->etag, "\"b\"");
}

TEST(PageKnown, other_bytes_in_which_nothing_matters_are_known_and_kept_as_evidence) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。", "one"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.change(kPost, page(html("三步讲清楚。", "two"), "\"b\""));
  world.look(claim);
  const auto seen = world.observations(claim);
  EXPECT_EQ(known_by(seen.at(1)), "same_tokens");
  EXPECT_EQ(findings_in(seen[0]), findings_in(seen[1]));
  const auto bytes = must(world.store().read_evidence_now(seen[1].evidence.at(0)));
  EXPECT_NE(bytes.find("<!-- two -->"), std::string::npos);
}

TEST(PageKnown, another_text_is_read) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.change(kPost, page(html("四步讲清楚。"), "\"b\""));
  world.look(claim);
  const auto seen = world.observations(claim);
  EXPECT_EQ(known_by(seen.at(1)), "");
  EXPECT_NE(seen[0].content_digest, seen[1].content_digest);
}

TEST(PageKnown, other_headers_that_speak_about_the_page_are_read) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.change(kPost, page(html("三步讲清楚。"), "\"b\"").header("X-Robots-Tag", "noindex"));
  world.look(claim);
  const Observation seen = world.observations(claim).at(1);
  EXPECT_EQ(known_by(seen), "");
  EXPECT_TRUE(detail_of(seen).at("noindex").at("baidu").as_bool());
}

TEST(PageKnown, a_304_with_a_header_that_was_not_there_is_not_believed) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\"").header("X-Robots-Tag", "noindex"));
  const std::size_t before = world.web.pages.count(kPost);
  world.look(claim);
  EXPECT_EQ(world.web.pages.count(kPost), before + 2);
  const Observation seen = world.observations(claim).at(1);
  EXPECT_EQ(seen.http_status, 200);
  EXPECT_TRUE(detail_of(seen).at("noindex").at("baidu").as_bool());
  int kept_304 = 0;
  for (const EvidenceId id : seen.evidence) {
    const auto row = world.read<store::EvidenceRow>(
        [id](store::Connection& db) { return store::evidence::find(db, id); });
    if (row.http_status == 304) ++kept_304;
  }
  EXPECT_EQ(kept_304, 1) << "the answer that was not believed is kept beside the page";
}

TEST(PageKnown, a_page_that_is_gone_after_all_is_a_negative_at_once) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.change(kPost, Reply::with_status(404));
  world.look(claim);
  EXPECT_EQ(world.observations(claim).at(1).reason, Reason::kHttp404);
  EXPECT_FALSE(memory_of(world, claim));
}

TEST(PageKnown, trouble_on_the_way_forgets_nothing) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.change(kPost, Reply::fail(Reason::kTimeout));
  world.look(claim);
  EXPECT_EQ(world.observations(claim).at(1).outcome, Outcome::kInconclusive);
  EXPECT_TRUE(memory_of(world, claim));
}

TEST(PageKnown, what_is_missing_is_never_asked_for_conditionally) {
  World world;
  world.web.change(kPost, page(html("三步讲清球阀。"), "\"a\""));
  web::SubmitReport report;
  web::ReportRow row;
  row.row = 1;
  row.url = kPost;
  row.work_type = "b2b_listing";
  row.title = kTitle;
  row.keywords = {"球阀"};
  report.rows.push_back(row);
  const ClaimId claim = must(world.submit("lilei", report)).accepted.at(0).claim;
  world.look(claim);
  world.web.change(kPost, page(html("三步讲清楚。"), "\"b\""));
  world.look(claim);
  ASSERT_EQ(world.observations(claim).back().reason, Reason::kKeywordMissing);
  world.look(claim);
  EXPECT_EQ(world.observations(claim).back().reason, Reason::kKeywordMissing);
  EXPECT_EQ(known_by(world.observations(claim).back()), "same_bytes");
  EXPECT_EQ(world.web.pages.requests.back().etag, "");
}

TEST(PageKnown, another_run_of_the_program_reads_for_itself) {
  World world;
  world.web.change(kPost, page(html("三步讲清楚。"), "\"a\""));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.crash();
  world.open();
  world.look(claim);
  EXPECT_EQ(known_by(world.observations(claim).at(1)), "");
  world.look(claim);
  EXPECT_EQ(known_by(world.observations(claim).at(2)), "not_modified");
}

TEST(PageKnown, a_body_comes_at_least_every_three_days) {
  store::PageMemory memory;
  memory.findings = to_json(PageFindings{{Outcome::kFound, Reason::kOk}, {}, true, "{}", "", ""});
  memory.received_at = at("2026-11-01", 12);
  EXPECT_TRUE(may_ask_conditionally(memory, at("2026-11-03", 12)));
  EXPECT_FALSE(may_ask_conditionally(memory, at("2026-11-05", 12)));
  EXPECT_FALSE(may_ask_conditionally(memory, at("2026-10-31", 12)));
  memory.findings =
      to_json(PageFindings{{Outcome::kFound, Reason::kOk},
                           checks::StageFinding{Outcome::kNotFound, Reason::kKeywordMissing},
                           true,
                           "{}",
                           "",
                           ""});
  EXPECT_FALSE(may_ask_conditionally(memory, at("2026-11-03", 12)));
}

}  // namespace
}  // namespace vouch::daemon::test
