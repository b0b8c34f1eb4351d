// A search engine's result page: line 1 is "ENGINE STATUS", line 2 its URL, line 3 the query, the
// rest the page. A valid answer is a list with rows or an element that says there are none; all
// else says why. The same page gives the same answer.
#include <charconv>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "config/records.h"
#include "core/text.h"
#include "engines/find_in_rows.h"
#include "engines/result_page.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;
namespace engines = vouch::engines;

namespace {

std::vector<engines::ResultLayout> shipped_layouts() {
  const std::vector<std::filesystem::path> folders = {VOUCH_SOURCE_DIR "/config/data"};
  const auto loaded = vouch::config::load_records(folders);
  std::vector<engines::ResultLayout> out;
  for (const auto& text : loaded.texts) {
    if (text.kind != vouch::config::RecordKind::kSerpLayout) continue;
    auto record = vouch::config::serp_layout_from_json(text.text);
    require(record.has_value(), "a stored layout reads back");
    auto layout = engines::ResultLayout::compile(std::move(*record));
    require(layout.has_value(), "a shipped layout compiles");
    out.push_back(std::move(*layout));
  }
  require(out.size() >= 6, "there are layouts");
  return out;
}

const engines::ResultLayout& chosen(const std::vector<engines::ResultLayout>& layouts,
                                    std::string_view engine) {
  for (const engines::ResultLayout& layout : layouts) {
    if (layout.record().key.starts_with(engine)) return layout;
  }
  return layouts.front();
}

void require_row(const engines::ResultRow& row) {
  require((row.position > 0) == (row.kind == vouch::SerpRowKind::kOrganic), "ranks are organic");
  for (const std::string* const text : {&row.title, &row.url, &row.href, &row.snippet}) {
    require(vouch::is_valid_utf8(*text), "texts are UTF-8");
  }
  require(row.url.empty() == (row.url_source == "none"), "a target says where it stood");
  require(row.url.empty() || vouch::Url::parse(row.url).has_value(), "a target is a URL");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<engines::ResultLayout> kLayouts = shipped_layouts();
  std::string_view rest = vouch::fuzz::text_of(data, size);
  std::string_view first = vouch::fuzz::take_part(rest);
  const engines::ResultLayout& layout = chosen(kLayouts, vouch::fuzz::take_part(first, ' '));
  engines::ResultPage page;
  std::from_chars(first.data(), first.data() + first.size(), page.status);
  page.final_url = vouch::fuzz::take_part(rest);
  engines::ResultQuery query;
  query.text = vouch::to_valid_utf8(vouch::fuzz::take_part(rest));
  query.control = engines::ControlQuery::kAnswered;
  page.body = rest;
  const engines::ReadResult result = engines::read_result_page(layout, page, query);
  require(result.valid() == (result.reason == vouch::Reason::kOk), "only a valid answer is ok");
  require(result.valid() || !result.explanation.empty(), "a refused answer says why");
  require(vouch::is_valid_utf8(result.explanation + result.notice + result.echo), "UTF-8");
  const bool nothing = result.outcome == engines::SerpOutcome::kNoResults;
  require(!nothing || result.organic_rows() == 0, "nothing found has no rows");
  require(!result.valid() || nothing || result.organic_rows() > 0, "a list has rows");
  require(!result.rows_count || result.organic_rows() >= 0, "rows that count are there");
  for (const engines::ResultRow& row : result.rows) require_row(row);
  engines::WantedPage wanted;
  wanted.urls = {std::string(page.final_url)};
  const engines::FoundRow found = engines::find_in_rows(result.rows, wanted);
  require((!found.row.has_value()) == (found.certainty == engines::Certainty::kNone),
          "found or not");
  const engines::ReadResult again = engines::read_result_page(layout, page, query);
  require(again.outcome == result.outcome && again.rows.size() == result.rows.size(),
          "the same page, the same answer");
  return 0;
}
