// The leader's screens: exceptions first (例外优先), their lists, and disputes. Gathered with every
// rule of sight; written as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/lookups.h"
#include "web/figures.h"

namespace vouch::web {

struct DeskCount {
  std::string key;  // of the list
  std::int64_t count = 0;
  std::optional<Time> oldest_at;
};

struct MissingDay {
  std::string login;
  std::string name;
  Date date;
};

struct DeskView {
  std::vector<std::string> teams;
  std::vector<DeskCount> lists;
  std::vector<StageCoverage> coverage;
  std::vector<MissingDay> missing;
  std::int64_t proposals = 0;
  std::int64_t pages_to_open = 0;
  std::int64_t blockers = 0;  // open ones that wait for this reader
};

struct IndexPageRow {  // 收录 is the engines': no person's name (design law 10)
  ClaimId claim;
  std::string title;
  std::string url;
  Date work_date;
  std::string engine;
  IndexVerdict verdict = IndexVerdict::kNotIndexed;
};

struct DeskListView {
  std::vector<ClaimView> claims;
  std::vector<IndexPageRow> pages;  // of not_indexed
  std::vector<MissingDay> missing;  // of not_reported
  std::optional<std::int64_t> next;
};

struct DisputeRow {
  DisputeView dispute;
  ClaimView claim;
};
struct DisputeList {
  std::vector<DisputeRow> items;
  std::optional<std::int64_t> next;
};

namespace gather {

Result<DeskView> desk(store::Connection& db, const Viewer& viewer);
// kNotFound: no such list.
Result<DeskListView> desk_list(store::Connection& db, const std::string& list, std::int64_t after,
                               int limit, const Viewer& viewer);

struct DisputeRequest {
  std::optional<bool> open;  // none: all
  std::int64_t before = 0;   // ids below it; 0: from the newest
  int limit = 50;
};
// Leaders: of those they lead; others: their own.
Result<DisputeList> disputes(store::Connection& db, const DisputeRequest& request,
                             const Viewer& viewer);

}  // namespace gather

std::string desk_json(const DeskView& view, const std::vector<std::string>& banners,
                      const Names& names);
std::string desk_list_json(const DeskListView& view);
std::string disputes_json(const DisputeList& list);

}  // namespace vouch::web
