// What editors hand on, everything it was distributed as, and whose work an entry is, as readers
// see it. Reading jobs and JSON.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/credit.h"
#include "store/assets.h"
#include "web/facts.h"
#include "web/gather.h"

namespace vouch::web {

struct AssetRow {
  store::assets::Listed listed;
  std::string login;
  std::string name;
};
struct AssetList {
  std::vector<AssetRow> items;
  std::optional<AssetId> next;
};

struct AssetEntryView {
  ClaimView claim;
  std::string linked_by;
  bool with_engines = false;  // this reader may see what engines say of it
};
struct AssetFile {
  AssetRow row;
  struct Line {
    PlanLine line;
    std::string login;
    std::string name;
  };
  std::vector<Line> lines;
  std::optional<AssetEntryView> own_entry;
  std::vector<AssetEntryView> entries;
  std::map<std::string, std::map<IndexVerdict, int>> index;  // by engine, all distributions
};

struct SharesView {
  struct Person {
    std::string login;
    std::string name;
    int basis_points = 0;
  };
  struct Version {
    Time at;
    std::string by;
    std::string reason;
    std::vector<Person> shares;
  };
  std::vector<Version> versions;  // the newest first
  bool may_set = false;
};

namespace gather {

Result<AssetList> assets(store::Connection& db, const std::string& words, AssetId before,
                         int limit);
Result<AssetFile> asset(store::Connection& db, AssetId id, const Viewer& viewer);
Result<SharesView> shares(store::Connection& db, ClaimId claim, const Viewer& viewer);

}  // namespace gather

std::string assets_json(const AssetList& list);
std::string asset_json(const AssetFile& file, const Names& names);
std::string shares_json(const SharesView& view);

}  // namespace vouch::web
