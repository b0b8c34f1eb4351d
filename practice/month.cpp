#include "practice/month.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "practice/company.h"

namespace vouch::practice {
namespace {

using std::chrono::hours;
using enum Trouble;

constexpr int kBlock = 10;       // working days after which the troubles begin again
constexpr int kOutageDay = 9;    // working day; before a weekend
constexpr int kTail = 14;        // calendar days after the last report
constexpr int kLastLook = 36;    // calendar days after the first, for what shows on the thirtieth
constexpr int kCopiesTimes = 2;  // of each kind, compared with a fortnight

// Of each ten working days, beside those of a fortnight.
const Storm kStorms[] = {
    {kResetInHead, "b2b", 4, clock(15), hours(3)},
    {kRedirectLoop, "forum", 5, clock(16), hours(3)},
    {kWrongCharset, "b2b", 5, clock(8), hours(12)},
    {kRedirectPrivate, "bbs", 6, clock(14), hours(4)},
    {kResetInBody, "b2b", 7, clock(15), hours(3)},
    {kEndlessChunks, "ask", 7, clock(16), hours(1)},
    {kDrip, "slow", 8, clock(15), minutes(20)},
    {kMailBusy, "", 3, clock(17), hours(2)},
    {kHookSilent, "", 3, clock(18), minutes(5)},
};

// Of each ten working days of "people": a message of every kind meets each answer of each channel.
const Storm kChannelStorms[] = {
    {kMailDropped, "", 1, clock(8, 50), hours(2)},  {kMailBusy, "", 4, clock(8, 50), hours(3)},
    {kHookDropped, "", 4, clock(8, 30), hours(4)},  {kMailRefused, "", 5, clock(10), minutes(40)},
    {kMailGreylist, "", 7, clock(8, 55), hours(1)}, {kHook500, "", 8, clock(9), hours(6)},
    {kMailDropped, "", 8, clock(14), hours(4)},
};

// Once: the whole network, the engine, the mail server and the receiver are away for a day each.
const Storm kOutages[] = {
    {kSitesDown, "", kOutageDay, clock(12), hours(24)},
    {kEngineDown, "", kOutageDay, clock(12), hours(24)},
    {kMailDown, "", kOutageDay, clock(12), hours(24)},
    {kHookDown, "", kOutageDay, clock(12), hours(24)},
    {kEngineDown, "", 5, clock(20), hours(24)},
    {kMailDown, "", 12, clock(8), hours(24)},
    {kHookDown, "", 14, clock(8), hours(24)},
    {kMailRefused, "", 17, clock(17), minutes(90)},
};

struct Jolt {
  MachineTrouble trouble;
  int day;  // working day
  Millis from;
  Millis amount;
};
using enum MachineTrouble;
// Clocks by night, when nobody works.
const Jolt kJolts[] = {
    {kDatabaseBusy, 1, clock(15, 10), {}},  {kDiskFull, 2, clock(16), {}},
    {kClockForward, 3, clock(2), hours(2)}, {kDiskBroken, 4, clock(16, 20), {}},
    {kSuspend, 6, clock(1), hours(5)},      {kClockBack, 8, clock(3), minutes(50)},
    {kDatabaseBusy, 11, clock(16), {}},     {kClockBack, 13, clock(3), minutes(3)},
    {kDiskFull, 15, clock(17, 10), {}},     {kSuspend, 16, clock(23), hours(7)},
    {kDiskBroken, 17, clock(15, 40), {}},   {kClockForward, 18, clock(4), minutes(30)},
};

// Groups, one person's push and an application; each hears something at nine of every working day.
const std::vector<RobotPlace>& robots() {
  static const std::vector<RobotPlace> kRobots = {
      {"group-wecom", "wecom", "", {}},
      {"group-dingtalk", "dingtalk", "", {}},
      {"group-feishu", "feishu", "", {}},
      {"push", "serverchan", "zhou", {}},
      {"app", "wecom_app", "", {"zhou", "li", "wang", "chen", "zhang", "sun", "ma", "ops"}}};
  return kRobots;
}

constexpr auto kRobotTroubles = std::to_array<Trouble>(
    {kRobotDropped, kRobotRefuses, kRobotHtml, kRobotTooFast, kRobot500, kRobotSilent});

// Of each ten working days: at nine one robot after the other meets another trouble, shorter than
// the tries that a platform's "busy" is given; and the application while letters of the night come.
void trouble_robots(ScriptMaker& maker, int first, int days) {
  const auto add = [&](Trouble trouble, std::string_view robot, int day, Millis from,
                       Millis length) {
    if (first + day >= days) return;
    const Time start = moment(calendar_day(first + day), from);
    maker.world().faults.push_back({trouble, "", "", start, start + length, std::string(robot)});
  };
  const std::vector<RobotPlace>& all = robots();
  for (std::size_t day = 0; day < kRobotTroubles.size(); ++day) {
    for (std::size_t robot = 0; robot < all.size(); ++robot) {
      const Trouble trouble = kRobotTroubles[(robot + day) % kRobotTroubles.size()];
      add(trouble, all[robot].name, static_cast<int>(day) + 1, clock(8, 58), minutes(4));
    }
  }
  add(kRobotToken, "app", 2, clock(7, 30), hours(4));
  add(kRobotDropped, "app", 3, clock(17), hours(2));
  add(kRobotToken, "app", 8, clock(13), hours(6));
  add(kRobot500, "app", 7, clock(7, 55), hours(1));
  add(kRobotTooFast, "app", 8, clock(7, 55), minutes(30));
}

int working_days(int days) {
  return days / 7 * 5 + std::min(days % 7, 5);
}

// Kinds whose end shows only on the look of the thirtieth day come in the first days alone.
bool takes_the_month(const ClaimKind& kind) {
  return kind.index == IndexLife::kDropped;
}

}  // namespace

World month(ScriptMaker maker, int days, Staff staff) {
  World& world = maker.world();
  Dice& dice = maker.dice();
  add_sites(world, true);
  const bool five = staff == Staff::kFive;
  const int people = five ? kAllEmployees : kWholeCompany;
  add_people(world, people, dice);
  if (!five) world.robots = robots();
  Shape shape;
  shape.people = static_cast<std::size_t>(people);
  shape.days = working_days(days);
  shape.least_claims = five ? 18 : 4;
  shape.most_claims = five ? 22 : 6;
  for (const Person& person : world.people) {
    if (person.role == "employee") maker.leave(person.login, days, days + kTail + 30);
  }
  world.end = moment(days + kTail, clock(9, 30));
  for (int first = 0; first < shape.days; first += kBlock) {
    const auto inside = [&](int day) { return first + day < shape.days; };
    if (inside(8)) maker.leave("liu", calendar_day(first + 7), calendar_day(first + 8));
    for (const auto& [day, person] : {std::pair(2, 3), {6, 0}}) {
      if (inside(day)) shape.silent.emplace_back(first + day, person);
    }
    for (const auto& [day, person] : {std::pair(1, 1), {5, 2}}) {
      if (inside(day)) shape.late.emplace_back(first + day, person);
    }
    for (const ClaimKind& kind : claim_kinds()) {
      if (takes_the_month(kind) && (first > 0 || days + kTail < kLastLook)) continue;
      for (int i = 0; i < kind.copies * kCopiesTimes; ++i) {
        const int day = kind.days[dice.below(kind.days.size())] - '0';
        if (inside(day)) shape.wishes.emplace_back(kind.name, first + day);
      }
    }
    const std::span<const Storm> more = five ? std::span<const Storm>() : kChannelStorms;
    for (const std::span<const Storm> storms :
         {fortnight_storms(), std::span<const Storm>(kStorms), more}) {
      for (Storm storm : storms) {
        if (!inside(storm.day)) continue;
        storm.day += first;
        maker.storm(storm);
      }
    }
    if (!five) trouble_robots(maker, first, shape.days);
  }
  for (const Storm& storm : kOutages) {
    if (storm.day < shape.days) maker.storm(storm);
  }
  for (const Jolt& jolt : kJolts) {
    if (jolt.day >= shape.days) continue;
    world.machine.push_back({jolt.trouble, moment(calendar_day(jolt.day), jolt.from), jolt.amount});
  }
  shape.rough = {kOutageDay, 12, 17};
  maker.hand_in_all(shape);
  return maker.finish();
}

}  // namespace vouch::practice
