// The library of keywords and the words of a team's week: import, cards, plan (K01 to K03). Writer
// thread.
#pragma once

#include <vector>

#include "daemon/company_writes.h"
#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"
#include "web/content_commands.h"

namespace vouch::daemon {

struct KeywordImport {
  web::ImportedKeywords answer;
  std::vector<QueuedLook> looks;  // for the queue, after the commit
};
// Each row stands for itself: one that cannot be used costs no other.
Result<KeywordImport> import_keywords(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::ImportKeywords& request);
Status patch_keyword(store::WriteContext& context, const web::Actor& actor,
                     const web::PatchKeyword& request);
Result<web::ImportedKeywordPlan> import_keyword_plan(store::WriteContext& context,
                                                     const Rulebook& rules, const web::Actor& actor,
                                                     const web::ImportKeywordPlan& request);
Result<web::PlanProblems> put_keyword_plan(store::WriteContext& context, const Rulebook& rules,
                                           const web::Actor& actor,
                                           const web::PutKeywordPlan& request);

}  // namespace vouch::daemon
