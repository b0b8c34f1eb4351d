#include "config/provider_settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "config/judged.h"
#include "config/records.h"
#include "config/value_checks.h"
#include "core/url.h"

namespace vouch::config {
namespace {

constexpr double kMicrosPerUnit = 1'000'000;

// What each kind takes beside the keys that all have.
struct KindRules {
  std::string_view word;
  std::string_view engine;  // the only one it answers for; empty: `engine` says
  bool needs_url;           // where its own address is not known to us
  bool needs_secret;
  bool needs_login;
  bool needs_site;
  bool sells_apart;         // each purpose has a key of its own: `purpose` says which this one is
  bool has_account = true;  // an address and a key at all
};
constexpr auto kRules = std::to_array<KindRules>({
    {"searxng", "", true, false, false, false, false},
    {"serpapi", "", false, true, false, false, false},
    {"dataforseo", "", false, true, true, false, false},
    {"search_console", "google", false, true, false, true, false},
    {"bing_webmaster", "bing", false, true, false, true, false},
    {"qianfan", "baidu", false, true, false, false, false},
    {"5118", "", false, true, false, false, true},
    {"page", "", false, false, false, false, false, false},
    {"person", "", false, false, false, false, false, false},
});
static_assert(kRules.size() == static_cast<std::size_t>(ProviderKind::kPerson) + 1);

// Of `page` (design law 8): slow by default, and never faster than kLeastPageDelay.
constexpr Millis kPageDelay = std::chrono::seconds(45);
constexpr Millis kLeastPageDelay = std::chrono::seconds(10);
constexpr Millis kLongestDelay = std::chrono::hours(1);
constexpr int kPageQuota = 40;
constexpr int kMostPageQuota = 1000;
// Of `person`: what people are asked for in a day.
constexpr int kPersonQuota = 60;
constexpr int kMostQuota = 1'000'000;

const KindRules& rules_of(ProviderKind kind) {
  return kRules[static_cast<std::size_t>(kind)];
}

ProviderKind read_kind(Section& section) {
  std::vector<std::string> words;
  words.reserve(kRules.size());
  for (const KindRules& rules : kRules) words.emplace_back(rules.word);
  std::string kind(kRules.front().word);
  section.word("kind", kind, words);
  const auto found = std::find(words.begin(), words.end(), kind);
  return static_cast<ProviderKind>(found - words.begin());
}

// "sc-domain:example.com" names a whole domain in Search Console.
std::string wrong_site(std::string_view text) {
  constexpr std::string_view kDomain = "sc-domain:";
  if (text.starts_with(kDomain)) return wrong_host(text.substr(kDomain.size()));
  return wrong_http_url(text);
}

void read_engine(Section& section, const KindRules& rules, ProviderSettings& out) {
  if (rules.engine.empty()) section.require("engine");
  const bool given = judged_text(section, "engine", out.engine, wrong_name);
  if (rules.engine.empty()) return;
  if (given && out.engine != rules.engine) {
    section.problem("engine", fmt::format("{} answers for {} alone", rules.word, rules.engine));
  }
  out.engine = rules.engine;
}

void read_address(Section& section, const KindRules& rules, ProviderSettings& out) {
  if (rules.needs_url) section.require("url");
  if (!judged_text(section, "url", out.url, wrong_http_url) || rules.needs_url) return;
  const Result<Url> url = Url::parse(out.url);
  if (url && is_http_scheme(out.url, "http") && !is_loopback_host(url->host())) {
    section.problem("url", "plain http would show the key to everybody on the way; use https");
  }
}

void read_secret_key(Section& section, const KindRules& rules, const std::filesystem::path& here,
                     ProviderSettings& out) {
  const bool read = section.secret("credential", out.secret, here, "credential");
  if (rules.needs_secret && !read && !section.has("credential_file") &&
      !section.has("credential")) {
    section.problem("credential_file",
                    fmt::format("or credential is needed: {} asks for a key", rules.word));
  }
}

// Nothing but this key, written by the operator, lets the daemon fetch a result page.
void read_permission(Section& section, const ProviderSettings& out) {
  if (out.kind != ProviderKind::kPage) return;
  bool allowed = false;
  section.boolean("allow_page_reading", allowed);
  if (allowed) return;
  section.problem(
      "allow_page_reading",
      "must be true for kind = \"page\": the daemon would fetch the engine's own result pages, "
      "which its robots.txt and most often its terms forbid to programs, and a block may hit the "
      "whole office's address. Vouch does not do that unless you say that you know and may "
      "(design law 8); kind = \"person\" and licensed interfaces need no such permission");
}

void read_pace(Section& section, ProviderSettings& out) {
  constexpr Millis kSecond = std::chrono::seconds(1);
  const bool page = out.kind == ProviderKind::kPage;
  if (page) out.min_delay = kPageDelay;
  if (page) out.daily_quota = kPageQuota;
  if (out.kind == ProviderKind::kPerson) out.daily_quota = kPersonQuota;
  section.integer("daily_quota", out.daily_quota, 0, page ? kMostPageQuota : kMostQuota);
  if (out.kind == ProviderKind::kPerson) return;
  section.duration("min_delay", out.min_delay, page ? kLeastPageDelay : Millis(0), kLongestDelay);
  section.duration("timeout", out.timeout, kSecond, 120 * kSecond);
}

void read_money(Section& section, ProviderSettings& out) {
  double price = 0;
  if (section.number("price", price, 0, 1000)) out.price = std::llround(price * kMicrosPerUnit);
  double cap = 0;
  if (section.number("monthly_cap", cap, 0, 1e7)) {
    out.monthly_cap = std::llround(cap * kMicrosPerUnit);
  }
}

void read_depth(Section& section, ProviderSettings& out) {
  if (out.kind == ProviderKind::kSearxng) {
    section.text("engine_name", out.engine_name);
    section.integer("page_size", out.page_size, 1, 100);
    section.integer("pages", out.pages, 1, 10);
    return;
  }
  section.word("device", out.device, {"desktop", "mobile"});
  if (out.kind == ProviderKind::kPerson) return;  // people hand in first pages
  int depth = out.page_size;
  section.integer("depth", depth, 1, 100);
  out.pages = (depth + out.page_size - 1) / out.page_size;
  if (rules_of(out.kind).has_account) section.text("place", out.place);
  if (out.kind == ProviderKind::kDataForSeo) section.boolean("direct_urls", out.direct_urls);
}

void read_purpose(Section& section, const KindRules& rules, ProviderSettings& out) {
  if (!rules.sells_apart) return;
  section.require("purpose");
  std::string purpose;
  if (section.word("purpose", purpose, {"index", "rank"})) out.purpose = parse_purpose(purpose);
}

void warn_of_blindness(Section& section, const ProviderSettings& out) {
  const bool lists_pages = out.kind != ProviderKind::kSearchConsole &&
                           out.kind != ProviderKind::kBingWebmaster &&
                           out.kind != ProviderKind::kQianfan && out.kind != ProviderKind::kPerson;
  if (!lists_pages || out.purpose == Purpose::kRank) return;
  if (!out.canary_url.empty() || section.has("canary_url")) return;
  section.warning("canary_url",
                  "is not set: pages can be found, but nothing can be called "
                  "not indexed (未收录) without a page known to be indexed");
}

}  // namespace

std::string_view to_string(ProviderKind kind) {
  return rules_of(kind).word;
}

ProviderSettings read_provider(Section section, const std::filesystem::path& here) {
  ProviderSettings out;
  out.line = section.line();
  section.require("name");
  judged_text(section, "name", out.name, wrong_name);
  out.kind = read_kind(section);
  const KindRules& rules = rules_of(out.kind);
  read_engine(section, rules, out);
  if (rules.has_account) read_address(section, rules, out);
  if (rules.needs_login) {
    section.require("login");
    section.text("login", out.login);
  }
  if (rules.needs_site) {
    section.require("site");
    judged_text(section, "site", out.site, wrong_site);
  }
  read_permission(section, out);
  read_pace(section, out);
  if (rules.has_account) read_money(section, out);
  if (out.kind != ProviderKind::kPerson) {  // there a second person proves
    judged_text(section, "canary_url", out.canary_url, wrong_http_url);
    section.text("canary_query", out.canary_query);
  }
  read_depth(section, out);
  read_purpose(section, rules, out);
  if (rules.has_account) read_secret_key(section, rules, here, out);
  warn_of_blindness(section, out);
  section.finish();
  return out;
}

std::vector<Problem> check_providers(const Settings& settings, const Records& records,
                                     const std::string& file) {
  std::vector<Problem> out;
  for (const ProviderSettings& provider : settings.providers) {
    const auto complain = [&](const std::string& message) {
      out.push_back(Problem{file, provider.line,
                            fmt::format("[[provider]] \"{}\" {}", provider.name, message)});
    };
    const ProviderTraits* const traits = records.provider(to_string(provider.kind));
    if (traits == nullptr) {
      complain(fmt::format("kind: no record describes \"{}\"", to_string(provider.kind)));
      continue;
    }
    if (!traits->engines.contains(provider.engine)) {
      std::string known;
      for (const auto& [engine, purposes] : traits->engines) {
        known += (known.empty() ? "" : ", ") + engine;
      }
      complain(fmt::format("engine: {} does not answer for \"{}\" ({})", traits->key,
                           provider.engine, known));
      continue;
    }
    if (provider.purpose && !traits->serves(provider.engine, *provider.purpose)) {
      complain(fmt::format("purpose: {} has no {} of {}", traits->key, to_string(*provider.purpose),
                           provider.engine));
    }
  }
  return out;
}

}  // namespace vouch::config
