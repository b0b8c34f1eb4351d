#include "practice/script.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "practice/claim_kinds.h"
#include "practice/reports.h"
#include "practice/truth.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::IsEmpty;

World world_of(std::string_view script, std::uint64_t seed = 1, int port = 20001) {
  auto world = make_world(script, seed, port);
  EXPECT_TRUE(world) << script;
  return world ? std::move(*world) : World{};
}

std::string without_ports(std::string text, int port) {
  const std::string number = ":" + std::to_string(port);
  for (std::size_t at = text.find(number); at != std::string::npos; at = text.find(number))
    text.replace(at, number.size(), ":PORT");
  return text;
}

// Without the line that names the seed.
std::string everything(const World& world) {
  std::string out;
  const std::vector<std::string> truth = truth_lines(world);
  for (std::size_t i = 1; i < truth.size(); ++i) out += truth[i] + "\n";
  for (const Act& act : world.acts) {
    if (act.kind == ActKind::kReport) out += report_json(world, act) + "\n";
  }
  for (const Person& person : world.people) out += person.token + "\n";
  return out;
}

class EveryScript : public ::testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Script, EveryScript,
                         ::testing::Values("first", "single", "single-false", "fortnight", "month",
                                           "people", "engines", "engines-calm"),
                         [](const auto& row) {
                           std::string name(row.param);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(EveryScript, equal_seeds_give_equal_worlds_whatever_the_port) {
  const std::string left = without_ports(everything(world_of(GetParam(), 7, 20001)), 20001);
  const std::string right = without_ports(everything(world_of(GetParam(), 7, 31002)), 31002);
  EXPECT_EQ(left, right);
}

TEST_P(EveryScript, another_seed_gives_another_world) {
  EXPECT_NE(everything(world_of(GetParam(), 1)), everything(world_of(GetParam(), 2)));
}

TEST_P(EveryScript, acts_come_in_order_and_end_with_the_end) {
  const World world = world_of(GetParam());
  for (std::size_t i = 1; i < world.acts.size(); ++i)
    EXPECT_LE(world.acts[i - 1].at, world.acts[i].at);
  EXPECT_EQ(world.acts.front().kind, ActKind::kSetUp);
  EXPECT_EQ(world.acts.back().kind, ActKind::kEnd);
  EXPECT_EQ(world.acts.back().at, world.end);
}

TEST_P(EveryScript, every_claim_is_handed_in_once) {
  const World world = world_of(GetParam());
  std::multiset<std::size_t> handed_in;
  for (const Act& act : world.acts) {
    if (act.kind != ActKind::kReport) continue;
    for (const std::size_t n : act.claims) {
      handed_in.insert(n);
      EXPECT_EQ(world.claims[n].who, act.who);
      EXPECT_EQ(world.claims[n].reported_at, act.at);
    }
  }
  for (std::size_t n = 0; n < world.claims.size(); ++n) EXPECT_EQ(handed_in.count(n), 1U) << n;
}

TEST_P(EveryScript, a_duplicate_comes_after_the_claim_that_it_repeats) {
  const World world = world_of(GetParam());
  for (std::size_t n = 0; n < world.claims.size(); ++n) {
    const Claim& claim = world.claims[n];
    if (!claim.duplicate_of) continue;
    EXPECT_LT(*claim.duplicate_of, n);
    EXPECT_EQ(world.claims[*claim.duplicate_of].url, claim.url);
  }
}

TEST_P(EveryScript, no_title_and_no_other_text_betrays_a_missing_keyword) {
  const World world = world_of(GetParam());
  for (const Page& page : world.pages) {
    for (const Phase& phase : page.phases) {
      for (const auto& [keyword, priority] : world.keywords)
        EXPECT_EQ(phase.content.title.find(keyword), std::string::npos) << keyword << priority;
    }
  }
}

TEST(Script, an_unknown_name_is_refused) {
  EXPECT_EQ(make_world("nonsense", 1, 20001).error().code, ErrorCode::kInvalid);
}

TEST(Script, a_fortnight_holds_every_kind_for_any_seed) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const World world = world_of("fortnight", seed);
    std::multiset<std::string> kinds;
    for (const Claim& claim : world.claims) kinds.insert(claim.kind);
    for (const ClaimKind& kind : claim_kinds())
      EXPECT_GT(kinds.count(std::string(kind.name)), 0U) << kind.name << " of seed " << seed;
    EXPECT_GE(world.claims.size(), 190U);
  }
}

TEST(Script, a_fortnight_has_four_to_six_claims_for_each_day_and_person) {
  const World world = world_of("fortnight");
  for (const Act& act : world.acts) {
    if (act.kind != ActKind::kReport) continue;
    EXPECT_GE(act.claims.size(), 4U);
    EXPECT_LE(act.claims.size(), 6U);
  }
}

TEST(Script, the_newcomers_week_has_ten_sites_five_employees_and_every_outcome) {
  const World world = world_of("first");
  EXPECT_EQ(world.sites.size(), 10U);
  std::set<std::string> who, outcomes;
  for (const Claim& claim : world.claims) {
    who.insert(claim.who);
    outcomes.insert(claim.expect);
  }
  EXPECT_EQ(who.size(), 5U);
  for (const char* outcome : {"VERIFIED", "FAILED", "REGRESSED", "MANUAL"})
    EXPECT_THAT(outcomes, Contains(outcome));
}

TEST(Script, a_month_has_a_hundred_claims_a_working_day_of_every_kind_and_every_trouble) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const World world = world_of("month", seed);
    std::multiset<std::string> kinds;
    for (const Claim& claim : world.claims) kinds.insert(claim.kind);
    for (const ClaimKind& kind : claim_kinds())
      EXPECT_GT(kinds.count(std::string(kind.name)), 1U) << kind.name << " of seed " << seed;
    EXPECT_GT(world.claims.size(), 1900U);
    EXPECT_LT(world.claims.size(), 2300U);
    for (int trouble = 0; trouble <= static_cast<int>(Trouble::kHookDown); ++trouble) {
      if (static_cast<Trouble>(trouble) == Trouble::kEngineNews) continue;  // of the script engines
      EXPECT_TRUE(world.has(static_cast<Trouble>(trouble)))
          << to_string(static_cast<Trouble>(trouble));
    }
    std::set<MachineTrouble> machine;
    for (const MachineFault& fault : world.machine) machine.insert(fault.trouble);
    EXPECT_EQ(machine.size(), static_cast<std::size_t>(MachineTrouble::kDiskBroken) + 1);
  }
}

TEST(Script, a_months_acts_are_about_claims_that_no_day_long_outage_hides) {
  const World world = world_of("month");
  for (const Claim& claim : world.claims) {
    if (claim_kind(claim.kind)->acts.empty()) continue;
    for (const Fault& fault : world.faults) {
      if (fault.trouble != Trouble::kSitesDown) continue;
      EXPECT_FALSE(fault.from <= claim.reported_at && claim.reported_at < fault.to) << claim.url;
    }
  }
}

TEST(Script, the_whole_company_is_twenty_people_with_about_five_claims_a_day_each) {
  const World world = world_of("people");
  std::map<std::string, int> claims;
  for (const Claim& claim : world.claims) ++claims[claim.who];
  EXPECT_EQ(claims.size(), 20U);
  for (const auto& [who, count] : claims) EXPECT_GT(count, 50) << who;
  EXPECT_GT(world.claims.size(), 1700U);
  EXPECT_LT(world.claims.size(), 2600U);
}

TEST(Script, a_shorter_month_ends_earlier) {
  const auto week = make_world("month", 1, 20001, 7);
  ASSERT_TRUE(week);
  EXPECT_LT(week->end, world_of("month").end);
  EXPECT_LT(week->claims.size(), 600U);
}

TEST(Script, a_month_of_engines_has_three_people_and_ten_to_fifteen_claims_a_day) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const World world = world_of("engines", seed);
    std::map<std::string, int> of_day;
    for (const Claim& claim : world.claims) ++of_day[claim.date];
    EXPECT_EQ(of_day.size(), 22U);
    for (const auto& [date, count] : of_day) {
      EXPECT_GE(count, 9) << date;
      EXPECT_LE(count, 15) << date;
    }
  }
}

TEST(Script, the_day_of_captchas_is_all_that_the_calm_month_has_not) {
  const World stormy = world_of("engines", 4);
  const World calm = world_of("engines-calm", 4);
  ASSERT_EQ(stormy.faults.size(), calm.faults.size() + 1);
  World without = stormy;
  const auto whole_day =
      std::find_if(without.faults.begin(), without.faults.end(), [](const Fault& fault) {
        return fault.trouble == Trouble::kEngineCaptcha && fault.engine.empty();
      });
  ASSERT_NE(whole_day, without.faults.end());
  EXPECT_EQ(whole_day->to - whole_day->from, std::chrono::hours(24));
  without.faults.erase(whole_day);
  EXPECT_EQ(everything(without), everything(calm));
}

TEST(Script, each_engine_has_its_own_delay_and_forgets_some_pages) {
  const World world = world_of("engines");
  std::map<std::string, std::vector<Millis>> delays;
  std::map<std::string, int> forgotten;
  for (const Claim& claim : world.claims) {
    if (claim.duplicate_of) continue;
    const std::size_t path = claim.url.find('/', 8);
    const std::size_t scheme = claim.url.find("://") + 3;
    const std::string host = claim.url.substr(scheme, claim.url.find(':', scheme) - scheme);
    const Page* page = world.page(world.site_of_host(host)->key, claim.url.substr(path));
    ASSERT_NE(page, nullptr) << claim.url;
    for (const IndexSpan& span : page->index) {
      delays[span.engine].push_back(span.from - claim.reported_at);
      forgotten[span.engine] += span.to ? 1 : 0;
    }
  }
  std::set<Millis> medians;
  for (auto& [engine, all] : delays) {
    std::sort(all.begin(), all.end());
    medians.insert(all[all.size() / 2]);
    EXPECT_GT(forgotten[engine], 0) << engine;
  }
  EXPECT_EQ(delays.size(), 5U);
  EXPECT_EQ(medians.size(), 5U);
}

// ---- truth

std::vector<json::object> truth_of(const World& world) {
  std::vector<json::object> lines;
  for (const std::string& line : truth_lines(world)) lines.push_back(json::parse(line).as_object());
  return lines;
}

TEST_P(EveryScript, truth_is_ordered_and_ends_with_the_end) {
  const std::vector<json::object> lines = truth_of(world_of(GetParam()));
  for (std::size_t i = 1; i < lines.size(); ++i)
    EXPECT_LE(lines[i - 1].at("at").as_string(), lines[i].at("at").as_string());
  EXPECT_EQ(lines.front().at("fact").as_string(), "start");
  EXPECT_EQ(lines.back().at("fact").as_string(), "end");
}

TEST_P(EveryScript, truth_tells_of_every_claim_its_page_and_every_act) {
  const World world = world_of(GetParam());
  std::set<std::string> pages;
  std::size_t claims = 0, acts = 0, faults = 0, sites = 0, machine = 0;
  for (const json::object& line : truth_of(world)) {
    const std::string fact(line.at("fact").as_string());
    if (fact == "page" || fact == "moved") pages.insert(std::string(line.at("url").as_string()));
    claims += fact == "claim" ? 1 : 0;
    acts += fact == "act" ? 1 : 0;
    faults += fact == "fault" ? 1 : 0;
    sites += fact == "site" ? 1 : 0;
    machine += fact == "machine" ? 1 : 0;
  }
  EXPECT_EQ(claims, world.claims.size());
  EXPECT_EQ(faults, world.faults.size());
  EXPECT_EQ(sites, world.sites.size());
  EXPECT_EQ(machine, world.machine.size());
  for (const Claim& claim : world.claims) EXPECT_TRUE(pages.contains(claim.url)) << claim.url;
  std::size_t wanted = 0;
  for (const Act& act : world.acts) {
    const bool about_a_claim =
        act.kind != ActKind::kSetUp && act.kind != ActKind::kReport && act.kind != ActKind::kEnd;
    wanted += about_a_claim ? 1 : 0;
  }
  EXPECT_EQ(acts, wanted);
}

TEST_P(EveryScript, truth_tells_of_every_employee_and_day_whether_a_report_was_due) {
  const World world = world_of(GetParam());
  std::set<std::string> told;
  std::set<std::string> wrong;
  for (const json::object& line : truth_of(world)) {
    if (line.at("fact").as_string() != "duty") continue;
    const json::object& duty = line.at("value").as_object();
    const std::string why(duty.at("why").as_string());
    if (duty.at("expected").as_bool() != (why == "workday")) wrong.insert(why);
    const std::string key =
        std::string(duty.at("who").as_string()) + std::string(duty.at("date").as_string());
    EXPECT_TRUE(told.insert(key).second) << key;
  }
  EXPECT_THAT(wrong, IsEmpty());
  const Zone zone = Zone::shanghai();
  std::size_t employees = 0;
  for (const Person& person : world.people) employees += person.role == "employee" ? 1 : 0;
  const auto days = (zone.date_of(world.end) - zone.date_of(world.start)).count() + 1;
  EXPECT_EQ(told.size(), employees * static_cast<std::size_t>(days));
}

// What the shipped policies can still find out must lie before the end.
TEST(Script, whatever_is_in_the_index_at_the_end_was_there_before_a_query) {
  for (const char* script : {"first", "fortnight", "month"}) {
    const World world = world_of(script);
    for (const Claim& claim : world.claims) {
      if (claim.index.empty()) continue;
      const std::size_t path = claim.url.find('/', 8);
      const std::string host = claim.url.substr(7, claim.url.find(':', 7) - 7);
      const Page* page = world.page(world.site_of_host(host)->key, claim.url.substr(path));
      ASSERT_NE(page, nullptr) << claim.url;
      const IndexSpan* span = page->index_of("baidu");
      ASSERT_NE(span, nullptr) << claim.url;
      EXPECT_LT(span->from + std::chrono::hours(24), world.end) << claim.url;
      EXPECT_EQ(span->to.has_value(), claim.index == "LOST");
    }
  }
}

}  // namespace
}  // namespace vouch::practice
