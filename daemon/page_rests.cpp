#include "daemon/page_rests.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "store/settings.h"

namespace vouch::daemon {
namespace {

using Found = std::optional<engines::PageRest>;

std::string key_of(const std::string& provider) {
  return "page_rest:" + provider;
}

Result<Found> rest_in(const std::string& text) {
  if (text.empty()) return Found();
  engines::PageRest rest;
  std::int64_t until = 0;
  const char* const end = text.data() + text.size();
  const auto walls = std::from_chars(text.data(), end, rest.walls_in_a_row);
  const bool two = walls.ec == std::errc() && walls.ptr != end && *walls.ptr == ' ';
  const auto moment = std::from_chars(two ? walls.ptr + 1 : end, end, until);
  if (!two || moment.ec != std::errc() || moment.ptr != end) {
    return fail(ErrorCode::kCorrupt, "a stored rest is damaged");
  }
  rest.until = from_millis(until);
  return Found(rest);
}

}  // namespace

Task<Result<Found>> StoredPageRests::load(std::string provider) {
  std::function<Result<Found>(store::Connection&)> job =
      [key = key_of(provider)](store::Connection& db) -> Result<Found> {
    const auto text = store::settings::get(db, key);
    if (!text) return tl::unexpected(text.error());
    return rest_in(text->value_or(""));
  };
  co_return co_await store_.read<Found>(std::move(job));
}

Task<Status> StoredPageRests::save(std::string provider, engines::PageRest rest) {
  const std::string text = fmt::format("{} {}", rest.walls_in_a_row, to_millis(rest.until));
  std::function<Result<bool>(store::WriteContext&)> job =
      [key = key_of(provider), text](store::WriteContext& context) -> Result<bool> {
    const Status kept = store::settings::put(context.db, key, text);
    if (!kept) return tl::unexpected(kept.error());
    return true;
  };
  const auto kept = co_await store_.write<bool>(std::move(job));
  if (!kept) co_return tl::unexpected(kept.error());
  co_return Status();
}

}  // namespace vouch::daemon
