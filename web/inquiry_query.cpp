#include "web/handlers.h"
#include "web/inquiries.h"

namespace vouch::web {
namespace {

constexpr int kUsual = 100;
constexpr int kMost = 500;

}  // namespace

Result<InquiryRequest> read_inquiry_list(const Target& target) {
  InquiryRequest out;
  store::inquiries::Filter& filter = out.filter;
  if (const auto word = target.get("state")) {
    filter.state = parse_inquiry_state(*word);
    if (!filter.state) return fail(ErrorCode::kInvalid, "没有这个状态", "state");
  }
  out.owner = target.get("owner").value_or("");
  filter.source = target.get("source").value_or("");
  if (const auto word = target.get("keyword")) {
    const auto id = handlers::parse_id<KeywordId>(*word);
    if (!id) return fail(ErrorCode::kInvalid, "keyword 是关键词的编号", "keyword");
    filter.keyword = *id;
  }
  if (const auto word = target.get("due")) {
    if (*word != "today" && *word != "overdue")
      return fail(ErrorCode::kInvalid, "today 或 overdue", "due");
    filter.due = *word == "today" ? store::inquiries::Due::kToday : store::inquiries::Due::kOverdue;
  }
  filter.words = target.get("q").value_or("");
  const auto from = read_day(target, "from");
  if (!from) return tl::unexpected(from.error());
  filter.from = *from;
  const auto to = read_day(target, "to");
  if (!to) return tl::unexpected(to.error());
  filter.to = *to;
  if (const auto word = target.get("before")) {
    const auto id = handlers::parse_id<InquiryId>(*word);
    if (!id) return fail(ErrorCode::kInvalid, "before 是上一页的 next", "before");
    filter.before = *id;
  }
  const auto limit = handlers::read_limit(target, kUsual, kMost);
  if (!limit) return tl::unexpected(limit.error());
  filter.limit = *limit;
  return out;
}

}  // namespace vouch::web
