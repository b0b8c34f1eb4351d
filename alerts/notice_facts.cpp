#include "alerts/notice_facts.h"

#include <array>

#include <boost/json.hpp>

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr auto kCorrections =
    std::to_array<std::string_view>({"", "overturned", "recovered", "withdrawn"});
constexpr auto kEvents = std::to_array<std::string_view>(
    {"", "channel_broken", "message_dead", "checker_health", "channel_closed", "coverage_low"});

template <class Enum, std::size_t N>
Result<Enum> parse_word(const std::array<std::string_view, N>& table, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (table[i] == text) return static_cast<Enum>(i);
  }
  return fail(ErrorCode::kCorrupt, "a stored notice holds an unknown word: " + std::string(text));
}

void put(json::object& out, std::string_view key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}
void put(json::object& out, std::string_view key, std::int64_t value) {
  if (value != 0) out[key] = value;
}
void put(json::object& out, std::string_view key, const std::optional<Time>& value) {
  if (value) out[key] = to_millis(*value);
}
void put(json::object& out, std::string_view key, const std::optional<Date>& value) {
  if (value) out[key] = to_iso_date(*value);
}

// Reads members and remembers the first thing that was wrong.
class Reader {
 public:
  explicit Reader(const json::object& object) : object_(object) {}

  [[nodiscard]] std::string text(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return {};
    if (!value->is_string()) {
      wrong(key);
      return {};
    }
    return std::string(value->get_string());
  }
  [[nodiscard]] std::int64_t number(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return 0;
    if (!value->is_int64()) {
      wrong(key);
      return 0;
    }
    return value->get_int64();
  }
  [[nodiscard]] std::optional<Time> time(std::string_view key) {
    if (!object_.contains(key)) return std::nullopt;
    return from_millis(number(key));
  }
  [[nodiscard]] std::optional<Date> date(std::string_view key) {
    if (!object_.contains(key)) return std::nullopt;
    const auto parsed = parse_date(text(key));
    if (!parsed) {
      wrong(key);
      return std::nullopt;
    }
    return *parsed;
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> items;
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return items;
    if (!value->is_array()) {
      wrong(key);
      return items;
    }
    for (const json::value& item : value->get_array()) {
      if (item.is_string()) {
        items.emplace_back(item.get_string());
      } else {
        wrong(key);
      }
    }
    return items;
  }
  template <class T>
  void take(T& out, Result<T> parsed) {
    if (parsed) {
      out = *parsed;
    } else if (!error_) {
      error_ = parsed.error();
    }
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  void wrong(std::string_view key) {
    if (!error_) {
      error_ = Error{
          ErrorCode::kCorrupt, "a stored notice has a damaged field: " + std::string(key), {}};
    }
  }
  const json::object& object_;
  std::optional<Error> error_;
};

}  // namespace

std::string_view to_string(SystemEvent event) {
  return kEvents[static_cast<std::size_t>(event)];
}

std::string to_json(const NoticeFacts& facts) {
  json::object out;
  if (facts.stage) {
    out["stage"] = to_string(*facts.stage);
    out["state"] = to_string(facts.state);
    out["episode"] = facts.episode;
    out["reason"] = to_string(facts.reason);
  }
  put(out, "url", facts.url);
  put(out, "title", facts.title);
  put(out, "work_type", facts.work_type);
  if (!facts.keywords.empty()) {
    json::array words;
    for (const std::string& word : facts.keywords) words.emplace_back(word);
    out["keywords"] = std::move(words);
  }
  put(out, "work_date", facts.work_date);
  put(out, "observed_at", facts.observed_at);
  put(out, "http_status", facts.http_status);
  put(out, "final_url", facts.final_url);
  put(out, "provider", facts.provider);
  put(out, "query", facts.query);
  put(out, "deadline", facts.deadline);
  put(out, "negatives", facts.negatives);
  put(out, "confirmations", facts.confirmations);
  put(out, "spacing_ms", facts.spacing.count());
  if (facts.stage) out["grace_workdays"] = facts.grace_workdays;
  put(out, "public_at", facts.public_at);
  if (facts.at_once) out["at_once"] = true;
  put(out, "correction", std::string(kCorrections[static_cast<std::size_t>(facts.correction)]));
  put(out, "report_date", facts.report_date);
  put(out, "event", std::string(to_string(facts.event)));
  put(out, "subject", facts.subject);
  put(out, "detail", facts.detail);
  return json::serialize(out);
}

Result<NoticeFacts> notice_facts_from_json(std::string_view text) {
  json::error_code failure;
  const json::value parsed = json::parse(json::string_view(text.data(), text.size()), failure);
  if (failure || !parsed.is_object()) {
    return fail(ErrorCode::kCorrupt, "a stored notice is no JSON object");
  }
  const json::object& object = parsed.get_object();
  Reader reader(object);
  NoticeFacts facts;
  if (object.contains("stage")) {
    Stage stage;
    reader.take(stage, parse_stage(reader.text("stage")));
    facts.stage = stage;
    reader.take(facts.state, parse_stage_state(reader.text("state")));
    reader.take(facts.reason, parse_reason(reader.text("reason")));
    facts.episode = static_cast<int>(reader.number("episode"));
    facts.grace_workdays = static_cast<int>(reader.number("grace_workdays"));
  }
  facts.url = reader.text("url");
  facts.title = reader.text("title");
  facts.work_type = reader.text("work_type");
  facts.keywords = reader.texts("keywords");
  facts.work_date = reader.date("work_date");
  facts.observed_at = reader.time("observed_at");
  facts.http_status = static_cast<int>(reader.number("http_status"));
  facts.final_url = reader.text("final_url");
  facts.provider = reader.text("provider");
  facts.query = reader.text("query");
  facts.deadline = reader.time("deadline");
  facts.negatives = static_cast<int>(reader.number("negatives"));
  facts.confirmations = static_cast<int>(reader.number("confirmations"));
  facts.spacing = Millis(reader.number("spacing_ms"));
  facts.public_at = reader.time("public_at");
  facts.at_once = object.contains("at_once");
  reader.take(facts.correction,
              parse_word<CorrectionKind>(kCorrections, reader.text("correction")));
  facts.report_date = reader.date("report_date");
  reader.take(facts.event, parse_word<SystemEvent>(kEvents, reader.text("event")));
  facts.subject = reader.text("subject");
  facts.detail = reader.text("detail");
  if (reader.error()) return tl::unexpected(*reader.error());
  return facts;
}

}  // namespace vouch::alerts
