#include "web/gather_ranks.h"

#include <algorithm>
#include <limits>
#include <map>

#include "core/text.h"
#include "planning/rank_rules.h"
#include "store/competitors.h"
#include "store/keywords.h"
#include "store/rank_standing.h"

namespace vouch::web::gather {
namespace {

using planning::KeywordRank;
using planning::kLookSpeaksFor;
using store::Connection;
using store::RankSeries;

const EngineFacts* facts_of(const std::vector<EngineFacts>& engines, const std::string& key) {
  const auto found = std::find_if(engines.begin(), engines.end(),
                                  [&](const EngineFacts& engine) { return engine.key == key; });
  return found == engines.end() ? nullptr : &*found;
}

// What is to be told of: the groups asked for, and connected engines that never looked.
Result<std::vector<RankSeries>> groups_of(Connection& db, const FiguresRequest& request) {
  auto groups = store::ranks::groups(db);
  if (!groups) return tl::unexpected(groups.error());
  const auto wanted = [&](const std::string& key) {
    if (!request.engine.empty()) return key == request.engine;
    const EngineFacts* engine = facts_of(request.engines, key);
    return engine != nullptr && engine->connected;
  };
  std::erase_if(*groups, [&](const RankSeries& group) { return !wanted(group.engine); });
  for (const EngineFacts& engine : request.engines) {
    const bool has_group = std::any_of(groups->begin(), groups->end(),
                                       [&](const RankSeries& g) { return g.engine == engine.key; });
    if (wanted(engine.key) && !has_group) groups->push_back({{}, {}, engine.key, "", "desktop"});
  }
  return groups;
}

std::vector<KeywordRank> keyword_ranks(const std::vector<store::StandingRank>& ranks,
                                       std::size_t keywords, Date day) {
  std::vector<KeywordRank> out;
  out.reserve(std::max(keywords, ranks.size()));
  for (const store::StandingRank& rank : ranks)
    out.push_back({planning::priority_weight(rank.priority), planning::state_on(rank.look, day),
                   rank.look.position, rank.look.depth});
  out.resize(std::max(keywords, out.size()));  // nobody ever looked at the others
  return out;
}

std::vector<DomainShare> shares_of(const std::vector<store::DomainPlace>& places,
                                   const planning::ClickCurve& curve,
                                   const std::vector<store::Competitor>& rivals) {
  std::vector<planning::DomainRank> ranks;
  ranks.reserve(places.size());
  for (const store::DomainPlace& place : places)
    ranks.push_back({place.domain, planning::priority_weight(place.priority), place.position});
  const auto shares = planning::share_of_voice(ranks, curve);
  std::vector<DomainShare> out;
  if (shares.empty()) return out;
  out.reserve(rivals.size() + 1);
  const auto add = [&](const std::string& domain, const std::string& name) {
    const auto found = shares.find(domain);
    out.push_back({domain, name, found == shares.end() ? 0 : found->second});
  };
  add("", "");
  for (const store::Competitor& rival : rivals) add(rival.domain, rival.name);
  std::stable_sort(
      out.begin() + 1, out.end(),
      [](const DomainShare& left, const DomainShare& right) { return left.share > right.share; });
  return out;
}

void drop_moves_taken_back(store::BoardKeyword& keyword) {
  for (store::BoardPlace& place : keyword.places) {
    if (!place.move) continue;
    const planning::RankMove move{place.move->from_place, place.move->to_place, place.move->lost,
                                  place.move->found};
    if (!planning::still_holds(move, place.look)) place.move.reset();
  }
}

planning::Visibility without_figures(const planning::Visibility& all) {
  planning::Visibility out;
  out.keywords = all.keywords;
  out.measured = all.measured;
  out.coverage = all.coverage;
  return out;
}

using Standings = Result<std::vector<store::Standing>>;

Result<store::Standing> standing_in(const std::vector<store::Standing>& all,
                                    const RankSeries& group) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const store::Standing& one) {
    return one.group.engine == group.engine && one.group.place == group.place &&
           one.group.device == group.device;
  });
  return found == all.end() ? store::Standing() : *found;
}

// As it was at the end of an earlier day: from the history, one step a series.
Result<store::Standing> standing_on(Connection& db, const RankSeries& group, Date day) {
  const auto ranks = store::ranks::as_of(db, group.engine, group.place, group.device, day);
  if (!ranks) return tl::unexpected(ranks.error());
  auto places = store::ranks::domains_as_of(db, group, day - kLookSpeaksFor, day);
  if (!places) return tl::unexpected(places.error());
  store::Standing out;
  out.ranks.reserve(ranks->size());
  for (const store::CurrentRank& rank : *ranks) out.ranks.push_back({rank.priority, rank.look});
  out.places = std::move(*places);
  return out;
}

}  // namespace

Result<RankFigures> rank_figures(Connection& db, const FiguresRequest& request,
                                 const Viewer& viewer) {
  RankFigures out;
  out.day = request.on.value_or(viewer.today);
  const auto groups = groups_of(db, request);
  if (!groups) return tl::unexpected(groups.error());
  const auto keywords = store::keywords::count(db);
  if (!keywords) return tl::unexpected(keywords.error());
  const auto rivals = store::competitors::list(db);
  if (!rivals) return tl::unexpected(rivals.error());
  const auto now = request.on
                       ? Standings()
                       : store::ranks::standing(db, request.engine, out.day - kLookSpeaksFor);
  if (!now) return tl::unexpected(now.error());
  for (const RankSeries& group : *groups) {
    const auto stands = request.on ? standing_on(db, group, out.day) : standing_in(*now, group);
    if (!stands) return tl::unexpected(stands.error());
    EngineFigures engine;
    engine.group = group;
    planning::ClickCurve curve;
    if (const EngineFacts* facts = facts_of(request.engines, group.engine)) {
      curve = facts->curve;
      engine.curve_assumed = facts->curve_assumed;
    }
    const auto all = keyword_ranks(stands->ranks, static_cast<std::size_t>(*keywords), out.day);
    engine.figures = planning::visibility(all, curve);
    engine.telling = planning::is_telling(engine.figures);
    if (!engine.telling) {
      engine.figures = without_figures(engine.figures);
    } else {
      engine.shares = shares_of(stands->places, curve, *rivals);
    }
    out.engines.push_back(std::move(engine));
  }
  return out;
}

Result<RankBoard> rank_board(Connection& db, const BoardRequest& request, const Viewer& viewer) {
  static constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();
  store::ranks::BoardRequest wanted;
  wanted.after = request.after;
  wanted.limit = request.limit ? *request.limit + 1 : kAll;
  wanted.moves_since = viewer.now - kLookSpeaksFor;
  wanted.measured_since = viewer.today - kLookSpeaksFor;
  auto keywords = store::ranks::board(db, wanted);
  if (!keywords) return tl::unexpected(keywords.error());
  RankBoard out;
  out.keywords = std::move(*keywords);
  for (store::BoardKeyword& keyword : out.keywords) drop_moves_taken_back(keyword);
  if (request.limit && out.keywords.size() > static_cast<std::size_t>(*request.limit)) {
    out.keywords.pop_back();
    out.next = out.keywords.back().id;
  }
  return out;
}

Result<RankHistory> rank_history(Connection& db, const HistoryRequest& request) {
  RankHistory out;
  out.since = request.since;
  out.until = request.until;
  if (request.keyword) {
    auto keyword = store::keywords::find(db, request.keyword);
    if (!keyword) return tl::unexpected(keyword.error());
    out.keyword = std::move(*keyword);
  } else {
    auto keyword = store::keywords::find_by_folded(db, fold(request.text));
    if (!keyword) return tl::unexpected(keyword.error());
    if (!*keyword)
      return fail(ErrorCode::kNotFound, "'" + request.text + "' is not in the keyword library");
    out.keyword = std::move(**keyword);
  }
  auto target = store::keywords::target(db, out.keyword.id);
  if (!target) return tl::unexpected(target.error());
  out.target_url = std::move(*target);
  auto series =
      store::ranks::history(db, out.keyword.id, request.engine, request.since, request.until);
  if (!series) return tl::unexpected(series.error());
  out.series = std::move(*series);
  return out;
}

Result<RankMovers> rank_movers(Connection& db, const MoversRequest& request, const Zone& zone) {
  RankMovers out;
  out.since = request.since;
  out.until = request.until;
  auto moves = store::ranks::movers(db, zone.at(request.since, Millis(0)),
                                    zone.at(request.until + std::chrono::days(1), Millis(0)),
                                    request.limit + 1);
  if (!moves) return tl::unexpected(moves.error());
  out.moves = std::move(*moves);
  out.more = out.moves.size() > static_cast<std::size_t>(request.limit);
  if (out.more) out.moves.pop_back();
  return out;
}

}  // namespace vouch::web::gather
