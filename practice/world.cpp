#include "practice/world.h"

#include <algorithm>
#include <array>

namespace vouch::practice {
namespace {

constexpr std::array<std::string_view, 7> kShowings = {
    "absent", "live", "under_review", "gone_404", "gone_410", "deleted_words", "redirect_home"};
constexpr std::array<std::string_view, 4> kPlaces = {"visible", "split", "hidden", "missing"};
constexpr std::array<std::string_view, 7> kLinks = {
    "none", "direct", "nofollow", "hidden", "plain_text", "jump_page", "wrong_page"};
constexpr auto kTroubles = std::to_array<std::string_view>({"error_500",
                                                            "unavailable_503",
                                                            "too_many_429",
                                                            "reset",
                                                            "short_body",
                                                            "truncated_gzip",
                                                            "empty",
                                                            "garbage",
                                                            "captcha",
                                                            "portal_404",
                                                            "torn_bytes",
                                                            "reset_in_head",
                                                            "reset_in_body",
                                                            "drip",
                                                            "endless_chunks",
                                                            "redirect_loop",
                                                            "redirect_private",
                                                            "wrong_charset",
                                                            "sites_down",
                                                            "engine_captcha",
                                                            "engine_silent",
                                                            "engine_decoy",
                                                            "engine_news",
                                                            "engine_429",
                                                            "engine_500",
                                                            "engine_down",
                                                            "mail_greylist",
                                                            "mail_dropped",
                                                            "mail_busy",
                                                            "mail_refused",
                                                            "mail_down",
                                                            "hook_500",
                                                            "hook_dropped",
                                                            "hook_silent",
                                                            "hook_down",
                                                            "provider_quota",
                                                            "provider_401",
                                                            "provider_403",
                                                            "provider_429",
                                                            "provider_500",
                                                            "provider_html",
                                                            "provider_empty",
                                                            "provider_slow",
                                                            "robot_refuses",
                                                            "robot_too_fast",
                                                            "robot_500",
                                                            "robot_silent",
                                                            "robot_dropped",
                                                            "robot_html",
                                                            "robot_token"});
static_assert(kTroubles.size() == static_cast<std::size_t>(Trouble::kRobotToken) + 1);
constexpr std::array<std::string_view, 6> kMachine = {"clock_forward", "clock_back", "suspend",
                                                      "database_busy", "disk_full",  "disk_broken"};
constexpr std::array<std::string_view, 8> kActs = {"set_up",        "report", "answer",   "dispute",
                                                   "close_dispute", "waive",  "withdraw", "end"};

template <class List, class Key, class Member>
auto find_by(const List& list, Key key, Member member) -> decltype(list.data()) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const auto& entry) { return entry.*member == key; });
  return found == list.end() ? nullptr : &*found;
}

bool of_sites(Trouble trouble) {
  return trouble < Trouble::kEngineCaptcha;
}

}  // namespace

std::string_view to_string(Showing showing) {
  return kShowings[static_cast<std::size_t>(showing)];
}
std::string_view to_string(KeywordPlace place) {
  return kPlaces[static_cast<std::size_t>(place)];
}
std::string_view to_string(LinkForm form) {
  return kLinks[static_cast<std::size_t>(form)];
}
std::string_view to_string(Trouble trouble) {
  return kTroubles[static_cast<std::size_t>(trouble)];
}
std::string_view to_string(MachineTrouble trouble) {
  return kMachine[static_cast<std::size_t>(trouble)];
}
std::string_view to_string(ActKind kind) {
  return kActs[static_cast<std::size_t>(kind)];
}

std::optional<Trouble> parse_trouble(std::string_view text) {
  const auto found = std::find(kTroubles.begin(), kTroubles.end(), text);
  if (found == kTroubles.end()) return std::nullopt;
  return static_cast<Trouble>(found - kTroubles.begin());
}

const Phase* Page::at(Time now) const {
  const Phase* current = nullptr;
  for (const Phase& phase : phases) {
    if (phase.from <= now) current = &phase;
  }
  return current;
}

const IndexSpan* Page::index_of(std::string_view engine) const {
  return find_by(index, engine, &IndexSpan::engine);
}

bool Page::is_in(std::string_view engine, Time now) const {
  const IndexSpan* span = index_of(engine);
  return span != nullptr && span->from <= now && (!span->to || now < *span->to);
}

const Site* World::site(std::string_view key) const {
  return find_by(sites, key, &Site::key);
}
const Site* World::site_of_host(std::string_view host) const {
  return find_by(sites, host, &Site::host);
}
const Person* World::person(std::string_view login) const {
  return find_by(people, login, &Person::login);
}

void World::index_pages() {
  for (std::size_t i = 0; i < pages.size(); ++i) places.emplace(pages[i].site + pages[i].path, i);
}

const Page* World::page(std::string_view site, std::string_view path) const {
  const auto found = places.find(std::string(site) + std::string(path));
  return found == places.end() ? nullptr : &pages[found->second];
}

std::string World::url(const Site& site, std::string_view path) const {
  return (site.tls ? "https://" : "http://") + site.host + ":" + std::to_string(site_port) +
         std::string(path);
}

const Fault* World::fault(Time now, std::string_view site, std::string_view path) const {
  for (const Fault& fault : faults) {
    if (!of_sites(fault.trouble) || now < fault.from || now >= fault.to) continue;
    if (!fault.site.empty() && fault.site != site) continue;
    if (!fault.path.empty() && fault.path != path) continue;
    return &fault;
  }
  return nullptr;
}

bool World::has(Trouble trouble) const {
  return std::any_of(faults.begin(), faults.end(),
                     [&](const Fault& fault) { return fault.trouble == trouble; });
}

bool World::has(Trouble trouble, Time now) const {
  return has(trouble, now, {});
}

bool World::has(Trouble trouble, Time now, std::string_view engine) const {
  return std::any_of(faults.begin(), faults.end(), [&](const Fault& fault) {
    const bool meant = fault.engine.empty() || fault.engine == engine;
    return fault.trouble == trouble && meant && fault.from <= now && now < fault.to;
  });
}

}  // namespace vouch::practice
