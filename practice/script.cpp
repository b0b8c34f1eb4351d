#include "practice/script.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "practice/company.h"
#include "practice/engines_month.h"
#include "practice/month.h"
#include "practice/script_maker.h"

namespace vouch::practice {
namespace {

using std::chrono::hours;
using enum Trouble;

constexpr std::array<std::string_view, 8> kScripts = {
    "first", "single", "single-false", "fortnight", "month", "people", "engines", "engines-calm"};

World single(ScriptMaker maker, const ClaimKind& kind, int end_day) {
  World& world = maker.world();
  add_sites(world, false);
  add_people(world, 1, maker.dice());
  maker.leave("li", 1, end_day + 1);
  world.end = moment(end_day, clock(10));
  maker.hand_in(0, 0, moment(0, clock(9)), false, {&kind});
  return maker.finish();
}

const Storm kWeekStorms[] = {
    {kError500, "news", 1, clock(15, 30), hours(4)}, {kEngineCaptcha, "", 1, clock(10), hours(6)},
    {kPortal404, "", 2, clock(15, 20), hours(2)},    {kMailGreylist, "", 2, clock(8, 55), hours(1)},
    {kHook500, "", 0, clock(17), hours(2)},
};

World week(ScriptMaker maker) {
  World& world = maker.world();
  add_sites(world, false);
  add_people(world, kAllEmployees, maker.dice());
  add_colleagues(world);
  maker.leave("liu", 2, 2);
  world.end = moment(7, clock(9, 30));
  Shape shape;
  shape.silent = {{3, 3}};
  shape.late = {{1, 1}};
  shape.wishes = {{"own_article", 0},          {"forum_post", 0},  {"forum_never", 0},
                  {"captcha_wall", 0},         {"vanished", 0},    {"own_missing_keyword", 0},
                  {"soft_article", 0},         {"login_wall", 0},  {"parked", 1},
                  {"link_missing", 1},         {"slow_site", 1},   {"deleted", 1},
                  {"soft404_never", 1},        {"flapping", 1},    {"own_noindex", 2},
                  {"backlink_nofollow", 2},    {"link_hidden", 2}, {"answer_reviewed", 2},
                  {"dispute_upheld", 1},       {"mended", 0},      {"listing_reviewed", 2},
                  {"own_split_keyword", 3},    {"duplicate", 3},   {"moved", 3},
                  {"waived_in_flight", 3},     {"forum_never", 4}, {"listing", 4},
                  {"soft_article_mention", 4}, {"copied_text", 3}};
  for (const Storm& storm : kWeekStorms) maker.storm(storm);
  world.faults.push_back(
      {kProvider500, "", "", moment(0, clock(8)), moment(0, clock(22)), "bing_batch"});
  maker.hand_in_all(shape);
  return maker.finish();
}

World fortnight(ScriptMaker maker) {
  World& world = maker.world();
  add_sites(world, true);
  add_people(world, kAllEmployees, maker.dice());
  maker.leave("liu", calendar_day(7), calendar_day(8));  // Wednesday and Thursday
  for (const Person& person : world.people) {
    if (person.role == "employee") maker.leave(person.login, 14, 60);
  }
  world.end = moment(37, clock(9, 30));
  Shape shape;
  shape.silent = {{2, 3}, {6, 0}};
  shape.late = {{1, 1}, {5, 2}};
  shape.days = 10;
  shape.least_claims = 4;
  shape.most_claims = 6;
  for (const ClaimKind& kind : claim_kinds()) {
    for (int i = 0; i < kind.copies; ++i) {
      const char day = kind.days[maker.dice().below(kind.days.size())];
      shape.wishes.emplace_back(kind.name, day - '0');
    }
  }
  for (const Storm& storm : fortnight_storms()) maker.storm(storm);
  maker.hand_in_all(shape);
  return maker.finish();
}

}  // namespace

std::span<const std::string_view> script_names() {
  return kScripts;
}

Result<World> make_world(std::string_view script, std::uint64_t seed, int site_port, int days) {
  if (script == "engines-calm") {  // the same dice as "engines"
    World calm =
        engines_month(ScriptMaker("engines", seed, site_port), days, CaptchaDay::kStaysAway);
    calm.script = script;
    calm.days = days;
    return calm;
  }
  ScriptMaker maker(script, seed, site_port);
  maker.world().days = days;
  if (script == "first") return week(std::move(maker));
  if (script == "single") return single(std::move(maker), *claim_kind("own_article"), 3);
  if (script == "single-false") return single(std::move(maker), *claim_kind("forum_never"), 3);
  if (script == "fortnight") return fortnight(std::move(maker));
  if (script == "month") return month(std::move(maker), days, Staff::kFive);
  if (script == "people") return month(std::move(maker), days, Staff::kTwenty);
  if (script == "engines") return engines_month(std::move(maker), days, CaptchaDay::kComes);
  return fail(ErrorCode::kInvalid,
              fmt::format("no script named {} ({})", script, fmt::join(kScripts, ", ")));
}

}  // namespace vouch::practice
