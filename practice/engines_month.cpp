#include "practice/engines_month.h"

#include <algorithm>

#include "practice/company.h"
#include "practice/engines.h"

namespace vouch::practice {
namespace {

using std::chrono::hours;
using enum Trouble;

constexpr int kPeople = 3;
constexpr int kBlock = 10;     // working days after which the wishes begin again
constexpr int kTail = 14;      // calendar days after the last report
constexpr int kLastLook = 36;  // calendar days after the first, for what shows on the thirtieth
constexpr int kQuietBefore = 1, kQuietAfter = 4;  // calendar days around the day of captchas

// What the busiest normal day asks of each engine, and a quarter more.
const ConnectedEngine kConnected[] = {
    {"baidu", 250}, {"so360", 340}, {"sogou", 480}, {"bing", 250}, {"google", 240}};

struct Wish {
  std::string_view kind;
  int day;  // of ten working days
};
constexpr Wish kWishes[] = {
    {"never_indexed", 0}, {"never_indexed", 4},       {"indexed_late", 1}, {"indexed_late", 5},
    {"own_article", 2},   {"own_article", 6},         {"forum_never", 3},  {"soft404_never", 7},
    {"vanished", 2},      {"own_missing_keyword", 6}, {"captcha_wall", 5}, {"login_wall", 8},
    {"own_noindex", 4},   {"link_missing", 8},        {"moved", 7},        {"duplicate", 9},
};
// Seen to be lost on the look of the thirtieth day: in the first days alone.
constexpr Wish kLost[] = {{"dropped", 0}, {"dropped", 1}, {"dropped", 2}};

// Hours of trouble; those around the day of captchas are left out.
struct Spell {
  Trouble trouble;
  int day;                  // calendar day
  std::string_view engine;  // empty: all
  Millis from;
  Millis length;
};
const Spell kSpells[] = {
    {kEngineDecoy, 2, "google", clock(9), hours(6)},
    {kEngineCaptcha, 4, "sogou", clock(10), hours(6)},
    {kEngineNews, 7, "baidu", clock(13), hours(5)},
    {kEngine429, 9, "so360", clock(8), hours(4)},
    {kEngineDecoy, 10, "so360", clock(14), hours(6)},
    {kEngineCaptcha, 12, "bing", clock(1), hours(5)},
    {kEngineNews, 20, "bing", clock(16), hours(5)},
    {kEngineSilent, 21, "sogou", clock(11), hours(6)},
    {kEngine500, 23, "google", clock(12), hours(3)},
    {kEngineDecoy, 24, "baidu", clock(8), hours(6)},
    {kEngineCaptcha, 26, "so360", clock(15), hours(7)},
};

// Of every provider, an hour each on the day after the last report: looks do not ask them.
constexpr Trouble kProviderTroubles[] = {kProviderQuota, kProvider401, kProvider403,
                                         kProvider429,   kProvider500, kProviderHtml,
                                         kProviderEmpty, kProviderSlow};

const Storm kStorms[] = {
    {kError500, "news", 2, clock(15, 30), hours(4)},
    {kMailGreylist, "", 3, clock(8, 55), hours(1)},
    {kHook500, "", 6, clock(17), hours(2)},
};

int working_days(int days) {
  return days / 7 * 5 + std::min(days % 7, 5);
}

// A working day in the middle.
int captcha_day_of(int days) {
  const int middle = days / 2;
  const int weekday = middle % 7;  // the first day is a Monday
  return weekday < 5 ? middle : middle + 7 - weekday;
}

void spell(World& world, const Spell& spell) {
  const Time begin = moment(spell.day, spell.from);
  world.faults.push_back(
      {spell.trouble, "", "", begin, begin + spell.length, std::string(spell.engine)});
}

// What programs can read they can index.
bool is_open(const Site& site) {
  return site.kind == SiteKind::kOpen || site.kind == SiteKind::kSoft404 ||
         site.kind == SiteKind::kHomeForUnknown;
}

Page* page_of(World& world, const Claim& claim) {
  const auto found = std::find_if(world.pages.begin(), world.pages.end(), [&](const Page& page) {
    return world.url(*world.site(page.site), page.path) == claim.url;
  });
  return found == world.pages.end() ? nullptr : &*found;
}

// Baidu's life of a page is the one of its kind; the other engines have their own.
void index_elsewhere(World& world) {
  Dice dice(world.seed, "index");
  for (const Claim& claim : world.claims) {
    if (claim.kind == "duplicate") continue;
    Page* page = page_of(world, claim);
    for (const EngineHabits& engine : engine_habits()) {
      if (engine.key == "baidu") continue;
      const auto span = index_life(engine, claim.reported_at, dice);
      const bool readable = page != nullptr && page->moved_to.empty() && !page->phases.empty() &&
                            page->phases.front().showing == Showing::kLive &&
                            is_open(*world.site(page->site));
      if (!readable || !span) continue;
      if (engine.keeps_out && page->phases.front().content.noindex) continue;
      page->index.push_back(*span);
    }
  }
}

}  // namespace

World engines_month(ScriptMaker maker, int days, CaptchaDay captcha_day) {
  World& world = maker.world();
  add_sites(world, true);
  add_people(world, kPeople, maker.dice());
  world.engines.assign(std::begin(kConnected), std::end(kConnected));
  for (const Person& person : world.people) {
    if (person.role == "employee") maker.leave(person.login, days, days + kTail + 30);
  }
  world.end = moment(days + kTail, clock(9, 30));
  Shape shape;
  shape.people = kPeople;
  shape.days = working_days(days);
  shape.least_claims = 3;
  shape.most_claims = 5;
  for (int first = 0; first < shape.days; first += kBlock) {
    for (const Wish& wish : kWishes) {
      if (first + wish.day < shape.days) shape.wishes.emplace_back(wish.kind, first + wish.day);
    }
  }
  if (days + kTail >= kLastLook) {
    for (const Wish& wish : kLost) shape.wishes.emplace_back(wish.kind, wish.day);
  }
  for (const Storm& storm : kStorms) {
    if (storm.day < shape.days) maker.storm(storm);
  }
  const int middle = captcha_day_of(days);
  for (const Spell& wanted : kSpells) {
    const bool near = middle - kQuietBefore <= wanted.day && wanted.day <= middle + kQuietAfter;
    if (!near && wanted.day < days) spell(world, wanted);
  }
  if (captcha_day == CaptchaDay::kComes)
    spell(world, {kEngineCaptcha, middle, "", clock(12), hours(24)});
  int hour = 8;
  for (const Trouble trouble : kProviderTroubles)
    spell(world, {trouble, days, "", clock(hour++), hours(1)});
  maker.hand_in_all(shape);
  index_elsewhere(world);
  return maker.finish();
}

}  // namespace vouch::practice
