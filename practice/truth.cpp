#include "practice/truth.h"

#include <algorithm>
#include <array>
#include <map>

#include <boost/json.hpp>

namespace vouch::practice {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 10> kSiteKinds = {
    "open",          "captcha_wall", "login_wall",       "soft_404",   "parked",
    "robots_closed", "forbidden",    "home_for_unknown", "tls_broken", "no_name"};

struct Line {
  Time at;
  json::object fact;
};

class Teller {
 public:
  explicit Teller(const World& world) : world_(world) {}

  std::vector<std::string> run() {
    json::object engines;
    for (const ConnectedEngine& engine : world_.engines)
      engines[engine.key] = json::object{{"daily_quota", engine.daily_quota}};
    say(world_.start, "", "start",
        json::object{{"script", world_.script},
                     {"seed", world_.seed},
                     {"company", world_.company},
                     {"zone", zone_.name()},
                     {"own_site", world_.site(world_.own_site)->host},
                     {"link_target", world_.link_target},
                     {"engine", world_.engines.front().key},
                     {"engines", std::move(engines)}});
    for (const Site& site : world_.sites) tell(site);
    for (const Page& page : world_.pages) tell(page);
    for (const Fault& fault : world_.faults) tell(fault);
    for (const MachineFault& fault : world_.machine) {
      say(fault.at, "", "machine",
          json::object{{"trouble", to_string(fault.trouble)}, {"amount", fault.amount.count()}});
    }
    tell_duty();
    for (std::size_t n = 0; n < world_.claims.size(); ++n) tell(n);
    for (std::size_t n = 0; n < world_.acts.size(); ++n) tell(world_.acts[n], n);
    std::stable_sort(lines_.begin(), lines_.end(),
                     [](const Line& left, const Line& right) { return left.at < right.at; });
    say(world_.end, "", "end", nullptr);
    std::vector<std::string> out;
    for (const Line& line : lines_) out.push_back(json::serialize(line.fact));
    return out;
  }

 private:
  template <class Value>
  void say(Time at, std::string_view url, std::string_view fact, Value&& value) {
    lines_.push_back({at, json::object{{"at", to_rfc3339(at)},
                                       {"url", url},
                                       {"fact", fact},
                                       {"value", std::forward<Value>(value)}}});
  }

  void tell(const Site& site) {
    say(world_.start, world_.url(site, "/"), "site",
        json::object{{"key", site.key},
                     {"name", site.name},
                     {"kind", kSiteKinds[static_cast<std::size_t>(site.kind)]},
                     {"charset", site.charset}});
  }

  void tell(const Page& page) {
    const std::string url = world_.url(*world_.site(page.site), page.path);
    if (!page.moved_to.empty()) {
      say(world_.start, url, "moved", page.moved_to);
    } else {
      say(world_.start, url, "page", "absent");
    }
    const Content* before = nullptr;
    for (const Phase& phase : page.phases) {
      say(phase.from, url, "page", to_string(phase.showing));
      if (before == nullptr || !(*before == phase.content)) tell(url, phase);
      before = &phase.content;
    }
    if (!page.copied_from.empty()) {
      say(world_.start, url, "copied",
          json::object{{"from", page.copied_from}, {"changed", page.changed_percent}});
    }
    for (const IndexSpan& span : page.index) {
      say(span.from, url, "indexed", span.engine);
      if (span.to) say(*span.to, url, "dropped", span.engine);
    }
  }

  void tell(const std::string& url, const Phase& phase) {
    static constexpr std::array<std::string_view, 4> kPlaces = {"visible", "split", "hidden",
                                                                "missing"};
    const Content& content = phase.content;
    say(phase.from, url, "title", content.title);
    say(phase.from, url, "keyword", kPlaces[static_cast<std::size_t>(content.keyword)]);
    say(phase.from, url, "link", to_string(content.link));
    say(phase.from, url, "noindex", content.noindex);
  }

  void tell(const Fault& fault) {
    say(fault.from, "", "fault",
        json::object{{"trouble", to_string(fault.trouble)},
                     {"site", fault.site},
                     {"path", fault.path},
                     {"engine", fault.engine},
                     {"from", to_rfc3339(fault.from)},
                     {"to", to_rfc3339(fault.to)}});
  }

  void tell_duty() {
    std::map<std::pair<std::string, std::string>, Time> handed_in;
    for (const Act& act : world_.acts) {
      if (act.kind == ActKind::kReport) handed_in.emplace(std::pair(act.who, act.date), act.at);
    }
    const Date last = zone_.date_of(world_.end);
    for (Date date = zone_.date_of(world_.start); date <= last; date += std::chrono::days(1)) {
      for (const Person& person : world_.people) {
        if (person.role != "employee") continue;
        const std::string day = to_iso_date(date);
        const auto reported = handed_in.find({person.login, day});
        const std::string_view why = why_of(person, date);
        say(std::max(zone_.at(date, Millis(0)), world_.start), "", "duty",
            json::object{{"who", person.login},
                         {"date", day},
                         {"expected", why == "workday"},
                         {"why", why},
                         {"reported_at", reported == handed_in.end()
                                             ? json::value(nullptr)
                                             : json::value(to_rfc3339(reported->second))}});
      }
    }
  }

  std::string_view why_of(const Person& person, Date date) const {
    const std::string day = to_iso_date(date);
    for (const Leave& leave : world_.leave) {
      if (leave.login == person.login && leave.from <= day && day <= leave.to) return "leave";
    }
    const int weekday = static_cast<int>(std::chrono::weekday(date).iso_encoding());
    const bool mine =
        std::find(person.weekdays.begin(), person.weekdays.end(), weekday) != person.weekdays.end();
    return mine ? "workday" : "weekend";
  }

  void tell(std::size_t n) {
    const Claim& claim = world_.claims[n];
    json::value duplicate = nullptr;
    if (claim.duplicate_of) duplicate = *claim.duplicate_of;
    say(claim.reported_at, claim.url, "claim",
        json::object{{"n", n},
                     {"who", claim.who},
                     {"date", claim.date},
                     {"kind", claim.kind},
                     {"work_type", claim.work_type},
                     {"title", claim.title},
                     {"keyword", claim.keyword},
                     {"link_target", claim.link_target},
                     {"honest", claim.honest},
                     {"late", claim.late},
                     {"duplicate_of", std::move(duplicate)},
                     {"reported_at", to_rfc3339(claim.reported_at)},
                     {"expect", json::object{{"work", claim.expect},
                                             {"reason", claim.reason},
                                             {"index", claim.index}}}});
  }

  void tell(const Act& act, std::size_t number) {
    const bool about_a_claim =
        act.kind != ActKind::kSetUp && act.kind != ActKind::kReport && act.kind != ActKind::kEnd;
    if (!about_a_claim) return;
    json::object value{{"act", number},
                       {"who", act.who},
                       {"kind", to_string(act.kind)},
                       {"claim", act.claims.front()}};
    if (act.kind == ActKind::kCloseDispute) value["accept"] = act.accept;
    if (act.when_asked) value["when_asked"] = true;
    say(act.at, world_.claims[act.claims.front()].url, "act", std::move(value));
  }

  const World& world_;
  const Zone zone_ = Zone::shanghai();
  std::vector<Line> lines_;
};

}  // namespace

std::vector<std::string> truth_lines(const World& world) {
  return Teller(world).run();
}

}  // namespace vouch::practice
