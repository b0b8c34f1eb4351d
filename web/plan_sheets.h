// Plans as tables: what is exported, with headings that the import takes again, and what an import
// answers. Pure.
#pragma once

#include <string>

#include "web/claim_sentences.h"
#include "web/content_commands.h"
#include "web/plans.h"
#include "web/reviews.h"
#include "web/sheet.h"

namespace vouch::web {

Sheet plan_sheet(const PlanView& view, const Telling& telling);                 // a row a line
Sheet keyword_plan_sheet(const KeywordPlanView& view, const Telling& telling);  // a row a word

std::string imported_plan_json(const ImportedPlan& imported,
                               const std::map<std::string, std::string>& people,
                               const Names& names);  // people: name by login
std::string imported_keyword_plan_json(const ImportedKeywordPlan& imported);

}  // namespace vouch::web
