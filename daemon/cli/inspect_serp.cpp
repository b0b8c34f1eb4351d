#include <cstdio>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "daemon/cli/inspect.h"
#include "daemon/cli/output.h"
#include "daemon/cli/shipped_records.h"
#include "engines/find_in_rows.h"
#include "engines/result_page.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;
using engines::Certainty;
using engines::FoundRow;
using engines::ReadResult;
using engines::ResultRow;

Result<engines::ResultLayout> layout_of(const SerpWish& wish) {
  const config::Records known = shipped_records();
  if (const SerpLayout* const layout = known.serp_layout(wish.engine, wish.device)) {
    return engines::ResultLayout::compile(*layout);
  }
  std::string names;
  for (const SerpLayout& layout : known.serp_layouts) {
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", layout.engine, layout.device);
  }
  return fail(ErrorCode::kInvalid, "no layout for this engine and device; known: " + names,
              fmt::format("{} ({})", wish.engine, wish.device));
}

json::object row_value(const ResultRow& row) {
  json::object out;
  if (row.kind == SerpRowKind::kOrganic) {
    out["position"] = row.position;
  } else {
    out["kind"] = to_string(row.kind);
  }
  out["slot"] = row.slot > 0 ? json::value(row.slot) : json::value(nullptr);
  out["title"] = row.title;
  out["url"] = row.url.empty() ? json::value(nullptr) : json::value(row.url);
  out["url_source"] = row.url_source;
  out["href"] = row.href;
  out["shown_url"] = row.shown_url;
  out["snippet"] = row.snippet;
  return out;
}

json::value found_value(const ReadResult& page, const FoundRow& found) {
  if (!found.row) return nullptr;
  const ResultRow& row = page.rows[*found.row];
  json::object out = row_value(row);
  out["kind"] = to_string(row.kind);
  out["certainty"] = to_string(found.certainty);
  out["rule"] = found.rule;
  return out;
}

json::object page_value(const SerpWish& wish, const ReadResult& page) {
  json::object out{{"engine", wish.engine},
                   {"device", wish.device},
                   {"outcome", to_string(page.outcome)},
                   {"reason", to_string(page.reason)},
                   {"explanation", page.explanation}};
  json::array organic;
  json::array others;
  for (const ResultRow& row : page.rows) {
    (row.kind == SerpRowKind::kOrganic ? organic : others).push_back(row_value(row));
  }
  out["organic"] = std::move(organic);
  out["not_organic"] = std::move(others);
  out["total"] = page.total ? json::value(*page.total) : json::value(nullptr);
  out["next_page"] = page.next_page.empty() ? json::value(nullptr) : json::value(page.next_page);
  out["notice"] = page.notice;
  out["query_shown"] = page.echo;
  out["relevance"] = page.relevance ? json::value(*page.relevance) : json::value(nullptr);
  return out;
}

void print_words(const ReadResult& page, const SerpWish& wish, const FoundRow& found) {
  std::printf("%s（%s）%s\n", std::string(to_string(page.outcome)).c_str(),
              std::string(chinese(page.reason)).c_str(), page.explanation.c_str());
  for (const ResultRow& row : page.rows) {
    const std::string place = row.kind == SerpRowKind::kOrganic ? std::to_string(row.position)
                                                                : std::string(to_string(row.kind));
    std::printf("  %s  %s  %s\n", place.c_str(), row.title.c_str(),
                row.url.empty() ? row.shown_url.c_str() : row.url.c_str());
  }
  if (wish.find.empty()) return;
  if (!found.row) {
    std::printf("  没有这个页面：%s\n", wish.find.c_str());
  } else {
    std::printf("  %s  第 %d 位（%s，%s）\n", wish.find.c_str(), page.rows[*found.row].position,
                std::string(to_string(found.certainty)).c_str(), std::string(found.rule).c_str());
  }
}

int exit_of(const SerpWish& wish, const ReadResult& page, const FoundRow& found) {
  if (wish.find.empty()) {
    if (!page.valid()) return kCouldNotTell;
    return page.outcome == engines::SerpOutcome::kRankedList ? kOk : kNegative;
  }
  if (page.rows_count && found.certainty == Certainty::kExact) return kOk;
  if (page.rows_count && found.certainty == Certainty::kProbable) return kCouldNotTell;
  return page.valid() ? kNegative : kCouldNotTell;
}

}  // namespace

int inspect_serp(const SerpWish& wish) {
  const auto layout = layout_of(wish);
  if (!layout) return complain(layout.error());
  const auto bytes = read_file(wish.file);
  if (!bytes) return complain(bytes.error());
  engines::WantedPage wanted;
  if (!wish.find.empty()) {
    const auto url = Url::parse(wish.find);
    if (!url || !url->is_http()) {
      return complain(Error{ErrorCode::kInvalid, "not an http(s) URL", wish.find});
    }
    wanted.urls = {url->href()};
  }
  engines::ResultPage page;
  page.final_url = wish.base;
  page.content_type = wish.content_type;
  page.body = *bytes;
  engines::ResultQuery query;
  query.text = wish.query;
  if (wish.control_answered) query.control = engines::ControlQuery::kAnswered;
  const ReadResult read = engines::read_result_page(*layout, page, query);
  const FoundRow found = engines::find_in_rows(read.rows, wanted);
  if (wish.json) {
    json::object out = page_value(wish, read);
    out["found"] = found_value(read, found);
    print_json(json::serialize(out));
  } else {
    print_words(read, wish, found);
  }
  return exit_of(wish, read, found);
}

}  // namespace vouch::daemon::cli
