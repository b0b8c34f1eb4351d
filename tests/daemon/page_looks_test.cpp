#include "daemon/page_looks.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "store/canaries.h"
#include "store/hosts.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using fakes::Reply;

constexpr const char* kPost = "http://forum.example/t/1";

boost::json::object detail_of(const Observation& seen) {
  return boost::json::parse(seen.detail).as_object();
}

TEST(PageLooks, a_page_that_is_there_verifies_the_claim_and_keeps_what_came) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "三步讲清楚。");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  const auto seen = world.observations(claim);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].reason, Reason::kOk);
  ASSERT_EQ(seen[0].evidence.size(), 1U);
  const auto bytes = must(world.store().read_evidence_now(seen[0].evidence[0]));
  EXPECT_NE(bytes.find("三步讲清楚"), std::string::npos);
}

TEST(PageLooks, a_negative_is_proved_when_the_control_page_answers) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  const Observation seen = world.observations(claim).at(0);
  EXPECT_TRUE(seen.negative_proved);
  EXPECT_EQ(detail_of(seen).at("canary").at("url"), "http://control.example/");
  EXPECT_EQ(world.web.pages.count("http://control.example/"), 1U);
}

TEST(PageLooks, a_page_of_another_domain_seen_just_now_is_control_enough) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  world.web.page("http://other.example/a", "不锈钢阀门选型", "在");
  const ClaimId there = world.report("lilei", "http://other.example/a");
  const ClaimId gone = world.report("lilei", kPost);
  world.look(there);
  world.look(gone);
  EXPECT_TRUE(world.observations(gone).at(0).negative_proved);
  EXPECT_EQ(world.web.pages.count("http://control.example/"), 0U);
}

TEST(PageLooks, without_an_answering_control_the_negative_is_kept_but_accuses_nobody) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  world.web.change("http://control.example/", Reply::fail(Reason::kTimeout));
  const ClaimId claim = world.report("lilei", kPost);
  for (int i = 0; i < 12 && world.verdict(claim).work == WorkVerdict::kPending; ++i) {
    world.look(claim);
    const Observation seen = world.observations(claim).back();
    EXPECT_EQ(seen.outcome, Outcome::kNotFound);
    EXPECT_FALSE(seen.negative_proved);
    EXPECT_EQ(detail_of(seen).at("canary").at("passed"), false);
  }
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kManual);
  EXPECT_TRUE(world.notices(claim).empty());
}

TEST(PageLooks, a_control_that_answers_long_after_the_page_proves_nothing) {
  for (const int minutes : {9, 11}) {
    World world;
    world.web.page("http://forum.example/", "论坛", "首页");
    const ClaimId claim = world.report("lilei", kPost);
    world.web.on_fetch = [&](const Url& url) {
      if (url.host() == "control.example") world.pass(std::chrono::minutes(minutes));
      if (url.host() == "control.example") world.web.on_fetch = {};
    };
    world.look(claim);
    const Observation seen = world.observations(claim).at(0);
    EXPECT_EQ(detail_of(seen).at("canary").at("passed"), true);
    EXPECT_EQ(seen.negative_proved, minutes < 10) << minutes;
  }
}

TEST(PageLooks, a_gateway_that_answers_everything_with_its_own_page_is_no_control) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  world.web.change("http://control.example/", Reply::redirect(302, "http://login.gate.test/"));
  world.web.page("http://login.gate.test/", "上网认证", "请登录");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  EXPECT_FALSE(world.observations(claim).at(0).negative_proved);
}

TEST(PageLooks,
     a_host_that_sends_every_unknown_address_to_its_front_page_is_found_out_by_a_sibling) {
  World world;
  world.web.page("http://soft.example/", "论坛首页", "今日热帖");
  world.web.on_fetch = [&world](const Url& url) {
    if (url.host() == "soft.example" && url.path().ends_with(".html"))
      world.web.change(url.href(), Reply::redirect(302, "http://soft.example/"));
  };
  const ClaimId claim = world.report("lilei", "http://soft.example/t/1.html");
  world.look(claim);
  const Observation seen = world.observations(claim).at(0);
  EXPECT_EQ(seen.reason, Reason::kRedirectedElsewhere);
  EXPECT_TRUE(seen.negative_proved);
  EXPECT_EQ(seen.evidence.size(), 4U);  // both hops of the page, and both of the sibling
}

TEST(PageLooks, a_front_page_instead_of_the_post_proves_nothing_where_unknown_pages_are_404) {
  World world;
  world.web.page("http://forum.example/", "论坛首页", "今日热帖");
  world.web.change(kPost, Reply::redirect(302, "http://forum.example/"));
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  const Observation seen = world.observations(claim).at(0);
  EXPECT_EQ(seen.reason, Reason::kRedirectedElsewhere);
  EXPECT_FALSE(seen.negative_proved);
}

constexpr const char* kNotice = "亲爱的朋友们，今天我们出去走走，很快就回来看大家。";

// Answers any address of any host alike, as a gateway or a stopped web server does; `number` stands
// for what changes with each answer.
void answer_any_address(World& world, const std::string& title) {
  world.web.page("http://media.example/", title, kNotice);
  world.web.on_fetch = [&world, title, number = std::make_shared<int>(0)](const Url& url) {
    if (url.path() == "/robots.txt") return;
    const std::string text = kNotice + std::string(" Reference #") + std::to_string(++*number);
    world.web.change(url.href(), WebAndEngine::html(title, text));
  };
}

TEST(PageLooks, the_notice_of_a_host_that_answers_any_address_with_it_accuses_nobody) {
  World world;
  answer_any_address(world, "今日事项");
  const ClaimId claim = world.report("lilei", "http://media.example/t/1.html", "soft_article");
  for (int i = 0; i < 12 && world.verdict(claim).work == WorkVerdict::kPending; ++i) {
    world.look(claim);
    for (const Observation& seen : world.observations(claim)) {
      EXPECT_EQ(seen.outcome, Outcome::kInconclusive) << to_string(seen.reason);
      EXPECT_FALSE(seen.negative_proved);
    }
  }
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kManual);
  EXPECT_TRUE(world.notices(claim).empty());
}

TEST(PageLooks, a_page_of_its_own_with_nothing_of_the_claim_on_it_is_a_negative) {
  World world;
  world.web.page("http://media.example/t/1.html", "周末去哪儿", "城南的公园开了新的步道。");
  const ClaimId claim = world.report("lilei", "http://media.example/t/1.html", "soft_article");
  world.look(claim);
  const auto seen = world.observations(claim);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].outcome, Outcome::kFound);
  EXPECT_EQ(seen[1].outcome, Outcome::kNotFound);
  EXPECT_TRUE(seen[1].negative_proved);
}

TEST(PageLooks, a_sibling_that_is_refused_tells_nothing_apart) {
  World world;
  world.web.page("http://media.example/t/1.html", "周末去哪儿", "城南的公园开了新的步道。");
  world.web.on_fetch = [&world](const Url& url) {
    const bool known = url.path() == "/robots.txt" || url.path() == "/t/1.html";
    if (url.host() == "media.example" && !known)
      world.web.change(url.href(), Reply::with_status(403));
  };
  const ClaimId claim = world.report("lilei", "http://media.example/t/1.html", "soft_article");
  world.look(claim);
  EXPECT_FALSE(world.observations(claim).back().negative_proved);
}

TEST(PageLooks, a_page_on_which_nothing_was_recognised_is_no_control_for_others) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  world.web.page("http://other.example/a", "今日事项", kNotice);
  world.web.change("http://control.example/", Reply::fail(Reason::kTimeout));
  const ClaimId notice = world.report("lilei", "http://other.example/a");
  const ClaimId gone = world.report("lilei", kPost);
  world.look(notice);
  world.look(gone);
  EXPECT_FALSE(world.observations(gone).at(0).negative_proved);
}

TEST(PageLooks, a_page_that_another_host_answered_for_is_no_control) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  world.web.change("http://other.example/a", Reply::redirect(302, "http://gate.test/"));
  world.web.page("http://gate.test/", "不锈钢阀门选型", "在");
  world.web.change("http://control.example/", Reply::fail(Reason::kTimeout));
  const ClaimId moved = world.report("lilei", "http://other.example/a");
  const ClaimId gone = world.report("lilei", kPost);
  world.look(moved);
  world.look(gone);
  EXPECT_FALSE(world.observations(gone).at(0).negative_proved);
}

TEST(PageLooks, every_hop_of_a_redirect_is_kept_as_evidence) {
  World world;
  world.web.change("http://short.example/x", Reply::redirect(301, "http://mid.example/y"));
  world.web.change("http://mid.example/y", Reply::redirect(302, kPost));
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", "http://short.example/x");
  world.look(claim);
  const Observation seen = world.observations(claim).at(0);
  EXPECT_EQ(seen.reason, Reason::kOkRedirected);
  EXPECT_EQ(seen.final_url, kPost);
  EXPECT_EQ(seen.evidence.size(), 3U);
  EXPECT_EQ(detail_of(seen).at("hops").as_array().size(), 3U);
}

TEST(PageLooks, a_site_that_forbids_us_is_not_visited_and_nobody_is_blamed) {
  World world;
  world.web.change("http://forum.example/robots.txt",
                   Reply::page("User-agent: *\nDisallow: /", "text/plain"));
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  const Observation seen = world.observations(claim).at(0);
  EXPECT_EQ(seen.reason, Reason::kRobotsDisallowed);
  EXPECT_EQ(seen.outcome, Outcome::kInconclusive);
  EXPECT_EQ(world.web.pages.count(kPost), 0U);
}

TEST(PageLooks, a_crash_between_lease_and_record_repeats_the_look_once) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  const store::Look planned = world.pending(claim, "page").value();
  world.set(planned.due_at);
  boost::asio::co_spawn(world.parts().loop, world.parts().agenda.run(), boost::asio::detached);
  world.turn_until([&] { return world.pending(claim, "page").value().attempt == 1; });
  world.crash();
  world.open();
  EXPECT_TRUE(world.observations(claim).empty());
  world.run_until(world.now() + std::chrono::minutes(30));
  ASSERT_EQ(world.observations(claim).size(), 1U);
  const auto looks = world.looks(claim, "page");
  EXPECT_EQ(looks.at(0).state, store::LookState::kDone);
  EXPECT_EQ(looks.at(0).attempt, 2);
  EXPECT_EQ(world.web.pages.count(kPost), 1U);
}

TEST(PageLooks, after_a_restart_no_site_is_visited_before_its_time) {
  World world;
  world.web.change("http://forum.example/robots.txt",
                   Reply::page("User-agent: *\nCrawl-delay: 50", "text/plain"));
  world.web.page(kPost, "不锈钢阀门选型", "在");
  world.web.page("http://forum.example/t/2", "不锈钢阀门选型", "在");
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", kPost);
  world.report("lilei", "http://forum.example/t/2");
  world.look(claim);
  const Time open = world.parts().sites.opens_at("forum.example");
  EXPECT_GE(open, world.now() + std::chrono::seconds(50));
  world.crash();
  world.open();
  EXPECT_EQ(world.parts().sites.opens_at("forum.example"), open);
  world.run_until(open - Millis(1));
  EXPECT_EQ(world.web.pages.count("http://forum.example/t/2"), 0U);
  world.run_until(open + std::chrono::minutes(5));
  EXPECT_EQ(world.web.pages.count("http://forum.example/t/2"), 1U);
}

TEST(PageLooks, the_pace_of_control_and_redirect_sites_is_kept_over_a_restart_too) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  const Time open = world.parts().sites.opens_at("control.example");
  EXPECT_GT(open, world.now());
  world.crash();
  world.open();
  EXPECT_EQ(world.parts().sites.opens_at("control.example"), open);
}

TEST(PageLooks, a_request_given_up_by_us_records_nothing_and_is_made_again) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  world.web.cancels = true;
  world.look(claim);
  EXPECT_TRUE(world.observations(claim).empty());
  world.web.cancels = false;
  world.run_until(world.now() + std::chrono::minutes(30));
  EXPECT_EQ(world.observations(claim).size(), 1U);
}

TEST(PageLooks, a_look_that_throws_frees_its_site_and_is_made_again) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  world.web.on_fetch = [&world](const Url&) {
    world.web.on_fetch = {};
    throw std::runtime_error("a bug");
  };
  world.look(claim);
  EXPECT_EQ(world.context().counters.task_failures["look"], 1U);
  EXPECT_TRUE(world.context().in_flight.empty());
  EXPECT_EQ(std::exchange(world.parts().troubles, {}).size(), 1U);
  world.run_until(world.now() + std::chrono::hours(2));
  ASSERT_GE(world.observations(claim).size(), 1U);
  EXPECT_EQ(world.observations(claim).at(0).reason, Reason::kOk);
}

TEST(PageLooks, nobody_waits_inside_a_look_for_a_site_that_rests_for_hours) {
  World world;
  world.web.change("http://short.example/x", Reply::redirect(302, "http://slow.example/a"));
  world.web.change("http://slow.example/a", Reply::with_status(429).header("Retry-After", "7200"));
  const ClaimId first = world.report("lilei", "http://slow.example/a");
  const ClaimId second = world.report("lilei", "http://short.example/x");
  world.look(first);
  const Time before = world.now();
  world.look(second);
  EXPECT_LT(world.now(), before + std::chrono::minutes(10));
  EXPECT_EQ(world.observations(second).at(0).outcome, Outcome::kInconclusive);
}

TEST(PageLooks, work_that_throws_on_the_pool_throws_where_its_value_is_taken) {
  std::function<int()> work = []() -> int { throw std::runtime_error("bad page"); };
  EXPECT_THROW(Computed<int>(work).take(), std::runtime_error);
  EXPECT_EQ(Computed<int>([] { return 7; }).take(), 7);
}

}  // namespace
}  // namespace vouch::daemon::test
