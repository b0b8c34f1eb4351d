// The JSON texts of the web application's screens (docs/openapi.yaml). Pure.
#pragma once

#include <string>

#include "web/claim_sentences.h"
#include "web/facts.h"
#include "web/screens.h"

namespace vouch::web {

std::string catalog_json(const CatalogView& view, const ReadingRules& rules, const Names& names,
                         const std::vector<EngineFacts>& engines);
std::string day_json(const DayView& view);
std::string story_json(const StoryView& view, const Telling& telling);

}  // namespace vouch::web
