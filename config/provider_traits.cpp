#include "config/provider_traits.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace vouch::config {
namespace {

namespace json = boost::json;

constexpr auto kPurposes = std::to_array<std::string_view>({"index", "rank", "stats"});
static_assert(kPurposes.size() == static_cast<std::size_t>(Purpose::kStats) + 1);
constexpr auto kModes = std::to_array<std::string_view>({"now", "poll"});
static_assert(kModes.size() == static_cast<std::size_t>(AskMode::kPoll) + 1);
constexpr auto kQuotas = std::to_array<std::string_view>({"own", "prepaid", "daily"});
static_assert(kQuotas.size() == static_cast<std::size_t>(QuotaClass::kDaily) + 1);

template <class Enum, std::size_t kCount>
std::optional<Enum> parse(const std::array<std::string_view, kCount>& words,
                          std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

// Reads stored JSON; the first wrong member is remembered and ends the reading.
class Reader {
 public:
  explicit Reader(std::string_view text) {
    json::error_code error;
    root_ = json::parse(text, error);
    if (error || !root_.is_object()) wrong_ = "no JSON object";
  }

  const json::value* find(const char* key, json::kind kind) {
    if (!wrong_.empty()) return nullptr;
    const json::value* const member = root_.get_object().if_contains(key);
    if (member == nullptr || member->kind() != kind) {
      wrong_ = key;
      return nullptr;
    }
    return member;
  }
  void text(const char* key, std::string& value) {
    if (const json::value* const member = find(key, json::kind::string)) {
      value = std::string(member->get_string());
    }
  }
  std::int64_t number(const char* key) {
    const json::value* const member = find(key, json::kind::int64);
    return member == nullptr ? 0 : member->get_int64();
  }
  void texts(const char* key, std::vector<std::string>& value) {
    const json::value* const member = find(key, json::kind::array);
    if (member == nullptr) return;
    for (const json::value& entry : member->get_array()) {
      if (!entry.is_string()) return mark(key);
      value.emplace_back(entry.get_string());
    }
  }
  template <class Value, class Convert>
  void map(const char* key, std::map<std::string, Value>& value, Convert convert) {
    const json::value* const member = find(key, json::kind::object);
    if (member == nullptr) return;
    for (const auto& entry : member->get_object()) {
      std::optional<Value> read = convert(entry.value());
      if (!read) return mark(key);
      value.emplace(entry.key(), std::move(*read));
    }
  }
  template <class Enum, std::size_t kCount>
  void word(const char* key, const std::array<std::string_view, kCount>& words, Enum& value) {
    std::string written;
    text(key, written);
    const std::optional<Enum> read = parse<Enum>(words, written);
    if (read) value = *read;
    if (!read && wrong_.empty()) wrong_ = key;
  }
  void mark(const char* key) { wrong_ = key; }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  json::value root_;
  std::string wrong_;
};

std::optional<std::vector<Purpose>> purposes_of(const json::value& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<Purpose> out;
  for (const json::value& entry : value.get_array()) {
    if (!entry.is_string()) return std::nullopt;
    const std::optional<Purpose> purpose = parse_purpose(std::string_view(entry.get_string()));
    if (!purpose) return std::nullopt;
    out.push_back(*purpose);
  }
  return out;
}

std::optional<Micros> micros_of(const json::value& value) {
  if (!value.is_int64()) return std::nullopt;
  return value.get_int64();
}

std::optional<int> count_of(const json::value& value) {
  if (!value.is_int64()) return std::nullopt;
  return static_cast<int>(value.get_int64());
}

std::optional<std::string> text_of(const json::value& value) {
  if (!value.is_string()) return std::nullopt;
  return std::string(value.get_string());
}

}  // namespace

std::string_view to_string(Purpose purpose) {
  return kPurposes[static_cast<std::size_t>(purpose)];
}
std::optional<Purpose> parse_purpose(std::string_view text) {
  return parse<Purpose>(kPurposes, text);
}
std::string_view to_string(AskMode mode) {
  return kModes[static_cast<std::size_t>(mode)];
}
std::string_view to_string(QuotaClass quota) {
  return kQuotas[static_cast<std::size_t>(quota)];
}

bool ProviderTraits::serves(std::string_view engine, Purpose purpose) const {
  const auto found = engines.find(std::string(engine));
  return found != engines.end() &&
         std::find(found->second.begin(), found->second.end(), purpose) != found->second.end();
}

Micros ProviderTraits::price_of(const std::string& engine) const {
  const auto found = prices.find(engine);
  return found == prices.end() ? price : found->second;
}

int ProviderTraits::batch_of(Purpose purpose) const {
  const auto found = batches.find(std::string(to_string(purpose)));
  return found == batches.end() ? largest_batch : found->second;
}

std::string to_json(const ProviderTraits& traits) {
  json::object engines;
  for (const auto& [engine, purposes] : traits.engines) {
    json::array words;
    for (const Purpose purpose : purposes) words.emplace_back(to_string(purpose));
    engines[engine] = std::move(words);
  }
  json::object paths;
  for (const auto& [what, path] : traits.paths) paths[what] = path;
  json::object prices;
  for (const auto& [engine, price] : traits.prices) prices[engine] = price;
  json::object batches;
  for (const auto& [purpose, most] : traits.batches) batches[purpose] = most;
  json::array redirects;
  for (const std::string& redirect : traits.redirects) redirects.emplace_back(redirect);
  return json::serialize(json::object{{"key", traits.key},
                                      {"name", traits.name},
                                      {"engines", std::move(engines)},
                                      {"mode", to_string(traits.mode)},
                                      {"largest_batch", traits.largest_batch},
                                      {"batches", std::move(batches)},
                                      {"quota", to_string(traits.quota)},
                                      {"daily_limit", traits.daily_limit},
                                      {"currency", traits.currency},
                                      {"price_micros", traits.price},
                                      {"prices_micros", std::move(prices)},
                                      {"endpoint", traits.endpoint},
                                      {"paths", std::move(paths)},
                                      {"authorization", traits.authorization},
                                      {"redirects", std::move(redirects)},
                                      {"poll_after", traits.poll_after.count()},
                                      {"poll_every", traits.poll_every.count()},
                                      {"ticket_life", traits.ticket_life.count()},
                                      {"experimental", traits.experimental_why},
                                      {"verified_on", traits.verified_on},
                                      {"source", traits.source}});
}

Result<ProviderTraits> provider_traits_from_json(std::string_view text) {
  Reader read(text);
  ProviderTraits out;
  read.text("key", out.key);
  read.text("name", out.name);
  read.map("engines", out.engines, purposes_of);
  read.word("mode", kModes, out.mode);
  out.largest_batch = static_cast<int>(read.number("largest_batch"));
  read.map("batches", out.batches, count_of);
  read.word("quota", kQuotas, out.quota);
  out.daily_limit = static_cast<int>(read.number("daily_limit"));
  read.text("currency", out.currency);
  out.price = read.number("price_micros");
  read.map("prices_micros", out.prices, micros_of);
  read.text("endpoint", out.endpoint);
  read.map("paths", out.paths, text_of);
  read.text("authorization", out.authorization);
  read.texts("redirects", out.redirects);
  out.poll_after = Millis(read.number("poll_after"));
  out.poll_every = Millis(read.number("poll_every"));
  out.ticket_life = Millis(read.number("ticket_life"));
  read.text("experimental", out.experimental_why);
  out.experimental = !out.experimental_why.empty();
  read.text("verified_on", out.verified_on);
  read.text("source", out.source);
  if (!read.wrong().empty()) {
    return fail(ErrorCode::kCorrupt, "provider record: " + read.wrong());
  }
  return out;
}

}  // namespace vouch::config
