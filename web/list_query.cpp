#include "web/list_query.h"

#include <charconv>

#include <fmt/format.h>

#include "core/text.h"
#include "web/handlers.h"

namespace vouch::web {
namespace {

constexpr std::size_t kLongestWords = 200;

Status read_verdicts(const Target& target, gather::ListRequest& request) {
  if (const auto work = target.get("work"); work && !work->empty()) {
    const auto verdict = parse_work_verdict(*work);
    if (!verdict) return fail(ErrorCode::kInvalid, verdict.error().message, "work");
    request.work.push_back(*verdict);
  }
  if (const auto phase = target.get("phase"); phase && !phase->empty()) {
    const auto parsed = parse_failed_phase(*phase);
    if (!parsed) return fail(ErrorCode::kInvalid, parsed.error().message, "phase");
    request.phase = *parsed;
  }
  request.engine = target.get("engine").value_or("");
  const std::string index = target.get("index").value_or("");
  if (index.empty() != request.engine.empty()) {
    return fail(ErrorCode::kInvalid, "engine and index go together",
                index.empty() ? "index" : "engine");
  }
  if (index.empty()) return {};
  const auto verdict = parse_index_verdict(index);
  if (!verdict) return fail(ErrorCode::kInvalid, verdict.error().message, "index");
  request.index = *verdict;
  return {};
}

Status read_kinds(const Target& target, gather::ListRequest& request) {
  request.platform = target.get("platform").value_or("");
  request.work_type = target.get("work_type").value_or("");
  request.words = std::string(trim(target.get("q").value_or("")));
  if (request.words.size() > kLongestWords)
    return fail(ErrorCode::kInvalid, fmt::format("at most {} bytes", kLongestWords), "q");
  if (const auto keyword = target.get("keyword"); keyword && !keyword->empty()) {
    const auto id = handlers::parse_id<KeywordId>(*keyword);
    if (!id) return fail(ErrorCode::kInvalid, "must be a keyword's id", "keyword");
    request.keyword = *id;
  }
  if (const auto late = target.get("late"); late && !late->empty()) {
    if (*late != "1" && *late != "0" && *late != "true" && *late != "false")
      return fail(ErrorCode::kInvalid, "true or false", "late");
    request.late = *late == "1" || *late == "true";
  }
  return {};
}

}  // namespace

Result<std::optional<Date>> read_day(const Target& target, std::string_view name) {
  const auto text = target.get(name);
  if (!text || text->empty()) return std::nullopt;
  const auto date = parse_date(*text);
  if (!date) return fail(ErrorCode::kInvalid, "must be a date like 2026-11-24", std::string(name));
  return *date;
}

Result<Days> read_days(const Target& target, Days usual, int most) {
  const auto from = read_day(target, "from");
  if (!from) return tl::unexpected(from.error());
  const auto to = read_day(target, "to");
  if (!to) return tl::unexpected(to.error());
  const bool given = from->has_value() || to->has_value();
  const Days days =
      given ? Days{from->value_or(to->value_or(usual.from)), to->value_or(from->value_or(usual.to))}
            : usual;
  if (days.to < days.from) return fail(ErrorCode::kInvalid, "must not be before from", "to");
  if ((days.to - days.from).count() >= most)
    return fail(ErrorCode::kInvalid, fmt::format("at most {} days", most), "to");
  return days;
}

Result<gather::ListRequest> read_claim_list(const Target& target) {
  gather::ListRequest request;
  request.login = target.get("user");
  if (request.login && request.login->empty()) request.login.reset();
  const auto since = read_day(target, "since");
  if (!since) return tl::unexpected(since.error());
  request.since = *since;
  const auto until = read_day(target, "until");
  if (!until) return tl::unexpected(until.error());
  request.until = *until;
  if (const Status read = read_verdicts(target, request); !read)
    return tl::unexpected(read.error());
  if (const Status read = read_kinds(target, request); !read) return tl::unexpected(read.error());
  if (const auto order = target.get("order"); order && !order->empty()) {
    if (*order != "newest" && *order != "oldest")
      return fail(ErrorCode::kInvalid, "newest or oldest", "order");
    if (*order == "newest") request.order = store::claims::Order::kNewest;
  }
  if (const auto after = target.get("after"); after && !after->empty()) {
    const auto id = handlers::parse_id<ClaimId>(*after);
    if (!id && *after != "0") return fail(ErrorCode::kInvalid, "must be a claim's id", "after");
    if (id) request.after = *id;
  }
  const auto limit = handlers::read_limit(target, 100, 500);
  if (!limit) return tl::unexpected(limit.error());
  request.limit = *limit;
  return request;
}

Result<std::int64_t> read_after(const Target& target) {
  const auto text = target.get("after");
  if (!text || text->empty()) return 0;
  std::int64_t value = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || stop != end || value < 0)
    return fail(ErrorCode::kInvalid, "must be the next of the page before", "after");
  return value;
}

}  // namespace vouch::web
