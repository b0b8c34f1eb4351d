#include "practice/script.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "practice/claim_kinds.h"
#include "practice/company.h"
#include "practice/dice.h"

namespace vouch::practice {
namespace {

constexpr std::array<std::string_view, 4> kScripts = {"first", "single", "single-false",
                                                      "fortnight"};
constexpr Date kMonday{std::chrono::year(2026) / 11 / 2};

Millis minutes(int count) {
  return std::chrono::minutes(count);
}
Millis clock(int hour, int minute = 0) {
  return std::chrono::minutes(hour * 60 + minute);
}

struct Slot {
  int day = 0;  // working day of the script
  std::size_t person = 0;
  const ClaimKind* kind = nullptr;
};

struct Shape {
  int days = 5;
  int least_claims = 2, most_claims = 3;
  int report_hour = 15;
  std::vector<std::pair<std::string_view, int>> wishes;  // kind and its day
};

class Maker {
 public:
  Maker(std::string_view script, std::uint64_t seed, int site_port) : dice_(seed, script) {
    world_.script = script;
    world_.seed = seed;
    world_.site_port = site_port;
    world_.start = at(0, clock(8));
    Act set_up;
    set_up.at = world_.start;
    set_up.kind = ActKind::kSetUp;
    world_.acts.push_back(set_up);
  }

  World single(const ClaimKind& kind, int end_day) {
    add_sites(world_, false);
    add_people(world_, 1, dice_);
    leave("li", 1, end_day + 1);
    world_.end = at(end_day, clock(10));
    hand_in(0, 0, at(0, clock(9)), {&kind});
    return finish();
  }

  World week() {
    add_sites(world_, false);
    add_people(world_, kAllEmployees, dice_);
    leave("liu", 2, 2);
    world_.end = at(7, clock(9, 30));
    silent_ = {{3, 3}};
    late_ = {{1, 1}};
    Shape shape;
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
    fault(Trouble::kError500, "news", 1, clock(15, 30), 4);
    fault(Trouble::kEngineCaptcha, "", 1, clock(10), 6);
    fault(Trouble::kPortal404, "", 2, clock(15, 20), 2);
    fault(Trouble::kMailGreylist, "", 2, clock(8, 55), 1);
    fault(Trouble::kHook500, "", 0, clock(17), 2);
    hand_in_all(shape);
    return finish();
  }

  World fortnight() {
    add_sites(world_, true);
    add_people(world_, kAllEmployees, dice_);
    leave("liu", 7, 8);  // Wednesday and Thursday, by working days
    for (const Person& person : world_.people) {
      if (person.role == "employee") leave(person.login, 14, 60, true);
    }
    world_.end = at(37, clock(9, 30));
    silent_ = {{2, 3}, {6, 0}};
    late_ = {{1, 1}, {5, 2}};
    Shape shape;
    shape.days = 10;
    shape.least_claims = 4;
    shape.most_claims = 6;
    for (const ClaimKind& kind : claim_kinds()) {
      for (int i = 0; i < kind.copies; ++i) {
        const char day = kind.days[dice_.below(kind.days.size())];
        shape.wishes.emplace_back(kind.name, day - '0');
      }
    }
    troubles();
    hand_in_all(shape);
    return finish();
  }

 private:
  static Time at(int calendar_day, Millis since_midnight) {
    return Zone::shanghai().at(kMonday + std::chrono::days(calendar_day), since_midnight);
  }
  static int calendar_day(int working_day) { return working_day + working_day / 5 * 2; }

  void leave(std::string_view login, int from, int to, bool calendar_days = false) {
    const auto day = [&](int number) {
      return kMonday + std::chrono::days(calendar_days ? number : calendar_day(number));
    };
    world_.leave.push_back({std::string(login), to_iso_date(day(from)), to_iso_date(day(to))});
  }

  void fault(Trouble trouble, std::string_view site, int working_day, Millis from, int hours) {
    const Time begin = at(calendar_day(working_day), from);
    world_.faults.push_back({trouble, std::string(site), "", begin, begin + minutes(hours * 60)});
  }

  // No outage is longer than the tries after it reach: 30 min, 2 h, 6 h.
  void troubles() {
    using enum Trouble;
    fault(kError500, "news", 1, clock(15, 30), 4);
    fault(kUnavailable503, "forum", 2, clock(9), 4);
    fault(kReset, "b2b", 2, clock(15), 4);
    fault(kPortal404, "", 3, clock(15), 3);
    fault(kTooMany429, "ask", 4, clock(14), 4);
    fault(kShortBody, "blog", 5, clock(15), 4);
    fault(kEmpty, "ask", 6, clock(8), 4);
    fault(kTruncatedGzip, "own", 6, clock(15), 4);
    fault(kCaptcha, "forum", 7, clock(15), 4);
    fault(kGarbage, "news", 8, clock(15), 4);
    fault(kTornBytes, "own", 8, clock(8), 14);
    fault(kEngineCaptcha, "", 1, clock(10), 12);
    fault(kEngineSilent, "", 3, clock(12), 8);
    fault(kEngineDecoy, "", 5, clock(12), 8);
    fault(kEngine429, "", 7, clock(10), 4);
    fault(kEngine500, "", 8, clock(10), 4);
    fault(kMailGreylist, "", 2, clock(8, 55), 1);
    fault(kMailDropped, "", 6, clock(17), 3);
    fault(kHook500, "", 1, clock(17), 2);
    fault(kHookDropped, "", 6, clock(17), 3);
  }

  [[nodiscard]] bool away(std::size_t person, int working_day) const {
    const std::string date = to_iso_date(kMonday + std::chrono::days(calendar_day(working_day)));
    return std::any_of(world_.leave.begin(), world_.leave.end(), [&](const Leave& leave) {
      return leave.login == world_.people[person].login && leave.from <= date && date <= leave.to;
    });
  }

  bool listed(const std::vector<std::pair<int, std::size_t>>& list, int day,
              std::size_t person) const {
    return std::find(list.begin(), list.end(), std::pair(day, person)) != list.end();
  }

  void hand_in_all(const Shape& shape) {
    std::vector<Slot> slots;
    for (int day = 0; day < shape.days; ++day) {
      for (std::size_t person = 0; person < kAllEmployees; ++person) {
        if (away(person, day) || listed(silent_, day, person)) continue;
        const int count = dice_.between(shape.least_claims, shape.most_claims);
        for (int i = 0; i < count; ++i) slots.push_back({day, person, nullptr});
      }
    }
    for (const auto& [name, day] : shape.wishes) wish(slots, *claim_kind(name), day);
    for (Slot& slot : slots) {
      if (slot.kind == nullptr) slot.kind = &filler();
    }
    for (int day = 0; day < shape.days; ++day) {
      for (std::size_t person = 0; person < kAllEmployees; ++person) {
        std::vector<const ClaimKind*> kinds;
        for (const Slot& slot : slots) {
          if (slot.day == day && slot.person == person) kinds.push_back(slot.kind);
        }
        if (kinds.empty()) continue;
        const bool late = listed(late_, day, person);
        const Millis moment =
            late ? clock(11, 15)
                 : clock(shape.report_hour) +
                       minutes(static_cast<int>(person) * 22 + dice_.between(0, 15));
        hand_in(day, person, at(calendar_day(day) + (late ? 1 : 0), moment), kinds);
      }
    }
  }

  // A free slot of that day; where none is free the next day on which the kind may come.
  void wish(std::vector<Slot>& slots, const ClaimKind& kind, int day) {
    for (std::size_t turn = 0; turn <= kind.days.size(); ++turn) {
      std::vector<Slot*> free;
      for (Slot& slot : slots) {
        // What people do about a claim is timed for a hand-in in the afternoon of its own day.
        const bool suits = kind.acts.empty() || !listed(late_, slot.day, slot.person);
        if (slot.day == day && slot.kind == nullptr && suits) free.push_back(&slot);
      }
      if (!free.empty()) {
        free[dice_.below(free.size())]->kind = &kind;
        return;
      }
      day = kind.days[turn % kind.days.size()] - '0';
    }
  }

  const ClaimKind& filler() {
    int whole = 0;
    for (const ClaimKind& kind : claim_kinds()) whole += kind.weight;
    int roll = dice_.between(0, whole - 1);
    for (const ClaimKind& kind : claim_kinds()) {
      roll -= kind.weight;
      if (roll < 0) return kind;
    }
    return claim_kinds().front();
  }

  void hand_in(int day, std::size_t person, Time when, const std::vector<const ClaimKind*>& kinds) {
    Act act;
    act.at = when;
    act.kind = ActKind::kReport;
    act.who = world_.people[person].login;
    act.date = to_iso_date(kMonday + std::chrono::days(calendar_day(day)));
    const bool late = listed(late_, day, person);
    for (const ClaimKind* kind : kinds) {
      act.claims.push_back(world_.claims.size());
      add_claim(*kind, act, late);
    }
    if (world_.script != "single" && world_.script != "single-false" && dice_.below(6) == 0) {
      act.bad_rows.emplace_back("链接忘记复制了，明天补");
    }
    world_.acts.push_back(std::move(act));
  }

  void add_claim(const ClaimKind& kind, const Act& act, bool late) {
    if (kind.twist == KindTwist::kDuplicate) {
      if (const auto first = repeatable(act)) return add_duplicate(*first, act, late);
      return add_claim(*claim_kind("forum_post"), act, late);
    }
    const bool copies = kind.twist == KindTwist::kCopied;
    const Page* source = copies ? copyable(act) : nullptr;
    if (copies && source == nullptr) return add_claim(*claim_kind("forum_post"), act, late);
    const std::size_t number = world_.claims.size();
    Claim claim;
    claim.kind = kind.name;
    claim.who = act.who;
    claim.date = act.date;
    claim.reported_at = act.at;
    claim.late = late;
    claim.work_type = kind.work_type;
    claim.keyword = world_.keywords[dice_.below(world_.keywords.size())].first;
    claim.honest = kind.honest();
    claim.expect = kind.work;
    claim.reason = kind.reason;
    const bool asks_for_link =
        kind.link != LinkForm::kNone || !kind.acts.empty() || kind.reason == "backlink_missing";
    if (asks_for_link) claim.link_target = world_.link_target;

    const Site& site = site_for(kind);
    Page page;
    page.site = site.key;
    page.path = path_on(site);
    page.keywords = {claim.keyword};
    page.link_url = world_.link_target;
    if (source != nullptr) {
      page.text_of = source->path;
      page.copied_from = world_.url(*world_.site(source->site), source->path);
      page.changed_percent = dice_.between(5, 22);
    }
    Content content;
    content.title = fmt::format("{}（{}）", subject(dice_.below(subject_count())), number + 1);
    content.keyword = kind.keyword;
    content.link = kind.link;
    content.noindex = kind.noindex;
    claim.title = kind.other_title ? "春季团购活动报名须知" : content.title;
    for (const KindPhase& phase : kind.phases) {
      Phase made{act.at + minutes(phase.from), phase.showing, content};
      if (phase.mended) made.content.link = LinkForm::kDirect;
      page.phases.push_back(std::move(made));
    }
    claim.url = world_.url(site, page.path);
    index(kind, claim, page);
    people_act(kind, number, claim, page);
    if (kind.twist == KindTwist::kFlapping) flap(page, act.at);
    if (kind.twist == KindTwist::kMoved) {
      Page old = page;
      old.phases.clear();
      page.path = path_on(site);
      old.moved_to = world_.url(site, page.path);
      world_.pages.push_back(std::move(old));
    }
    world_.pages.push_back(std::move(page));
    world_.claims.push_back(std::move(claim));
  }

  const Site& site_for(const ClaimKind& kind) {
    for (int turn = 0; turn < 8; ++turn) {
      const std::string_view key = kind.sites[dice_.below(kind.sites.size())];
      if (const Site* site = world_.site(key)) return *site;
    }
    return *world_.site(kind.sites.front());
  }

  std::string path_on(const Site& site) {
    number_ += static_cast<std::uint64_t>(dice_.between(3, 97));
    return fmt::format(fmt::runtime(site.path_form), number_);
  }

  void index(const ClaimKind& kind, Claim& claim, Page& page) {
    IndexLife life = kind.index;
    if (life == IndexLife::kAny) {
      const std::size_t roll = dice_.below(10);
      const bool time_is_short = world_.script == "first";
      life = roll < 7                     ? IndexLife::kSoon
             : roll < 9 && !time_is_short ? IndexLife::kLate
                                          : IndexLife::kNever;
    }
    const Time handed_in = claim.reported_at;
    switch (life) {
      case IndexLife::kSoon:
        page.indexed_at = handed_in + minutes(dice_.between(6 * 60, 20 * 60));
        break;
      case IndexLife::kLate:
        page.indexed_at = handed_in + minutes(dice_.between(180 * 60, 220 * 60));
        break;
      case IndexLife::kDropped:
        page.indexed_at = handed_in + minutes(dice_.between(84 * 60, 108 * 60));
        page.dropped_at = handed_in + minutes(12 * 24 * 60);
        break;
      case IndexLife::kNever:
      case IndexLife::kAny:
        break;
    }
    if (page.indexed_at) claim.index = page.dropped_at ? "LOST" : "INDEXED";
  }

  void people_act(const ClaimKind& kind, std::size_t number, const Claim& claim, Page& page) {
    for (const KindAct& wanted : kind.acts) {
      const bool by_supervisor =
          wanted.kind == ActKind::kWaive || wanted.kind == ActKind::kCloseDispute;
      Act act;
      act.at = claim.reported_at + minutes(wanted.after);
      act.kind = wanted.kind;
      act.who = by_supervisor ? "zhou" : claim.who;
      act.claims = {number};
      act.text = wanted.text;
      act.accept = wanted.accept;
      act.when_asked = wanted.when_asked;
      if (wanted.when_asked) {
        act.name = fmt::format("held-{}", number);
        page.held_by = act.name;
        page.held_from = kind.held_from;
      }
      world_.acts.push_back(std::move(act));
    }
  }

  void flap(const Page& page, Time handed_in) {
    for (const auto& [from, to] : {std::pair(5, 35), {110, 200}, {23 * 60, 26 * 60}}) {
      world_.faults.push_back({Trouble::kUnavailable503, page.site, page.path,
                               handed_in + minutes(from), handed_in + minutes(to)});
    }
  }

  // An honest claim of a colleague on an earlier day.
  std::optional<std::size_t> repeatable(const Act& act) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < world_.claims.size(); ++i) {
      const Claim& claim = world_.claims[i];
      const bool plain = claim.kind == "forum_post" || claim.kind == "soft_article" ||
                         claim.kind == "own_article" || claim.kind == "answer";
      if (plain && claim.who != act.who && claim.date < act.date && !claim.duplicate_of)
        found.push_back(i);
    }
    if (found.empty()) return std::nullopt;
    return found[dice_.below(found.size())];
  }

  // The page of an honest article of an earlier day, on a site where copies are not brought to.
  const Page* copyable(const Act& act) {
    std::vector<const Page*> found;
    for (const Claim& claim : world_.claims) {
      const bool article = claim.kind == "soft_article" || claim.kind == "own_article" ||
                           claim.kind == "blog_article" || claim.kind == "listing";
      if (!article || claim.date >= act.date || claim.duplicate_of) continue;
      for (const Page& page : world_.pages) {
        if (world_.url(*world_.site(page.site), page.path) == claim.url) found.push_back(&page);
      }
    }
    return found.empty() ? nullptr : found[dice_.below(found.size())];
  }

  void add_duplicate(std::size_t first, const Act& act, bool late) {
    Claim claim = world_.claims[first];
    claim.kind = "duplicate";
    claim.who = act.who;
    claim.date = act.date;
    claim.reported_at = act.at;
    claim.late = late;
    claim.duplicate_of = first;
    world_.claims.push_back(std::move(claim));
  }

  World finish() {
    Act end;
    end.at = world_.end;
    end.kind = ActKind::kEnd;
    world_.acts.push_back(end);
    std::stable_sort(world_.acts.begin(), world_.acts.end(),
                     [](const Act& left, const Act& right) { return left.at < right.at; });
    number_claims();
    return std::move(world_);
  }

  // Claims are numbered in the order of their hand-in; a late report comes after its day.
  void number_claims() {
    std::vector<std::size_t> order(world_.claims.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      return world_.claims[left].reported_at < world_.claims[right].reported_at;
    });
    std::vector<std::size_t> place(order.size());
    std::vector<Claim> sorted;
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      sorted.push_back(std::move(world_.claims[order[i]]));
    }
    world_.claims = std::move(sorted);
    for (Act& act : world_.acts) {
      for (std::size_t& claim : act.claims) claim = place[claim];
    }
    std::map<std::string, std::size_t> first;  // of a URL: a late original comes second
    for (std::size_t i = 0; i < world_.claims.size(); ++i) {
      const auto [found, fresh] = first.emplace(world_.claims[i].url, i);
      world_.claims[i].duplicate_of.reset();
      if (!fresh) world_.claims[i].duplicate_of = found->second;
    }
  }

  World world_;
  Dice dice_;
  std::uint64_t number_ = 10'000;
  std::vector<std::pair<int, std::size_t>> silent_, late_;  // working day and person
};

}  // namespace

std::span<const std::string_view> script_names() {
  return kScripts;
}

Result<World> make_world(std::string_view script, std::uint64_t seed, int site_port) {
  Maker maker(script, seed, site_port);
  if (script == "first") return maker.week();
  if (script == "single") return maker.single(*claim_kind("own_article"), 3);
  if (script == "single-false") return maker.single(*claim_kind("forum_never"), 3);
  if (script == "fortnight") return maker.fortnight();
  return fail(ErrorCode::kInvalid, fmt::format("no script named {} (first, single, single-false, "
                                               "fortnight)",
                                               script));
}

}  // namespace vouch::practice
