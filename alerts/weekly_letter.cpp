#include "alerts/weekly_letter.h"

#include <fmt/format.h>

#include "alerts/letter.h"
#include "alerts/words.h"

namespace vouch::alerts {
namespace {

constexpr std::size_t kLineBytes = 300;

// Of the page that is the reader's own; empty: he has none.
std::string page_of(const RenderContext& context, const User& reader, bool leads) {
  if (reader.link_token.empty()) return {};
  return fmt::format("{}/{}/{}", context.public_url, leads ? 's' : 'p', reader.link_token);
}

// "ranks", "index" and "captures" are pages of their own, everything else is a list of the first
// page; a person's page has no lists.
std::string list_url(const std::string& page, bool leads, std::string_view list) {
  if (page.empty()) return {};
  if (list == "ranks" || list == "captures" || (leads && list == "index"))
    return fmt::format("{}/{}", page, list);
  return leads ? fmt::format("{}?list={}", page, list) : page;
}

}  // namespace

Letter render_weekly(const planning::Weekly& weekly, planning::WeekEdition edition,
                     const User& reader, const RenderContext& context) {
  const bool leads = edition == planning::WeekEdition::kLeader;
  planning::WeekWords words;
  words.english = context.language == Language::kEnglish;
  words.edition = edition;
  words.engines = context.engine_names;
  words.platforms = context.platform_names;
  const std::string page = page_of(context, reader, leads);
  words.list_url = [&](std::string_view list) { return list_url(page, leads, list); };
  words.claim_url = [&](ClaimId claim) {
    return page.empty() ? std::string() : fmt::format("{}/claims/{}", page, claim.value);
  };
  std::vector<Block> blocks;
  if (!page.empty())
    blocks.push_back(button(pick(context.language, "在网页上看这一份", "Read it on the page"),
                            fmt::format("{}/weeks/{}", page, to_iso_date(weekly.monday))));
  for (planning::WeekBlock& block : planning::week_blocks(weekly, words)) {
    blocks.push_back(heading(fmt::format("{} {}", block.number, block.heading)));
    // One address under several lines stands once, under the last.
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      const bool again = i + 1 < block.lines.size() && block.lines[i + 1].url == block.lines[i].url;
      blocks.push_back(
          item(one_line(block.lines[i].text, kLineBytes), again ? "" : block.lines[i].url));
    }
  }
  const std::string subject =
      fmt::format("{} {} {}", one_line(context.company, kTitleBytes),
                  leads ? pick(context.language, "推广周报", "promotion, week")
                        : pick(context.language, "您的推广周报", "your promotion week"),
                  planning::week_span(weekly.monday, words.english));
  return compose(subject, blocks, context);
}

}  // namespace vouch::alerts
