#include "store/keyword_plans.h"

#include "store/words.h"

namespace vouch::store::keyword_plans {
namespace {

constexpr std::string_view kCards = R"sql(
  SELECT keyword_id, group_name, intent, searches, difficulty, site_id
  FROM keyword_fact ORDER BY keyword_id)sql";
constexpr std::string_view kPutCard = R"sql(
  INSERT INTO keyword_fact(keyword_id, group_name, intent, searches, difficulty, site_id, updated_at)
  VALUES($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT(keyword_id) DO UPDATE SET group_name = $2, intent = $3, searches = $4,
    difficulty = $5, site_id = $6, updated_at = $7)sql";
constexpr std::string_view kLines = R"sql(
  SELECT team_id, monday, keyword_id, goal, user_id, platforms, note
  FROM keyword_plan WHERE team_id = $1 AND monday = $2 ORDER BY keyword_id)sql";
constexpr std::string_view kClear = "DELETE FROM keyword_plan WHERE team_id = $1 AND monday = $2";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO keyword_plan(team_id, monday, keyword_id, goal, user_id, platforms, note)
  VALUES($1, $2, $3, $4, $5, $6, $7))sql";

Status ran(const Result<std::int64_t>& done) {
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace

Result<std::vector<KeywordCard>> cards(Connection& db) {
  return db.all<KeywordCard>(kCards, [](const Row& row) {
    KeywordCard out;
    row.read(out.keyword, out.group, out.intent, out.searches, out.difficulty, out.site);
    return out;
  });
}

Status put_card(Connection& db, const KeywordCard& card, Time at) {
  return ran(db.run(kPutCard, card.keyword, card.group, card.intent, card.searches, card.difficulty,
                    card.site, at));
}

Result<std::vector<KeywordPlanLine>> lines(Connection& db, TeamId team, Date monday) {
  return db.all<KeywordPlanLine>(
      kLines,
      [](const Row& row) {
        KeywordPlanLine out;
        std::string platforms;
        row.read(out.team, out.monday, out.keyword, out.goal, out.user, platforms, out.note);
        out.platforms = split_words(platforms);
        return out;
      },
      team, monday);
}

Status put_lines(Connection& db, TeamId team, Date monday,
                 const std::vector<KeywordPlanLine>& lines) {
  if (const Status cleared = ran(db.run(kClear, team, monday)); !cleared) return cleared;
  for (const KeywordPlanLine& line : lines) {
    const Status put = ran(db.run(kInsert, team, monday, line.keyword, line.goal, line.user,
                                  join_words(line.platforms), line.note));
    if (!put) return put;
  }
  return {};
}

}  // namespace vouch::store::keyword_plans
