#include "web/json_in.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"

namespace vouch::web {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxListItems = 200;

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7f;
  });
}

}  // namespace

struct JsonIn::State {
  json::object object;
  int row = 0;
  std::set<std::string, std::less<>> asked;
  std::vector<Problem> problems;

  const json::value* find(std::string_view name) {
    asked.emplace(name);
    const json::value* value = object.if_contains({name.data(), name.size()});
    return value != nullptr && value->is_null() ? nullptr : value;
  }
  void reject(std::string_view field, std::string message) {
    problems.push_back(Problem{row, std::string(field), std::move(message)});
  }
  std::optional<std::string> as_text(std::string_view name, const json::value& value,
                                     std::size_t max_bytes) {
    if (!value.is_string()) {
      reject(name, "must be a text");
      return std::nullopt;
    }
    const json::string& raw = value.get_string();
    const std::string_view text = trim({raw.data(), raw.size()});
    if (text.size() > max_bytes) {
      reject(name, fmt::format("is longer than {} bytes", max_bytes));
      return std::nullopt;
    }
    if (has_control(text)) {
      reject(name, "holds control characters");
      return std::nullopt;
    }
    return std::string(text);
  }
};

JsonIn::JsonIn(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonIn::~JsonIn() = default;
JsonIn::JsonIn(JsonIn&&) noexcept = default;
JsonIn& JsonIn::operator=(JsonIn&&) noexcept = default;

Result<JsonIn> JsonIn::parse(std::string_view body) {
  boost::system::error_code error;
  json::value value = json::parse({body.data(), body.size()}, error);
  if (error) return fail(ErrorCode::kInvalid, "the body is not valid JSON: " + error.message());
  if (!value.is_object()) return fail(ErrorCode::kInvalid, "the body must be a JSON object");
  auto state = std::make_unique<State>();
  state->object = std::move(value.get_object());
  return JsonIn(std::move(state));
}

std::optional<std::string> JsonIn::text(std::string_view name, std::size_t max_bytes) {
  const json::value* value = state_->find(name);
  if (value == nullptr) return std::nullopt;
  return state_->as_text(name, *value, max_bytes);
}

std::string JsonIn::secret(std::string_view name, std::size_t max_bytes) {
  const json::value* value = state_->find(name);
  if (value == nullptr || !value->is_string() || value->get_string().empty()) {
    reject(name, "is missing");
    return {};
  }
  const json::string& raw = value->get_string();
  if (raw.size() > max_bytes) {
    reject(name, fmt::format("is longer than {} bytes", max_bytes));
    return {};
  }
  return {raw.data(), raw.size()};
}

std::string JsonIn::need_text(std::string_view name, std::size_t max_bytes) {
  const std::size_t before = state_->problems.size();
  const auto value = text(name, max_bytes);
  if ((!value || value->empty()) && state_->problems.size() == before) reject(name, "is missing");
  return value.value_or("");
}

std::optional<bool> JsonIn::flag(std::string_view name) {
  const json::value* value = state_->find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) {
    reject(name, "must be true or false");
    return std::nullopt;
  }
  return value->get_bool();
}

std::optional<std::int64_t> JsonIn::number(std::string_view name) {
  const json::value* value = state_->find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_int64()) {
    reject(name, "must be a whole number");
    return std::nullopt;
  }
  return value->get_int64();
}

std::optional<Date> JsonIn::date(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto date = parse_date(*value);
  if (!date) {
    reject(name, "must be a date like 2026-11-24");
    return std::nullopt;
  }
  return *date;
}

std::optional<Time> JsonIn::time(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto time = parse_rfc3339(*value);
  if (!time) {
    reject(name, "must be a moment like 2026-11-24T06:30:00Z");
    return std::nullopt;
  }
  return *time;
}

std::optional<std::vector<std::string>> JsonIn::texts(std::string_view name) {
  const json::value* value = state_->find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_array() || value->get_array().size() > kMaxListItems) {
    reject(name, fmt::format("must be a list of at most {} texts", kMaxListItems));
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const json::value& item : value->get_array()) {
    auto text = state_->as_text(name, item, 500);
    if (!text) return std::nullopt;
    out.push_back(std::move(*text));
  }
  return out;
}

std::optional<std::vector<std::int64_t>> JsonIn::numbers(std::string_view name) {
  const json::value* value = state_->find(name);
  if (value == nullptr) return std::nullopt;
  std::vector<std::int64_t> out;
  bool good = value->is_array() && value->get_array().size() <= kMaxListItems;
  if (good) {
    for (const json::value& item : value->get_array()) {
      if (item.is_int64()) out.push_back(item.get_int64());
      good = good && item.is_int64();
    }
  }
  if (good) return out;
  reject(name, "must be a list of whole numbers");
  return std::nullopt;
}

std::vector<std::pair<std::string, std::int64_t>> JsonIn::number_map(std::string_view name,
                                                                     std::size_t most) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  const json::value* value = state_->find(name);
  if (value == nullptr || !value->is_object() || value->get_object().empty() ||
      value->get_object().size() > most) {
    reject(name, fmt::format("must be an object of 1 to {} whole numbers", most));
    return out;
  }
  for (const auto& [key, number] : value->get_object()) {
    if (number.is_int64()) out.emplace_back(std::string(key), number.get_int64());
    if (!number.is_int64()) reject(name, "must be an object of whole numbers");
  }
  return out;
}

std::vector<JsonIn> JsonIn::rows(std::string_view name, std::size_t max_rows) {
  std::vector<JsonIn> out;
  const json::value* value = state_->find(name);
  if (value == nullptr || !value->is_array() || value->get_array().empty()) {
    reject(name, "must be a list with at least one row");
    return out;
  }
  const json::array& list = value->get_array();
  if (list.size() > max_rows) {
    reject(name, fmt::format("holds {} rows; at most {} at once", list.size(), max_rows));
    return out;
  }
  int number = 0;
  for (const json::value& item : list) {
    ++number;
    if (!item.is_object()) {
      state_->problems.push_back(Problem{number, std::string(name), "must be an object"});
      continue;
    }
    auto state = std::make_unique<State>();
    state->object = item.get_object();
    state->row = number;
    out.push_back(JsonIn(std::move(state)));
  }
  return out;
}

int JsonIn::row() const {
  return state_->row;
}

void JsonIn::reject(std::string_view field, std::string message) {
  state_->reject(field, std::move(message));
}

std::vector<Problem> JsonIn::problems() const {
  std::vector<Problem> all = state_->problems;
  for (const auto& field : state_->object) {
    const std::string_view name(field.key().data(), field.key().size());
    if (!state_->asked.contains(name))
      all.push_back(Problem{state_->row, std::string(name), "is not a field of this request"});
  }
  return all;
}

void JsonIn::take_problems(const JsonIn& row) {
  for (Problem& problem : row.problems()) state_->problems.push_back(std::move(problem));
}

}  // namespace vouch::web
