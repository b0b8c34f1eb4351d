#include "practice/script_maker.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/text.h"

namespace vouch::practice {
namespace {

constexpr Date kMonday{std::chrono::year(2026) / 11 / 2};

bool listed(const std::vector<std::pair<int, std::size_t>>& list, int day, std::size_t person) {
  return std::find(list.begin(), list.end(), std::pair(day, person)) != list.end();
}

}  // namespace

Millis minutes(int count) {
  return std::chrono::minutes(count);
}
Millis clock(int hour, int minute) {
  return std::chrono::minutes(hour * 60 + minute);
}

int calendar_day(int working_day) {
  return working_day + working_day / 5 * 2;
}
Time moment(int calendar_day, Millis since_midnight) {
  return Zone::shanghai().at(kMonday + std::chrono::days(calendar_day), since_midnight);
}

ScriptMaker::ScriptMaker(std::string_view script, std::uint64_t seed, int site_port)
    : dice_(seed, script) {
  world_.script = script;
  world_.seed = seed;
  world_.site_port = site_port;
  world_.start = moment(0, clock(8));
  Act set_up;
  set_up.at = world_.start;
  set_up.kind = ActKind::kSetUp;
  world_.acts.push_back(set_up);
}

void ScriptMaker::leave(std::string_view login, int from, int to) {
  world_.leave.push_back({std::string(login), to_iso_date(kMonday + std::chrono::days(from)),
                          to_iso_date(kMonday + std::chrono::days(to))});
}

void ScriptMaker::storm(const Storm& storm) {
  const Time begin = moment(calendar_day(storm.day), storm.from);
  world_.faults.push_back(
      {storm.trouble, std::string(storm.site), "", begin, begin + storm.length});
}

bool ScriptMaker::away(std::size_t person, int working_day) const {
  const std::string date = to_iso_date(kMonday + std::chrono::days(calendar_day(working_day)));
  return std::any_of(world_.leave.begin(), world_.leave.end(), [&](const Leave& leave) {
    return leave.login == world_.people[person].login && leave.from <= date && date <= leave.to;
  });
}

void ScriptMaker::hand_in_all(const Shape& shape) {
  std::vector<Slot> slots;
  for (int day = 0; day < shape.days; ++day) {
    for (std::size_t person = 0; person < shape.people; ++person) {
      if (away(person, day) || listed(shape.silent, day, person)) continue;
      const int count = dice_.between(shape.least_claims, shape.most_claims);
      for (int i = 0; i < count; ++i) slots.push_back({day, person, nullptr});
    }
  }
  for (const auto& [name, day] : shape.wishes) wish(shape, slots, *claim_kind(name), day);
  for (Slot& slot : slots) {
    if (slot.kind == nullptr) slot.kind = &filler();
  }
  for (int day = 0; day < shape.days; ++day) {
    for (std::size_t person = 0; person < shape.people; ++person) {
      std::vector<const ClaimKind*> kinds;
      for (const Slot& slot : slots) {
        if (slot.day == day && slot.person == person) kinds.push_back(slot.kind);
      }
      if (kinds.empty()) continue;
      const bool late = listed(shape.late, day, person);
      const Millis time = late ? clock(11, 15)
                               : clock(shape.report_hour) +
                                     minutes(static_cast<int>(person) * 22 + dice_.between(0, 15));
      hand_in(day, person, moment(calendar_day(day) + (late ? 1 : 0), time), late, kinds);
    }
  }
}

// A free slot of that day; where none is free the next day on which the kind may come.
void ScriptMaker::wish(const Shape& shape, std::vector<Slot>& slots, const ClaimKind& kind,
                       int day) {
  const int first = day / 10 * 10;  // of the ten days to which the kind's days belong
  for (std::size_t turn = 0; turn <= kind.days.size(); ++turn) {
    std::vector<Slot*> free;
    for (Slot& slot : slots) {
      // What people do about a claim is timed for a hand-in in the afternoon of its own day.
      const bool rough =
          std::find(shape.rough.begin(), shape.rough.end(), slot.day) != shape.rough.end();
      const bool suits =
          kind.acts.empty() || (!rough && !listed(shape.late, slot.day, slot.person));
      if (slot.day == day && slot.kind == nullptr && suits) free.push_back(&slot);
    }
    if (!free.empty()) {
      free[dice_.below(free.size())]->kind = &kind;
      return;
    }
    day = first + kind.days[turn % kind.days.size()] - '0';
  }
}

const ClaimKind& ScriptMaker::filler() {
  int whole = 0;
  for (const ClaimKind& kind : claim_kinds()) whole += kind.weight;
  int roll = dice_.between(0, whole - 1);
  for (const ClaimKind& kind : claim_kinds()) {
    roll -= kind.weight;
    if (roll < 0) return kind;
  }
  return claim_kinds().front();
}

void ScriptMaker::hand_in(int day, std::size_t person, Time when, bool late,
                          const std::vector<const ClaimKind*>& kinds) {
  Act act;
  act.at = when;
  act.kind = ActKind::kReport;
  act.who = world_.people[person].login;
  act.date = to_iso_date(kMonday + std::chrono::days(calendar_day(day)));
  for (const ClaimKind* kind : kinds) {
    act.claims.push_back(world_.claims.size());
    add_claim(*kind, act, late);
  }
  if (world_.script != "single" && world_.script != "single-false" && dice_.below(6) == 0) {
    act.bad_rows.emplace_back("链接忘记复制了，明天补");
  }
  world_.acts.push_back(std::move(act));
}

void ScriptMaker::add_claim(const ClaimKind& kind, const Act& act, bool late) {
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

const Site& ScriptMaker::site_for(const ClaimKind& kind) {
  for (int turn = 0; turn < 8; ++turn) {
    const std::string_view key = kind.sites[dice_.below(kind.sites.size())];
    if (const Site* site = world_.site(key)) return *site;
  }
  return *world_.site(kind.sites.front());
}

std::string ScriptMaker::path_on(const Site& site) {
  number_ += static_cast<std::uint64_t>(dice_.between(3, 97));
  return fmt::format(fmt::runtime(site.path_form), number_);
}

void ScriptMaker::index(const ClaimKind& kind, Claim& claim, Page& page) {
  IndexLife life = kind.index;
  if (life == IndexLife::kAny) {
    const std::size_t roll = dice_.below(10);
    const bool time_is_short = world_.script == "first";
    life = roll < 7                     ? IndexLife::kSoon
           : roll < 9 && !time_is_short ? IndexLife::kLate
                                        : IndexLife::kNever;
  }
  const Time handed_in = claim.reported_at;
  IndexSpan span{"baidu", {}, {}};
  switch (life) {
    case IndexLife::kSoon:
      span.from = handed_in + minutes(dice_.between(6 * 60, 20 * 60));
      break;
    case IndexLife::kLate:
      span.from = handed_in + minutes(dice_.between(180 * 60, 220 * 60));
      break;
    case IndexLife::kDropped:
      span.from = handed_in + minutes(dice_.between(84 * 60, 108 * 60));
      span.to = handed_in + minutes(12 * 24 * 60);
      break;
    case IndexLife::kNever:
    case IndexLife::kAny:
      return;
  }
  claim.index = span.to ? "LOST" : "INDEXED";
  page.index.push_back(std::move(span));
}

void ScriptMaker::people_act(const ClaimKind& kind, std::size_t number, const Claim& claim,
                             Page& page) {
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

void ScriptMaker::flap(const Page& page, Time handed_in) {
  for (const auto& [from, to] : {std::pair(5, 35), {110, 200}, {23 * 60, 26 * 60}}) {
    world_.faults.push_back({Trouble::kUnavailable503, page.site, page.path,
                             handed_in + minutes(from), handed_in + minutes(to)});
  }
}

// An honest claim of a colleague on an earlier day.
std::optional<std::size_t> ScriptMaker::repeatable(const Act& act) {
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
const Page* ScriptMaker::copyable(const Act& act) {
  std::vector<const Claim*> articles;
  for (const Claim& claim : world_.claims) {
    const bool article = claim.kind == "soft_article" || claim.kind == "own_article" ||
                         claim.kind == "blog_article" || claim.kind == "listing";
    if (article && claim.date < act.date && !claim.duplicate_of) articles.push_back(&claim);
  }
  if (articles.empty()) return nullptr;
  const std::string& url = articles[dice_.below(articles.size())]->url;
  const auto found = std::find_if(world_.pages.begin(), world_.pages.end(), [&](const Page& page) {
    return world_.url(*world_.site(page.site), page.path) == url;
  });
  return found == world_.pages.end() ? nullptr : &*found;
}

void ScriptMaker::add_duplicate(std::size_t first, const Act& act, bool late) {
  Claim claim = world_.claims[first];
  claim.kind = "duplicate";
  claim.who = act.who;
  claim.date = act.date;
  claim.reported_at = act.at;
  claim.late = late;
  claim.duplicate_of = first;
  world_.claims.push_back(std::move(claim));
}

World ScriptMaker::finish() {
  Act end;
  end.at = world_.end;
  end.kind = ActKind::kEnd;
  world_.acts.push_back(end);
  std::stable_sort(world_.acts.begin(), world_.acts.end(),
                   [](const Act& left, const Act& right) { return left.at < right.at; });
  number_claims();
  world_.index_pages();
  return std::move(world_);
}

// Claims are numbered in the order of their hand-in; a late report comes after its day.
void ScriptMaker::number_claims() {
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

}  // namespace vouch::practice
