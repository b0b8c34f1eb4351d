#include "web/gather_texts.h"

#include <algorithm>

#include <boost/json.hpp>

#include "store/assets.h"
#include "store/claims.h"
#include "store/texts.h"

namespace vouch::web::gather {
namespace {

namespace json = boost::json;

constexpr double kAboutEqual = 0.05;  // shares nearer than that: the first hand-in is the mark

// The claim's mark first: of the largest shares the earliest claim.
Result<std::vector<store::TextMatchRow>> rows_for(store::Connection& db, ClaimId claim, Sight sight,
                                                  Time now) {
  auto rows = store::texts::matches(db, claim);
  if (!rows) return tl::unexpected(rows.error());
  std::erase_if(*rows, [&](const store::TextMatchRow& row) {
    return sight == Sight::kNone || (sight == Sight::kMasked && row.public_at > now);
  });
  std::stable_sort(rows->begin(), rows->end(),
                   [](const auto& left, const auto& right) { return left.share > right.share; });
  const auto end_of_best = std::find_if(rows->begin(), rows->end(), [&](const auto& row) {
    return row.share < rows->front().share - kAboutEqual;
  });
  const auto mark = std::min_element(
      rows->begin(), end_of_best,
      [](const auto& left, const auto& right) { return left.first_claim < right.first_claim; });
  if (mark != end_of_best) std::rotate(rows->begin(), mark, mark + 1);
  return rows;
}

std::int64_t number(const json::object& row, std::string_view key) {
  const json::value* value = row.if_contains(key);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}
std::string words(const json::object& row, std::string_view key) {
  const json::value* value = row.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<PassageView> passages_of(std::string_view stored) {
  std::vector<PassageView> out;
  boost::system::error_code error;
  const json::value list = json::parse(stored, error);
  if (error || !list.is_array()) return out;
  for (const json::value& item : list.get_array()) {
    if (!item.is_object()) continue;
    const json::object& row = item.get_object();
    out.push_back({number(row, "start"), number(row, "end"), words(row, "text"),
                   number(row, "first_start"), number(row, "first_end"), words(row, "first_text")});
  }
  return out;
}

}  // namespace

Result<std::optional<TextMatchMark>> text_match(store::Connection& db, ClaimId claim, Sight sight,
                                                Time now) {
  const auto rows = rows_for(db, claim, sight, now);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  const auto shared = store::assets::is_shared(db, claim, rows->front().first_claim);
  if (!shared) return tl::unexpected(shared.error());
  return TextMatchMark{rows->front().first_claim, rows->front().share, *shared};
}

Result<std::vector<TextMatchView>> text_matches(store::Connection& db, ClaimId claim, Sight sight,
                                                Time now) {
  const auto rows = rows_for(db, claim, sight, now);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<TextMatchView> out;
  for (const store::TextMatchRow& row : *rows) {
    const auto first = store::claims::find(db, row.first_claim);
    if (!first) return tl::unexpected(first.error());
    const auto text = store::texts::find(db, row.text);
    if (!text) return tl::unexpected(text.error());
    const auto first_text = store::texts::find(db, row.first_text);
    if (!first_text) return tl::unexpected(first_text.error());
    const auto shared = store::assets::is_shared(db, claim, row.first_claim);
    if (!shared) return tl::unexpected(shared.error());
    out.push_back({{row.first_claim, row.share, *shared},
                   first->url,
                   row.found_at,
                   row.public_at,
                   text->observation,
                   first_text->observation,
                   passages_of(row.passages)});
  }
  return out;
}

}  // namespace vouch::web::gather
