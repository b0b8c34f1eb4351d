// The recorded result pages with what they are known to hold; empty where the data is not present.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "core/text.h"

namespace vouch::engines::test {

struct RecordedRow {
  int position = 0;
  int slot = 0;
  std::string title, href, url, url_source;
};

struct RecordedPage {
  std::string name, engine, outcome, query, url, body;
  std::vector<RecordedRow> rows;
};

inline std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string member(const boost::json::object& object, const char* key) {
  const boost::json::value* const value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

inline RecordedPage recorded_page(const std::filesystem::path& path) {
  const std::string name = path.string();
  const auto meta =
      boost::json::parse(file_bytes(name.substr(0, name.size() - 5) + ".meta.json")).as_object();
  RecordedPage page;
  page.name = path.parent_path().filename().string() + "/" + path.filename().string();
  page.engine = path.parent_path().filename().string();
  page.outcome = member(meta, "outcome_a_checker_should_report");
  page.body = file_bytes(path);
  page.url = member(meta.at("source").as_object(), "original_url");
  // Where the archived address carries a damaged keyword, or the record a part, it is not known.
  page.query = member(meta, "query");
  if (meta.contains("query_note") || page.query.ends_with("...")) page.query.clear();
  for (const auto& entry : meta.at("expected").at("organic").as_array()) {
    const boost::json::object& row = entry.as_object();
    RecordedRow wanted;
    wanted.position = static_cast<int>(row.at("pos").as_int64());
    wanted.title = member(row, "title");
    wanted.href = member(row, "href");
    wanted.url = member(row, "url");
    wanted.url_source = wanted.url.empty() ? "none" : member(row, "url_source");
    if (page.engine == "baidu") wanted.slot = std::atoi(member(row, "id").c_str());
    page.rows.push_back(std::move(wanted));
  }
  return page;
}

inline std::vector<RecordedPage> recorded_pages() {
  std::vector<RecordedPage> pages;
  const std::filesystem::path root = std::filesystem::path(VOUCH_DATA_DIR) / "serp";
  for (const char* const engine : {"baidu", "so360", "sogou", "bing", "google"}) {
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(root / engine, missing)) {
      if (entry.path().extension() == ".html") pages.push_back(recorded_page(entry.path()));
    }
  }
  std::sort(pages.begin(), pages.end(), [](const RecordedPage& left, const RecordedPage& right) {
    return left.name < right.name;
  });
  return pages;
}

}  // namespace vouch::engines::test
