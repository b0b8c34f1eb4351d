#include "alerts/weekly_letter.h"

#include <fmt/format.h>

#include "alerts/letter.h"
#include "alerts/words.h"

namespace vouch::alerts {
namespace {

constexpr std::size_t kLineBytes = 300;

std::string below(std::string base, std::string_view path) {
  return base.empty() ? base : base + std::string(path);
}

// "ranks" and "index" are pages of their own, everything else is a list of the first page.
std::string leader_url(const RenderContext& context, const User& reader, std::string_view list) {
  if (list == "ranks" || list == "index" || list == "captures")
    return below(supervisor_link(context, reader, ""), fmt::format("/{}", list));
  return supervisor_link(context, reader, list);
}

std::string own_url(const RenderContext& context, const User& reader, std::string_view list) {
  const std::string page = employee_link(context, reader, ClaimId{});
  return list == "ranks" ? below(page, "/ranks") : page;
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
  words.list_url = [&](std::string_view list) {
    return leads ? leader_url(context, reader, list) : own_url(context, reader, list);
  };
  words.claim_url = [&](ClaimId claim) {
    return leads ? supervisor_link(context, reader, claim) : employee_link(context, reader, claim);
  };
  const std::string base =
      leads ? supervisor_link(context, reader, "") : employee_link(context, reader, ClaimId{});
  std::vector<Block> blocks;
  blocks.push_back(button(pick(context.language, "在网页上看这一份", "Read it on the page"),
                          below(base, fmt::format("/weeks/{}", to_iso_date(weekly.monday)))));
  for (const planning::WeekBlock& block : planning::week_blocks(weekly, words)) {
    blocks.push_back(heading(fmt::format("{} {}", block.number, block.heading)));
    for (const planning::WeekLine& line : block.lines)
      blocks.push_back(item(one_line(line.text, kLineBytes), line.url));
  }
  const std::string subject =
      fmt::format("{} {} {}", one_line(context.company, kTitleBytes),
                  leads ? pick(context.language, "推广周报", "promotion, week")
                        : pick(context.language, "您的推广周报", "your promotion week"),
                  planning::week_span(weekly.monday, words.english));
  return compose(subject, blocks, context);
}

}  // namespace vouch::alerts
