#include "store/settings.h"

#include <charconv>

#include <fmt/format.h>

namespace vouch::store::settings {
namespace {

constexpr std::string_view kPut =
    "INSERT INTO setting(key, value) VALUES($1, $2) ON CONFLICT(key) DO UPDATE SET value = $2";
constexpr std::string_view kGet = "SELECT value FROM setting WHERE key = $1";

}  // namespace

Status put(Connection& db, std::string_view key, std::string_view value) {
  auto changed = db.run(kPut, key, value);
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

Result<std::optional<std::string>> get(Connection& db, std::string_view key) {
  return db.first<std::string>(
      kGet, [](const Row& row) { return std::string(row.text(0)); }, key);
}

Status put_time(Connection& db, std::string_view key, Time value) {
  return put(db, key, std::to_string(to_millis(value)));
}

Result<std::optional<Time>> get_time(Connection& db, std::string_view key) {
  const auto text = get(db, key);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return std::optional<Time>();
  std::int64_t millis = 0;
  const char* const end = (*text)->data() + (*text)->size();
  const auto [stop, error] = std::from_chars((*text)->data(), end, millis);
  if (error != std::errc() || stop != end) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("setting '{}' holds no moment but '{}'", key, **text));
  }
  return std::optional(from_millis(millis));
}

}  // namespace vouch::store::settings
