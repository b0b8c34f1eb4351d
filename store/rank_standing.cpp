#include "store/rank_standing.h"

#include <algorithm>

#include "store/columns.h"

namespace vouch::store::ranks {
namespace {

// By series, so that nothing is sorted; the rows of a list come by their places.
constexpr std::string_view kStanding = R"sql(
  SELECT s.id, s.keyword_id, s.engine, s.place, s.device, k.priority, s.at, s.day, s.position,
    s.depth, s.state, w.position, w.owner = 'own_page', w.domain
  FROM rank_series s JOIN keyword k ON k.id = s.keyword_id
  LEFT JOIN rank_row w ON w.rank_id = s.rank_id AND s.day >= $2 AND s.state <> 'unmeasured'
    AND w.owner IN ('own_page', 'competitor')
  WHERE k.retired = 0 AND ($1 = '' OR s.engine = $1)
  ORDER BY s.id, w.position)sql";

// Its number, not its address: more groups may come.
std::size_t group_of(std::vector<Standing>& all, const Row& row) {
  const std::string_view engine = row.text(2);
  const std::string_view place = row.text(3);
  const std::string_view device = row.text(4);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Standing& one) {
    return one.group.engine == engine && one.group.place == place && one.group.device == device;
  });
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  Standing& fresh = all.emplace_back();
  fresh.group.engine = engine;
  fresh.group.place = place;
  fresh.group.device = device;
  return all.size() - 1;
}

StandingRank read_rank(const Row& row) {
  StandingRank rank;
  rank.priority = static_cast<int>(row.integer(5));
  rank.look.at = from_millis(row.integer(6));
  rank.look.day = Date(std::chrono::days(row.integer(7)));
  rank.look.position = static_cast<int>(row.integer(8));
  rank.look.depth = static_cast<int>(row.integer(9));
  read_word(row, 10, rank.look.state, parse_rank_state, "state of a rank");
  return rank;
}

// The first place of each domain in its list is its best.
void add_place(std::vector<DomainPlace>& places, std::size_t of_list, const Row& row) {
  const std::string_view domain = row.integer(12) != 0 ? std::string_view() : row.text(13);
  for (std::size_t i = of_list; i < places.size(); ++i) {
    if (places[i].domain == domain) return;
  }
  places.push_back({KeywordId{row.integer(1)}, static_cast<int>(row.integer(5)),
                    std::string(domain), static_cast<int>(row.integer(11))});
}

}  // namespace

Result<std::vector<Standing>> standing(Connection& db, std::string_view engine, Date since) {
  std::vector<Standing> all;
  std::int64_t series = 0;
  std::size_t group = 0;    // of the series
  std::size_t of_list = 0;  // of `places` of the group: where this series' own begin
  const auto take = [&](const Row& row) {
    if (row.integer(0) != series) {
      series = row.integer(0);
      group = group_of(all, row);
      of_list = all[group].places.size();
      all[group].ranks.push_back(read_rank(row));
    }
    if (!row.is_null(11)) add_place(all[group].places, of_list, row);
  };
  const Status read = db.each(kStanding, take, engine, since);
  if (!read) return tl::unexpected(read.error());
  return all;
}

}  // namespace vouch::store::ranks
