// The port of changes about what is handed on and whose work it is, and of plans that come as
// files. Implemented in daemon/; called on the main loop.
#pragma once

#include <string>
#include <vector>

#include "core/asset.h"
#include "core/credit.h"
#include "web/commands.h"

namespace vouch::web {

struct AddAsset {
  std::string title;
  std::string text;
  std::string url;
};

struct LinkAsset {
  ClaimId claim;
  AssetId asset;  // none: it distributes nothing
};

struct SetShares {
  ClaimId claim;
  std::vector<std::pair<std::string, int>> shares;  // login, basis points
  std::string reason;
};

struct ImportPlan {
  Date monday;
  std::string team;
  bool is_text = false;
  std::string text;           // bytes, any charset, when is_text
  std::vector<PlanRow> rows;  // else
  bool dry_run = false;
};
struct ImportedPlan {
  bool written = false;
  std::vector<std::string> columns;
  std::vector<PlanRow> rows;  // that can be used, with logins, keys and words of the library
  std::vector<Problem> problems;
};

struct ImportKeywordPlan {
  Date monday;
  std::string team;
  bool is_text = false;
  std::string text;
  std::vector<KeywordPlanRow> rows;
  bool dry_run = false;
};
struct ImportedKeywordPlan {
  bool written = false;
  std::vector<std::string> columns;
  std::vector<KeywordPlanRow> rows;
  std::vector<Problem> problems;
};

class ContentCommands {
 public:
  virtual ~ContentCommands() = default;
  virtual Task<Result<AssetId>> add_asset(Actor actor, AddAsset request) = 0;
  virtual Task<Status> link_asset(Actor actor, LinkAsset request) = 0;
  virtual Task<Status> set_shares(Actor actor, SetShares request) = 0;
  virtual Task<Result<ImportedPlan>> import_plan(Actor actor, ImportPlan request) = 0;
  virtual Task<Result<ImportedKeywordPlan>> import_keyword_plan(Actor actor,
                                                                ImportKeywordPlan request) = 0;
};

}  // namespace vouch::web
