#include "web/json_ranks.h"

#include <utility>

#include <boost/json.hpp>

#include "core/text.h"
#include "planning/rank_rules.h"

namespace vouch::web {
namespace {

namespace json = boost::json;

json::string text(std::string_view words) {
  return json::string(to_valid_utf8(words));
}

json::value moment(Time time) {
  if (time == Time{}) return nullptr;
  return text(to_rfc3339(time));
}

template <class List, class Make>
json::array array_of(const List& list, const Make& make) {
  json::array out;
  out.reserve(list.size());
  for (const auto& item : list) out.push_back(make(item));
  return out;
}

json::value day_or_null(const RankLook& look) {
  if (look.at == Time{}) return nullptr;
  return text(to_iso_date(look.day));
}

json::value number_or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

void put_look(json::object& out, const RankLook& look) {
  const bool measured = look.state != RankState::kUnmeasured;
  out["state"] = to_string(look.state);
  out["position"] = look.state == RankState::kRanked ? json::value(look.position) : nullptr;
  out["depth"] = measured ? json::value(look.depth) : nullptr;
  out["at"] = moment(look.at);
  out["day"] = day_or_null(look);
}

json::value counted(const RankLook& look, int first_page) {
  if (look.state == RankState::kUnmeasured) return nullptr;
  return first_page;
}

void put_series(json::object& out, const store::RankSeries& series) {
  out["engine"] = text(series.engine);
  out["place"] = text(series.place);
  out["device"] = text(series.device);
}

json::object move_json(const store::RankMoveRow& move) {
  return {{"at", moment(move.at)},
          {"from", move.from_place},
          {"to", move.to_place},
          {"lost", move.lost},
          {"found", move.found}};
}

json::object place_json(const store::BoardPlace& place, Date today) {
  json::object out;
  put_series(out, place.series);
  put_look(out, place.look);
  out["outdated"] = planning::is_outdated(place.look, today);
  out["wrong_page"] = place.wrong_page;
  out["first_page"] = counted(place.look, place.first_page);
  out["move"] = place.move ? json::value(move_json(*place.move)) : nullptr;
  out["last_measured"] = nullptr;
  if (place.last_measured) {
    json::object before;
    put_look(before, *place.last_measured);
    out["last_measured"] = std::move(before);
  }
  return out;
}

json::array keyword_items(const RankBoard& board, Date today) {
  return array_of(board.keywords, [&](const store::BoardKeyword& keyword) {
    json::object out{
        {"id", keyword.id.value}, {"text", text(keyword.text)}, {"priority", keyword.priority}};
    if (!keyword.target_url.empty()) out["target_url"] = text(keyword.target_url);
    out["places"] = array_of(
        keyword.places, [&](const store::BoardPlace& place) { return place_json(place, today); });
    return out;
  });
}

json::object engine_json(const EngineFigures& engine) {
  const planning::Visibility& figures = engine.figures;
  json::object out;
  put_series(out, engine.group);
  out["keywords"] = figures.keywords;
  out["measured"] = figures.measured;
  out["coverage"] = number_or_null(figures.coverage);
  out["telling"] = engine.telling;
  out["visibility"] = number_or_null(figures.index);
  out["curve_assumed"] = engine.curve_assumed;
  out["first_page_share"] = number_or_null(figures.first_page_share);
  out["median_ranked"] = number_or_null(figures.median_ranked);
  out["average"] = number_or_null(figures.average);
  out["shares"] = array_of(engine.shares, [](const DomainShare& share) {
    return json::object{{"own", share.domain.empty()},
                        {"domain", text(share.domain)},
                        {"name", text(share.name)},
                        {"share", share.share}};
  });
  return out;
}

json::object look_json(const store::Rank& rank) {
  json::object out;
  put_look(out, rank.look);
  out["wrong_page"] = rank.wrong_page;
  out["first_page"] = counted(rank.look, rank.first_page);
  out["url"] = text(rank.url);
  return out;
}

}  // namespace

std::string places_json(const std::vector<store::ClaimRank>& places) {
  return json::serialize(array_of(places, [](const store::ClaimRank& place) {
    json::object out;
    out["keyword"] = text(place.keyword);
    put_series(out, place.series);
    put_look(out, place.look);
    return out;
  }));
}

std::string keywords_json(const RankBoard& board, Date today) {
  return json::serialize(json::object{{"items", keyword_items(board, today)}});
}

std::string to_json(const RankBoard& board, Date today) {
  json::object out;
  out["items"] = keyword_items(board, today);
  out["next"] = board.next ? json::value(board.next->value) : nullptr;
  return json::serialize(out);
}

std::string to_json(const RankFigures& figures) {
  json::object out;
  out["day"] = text(to_iso_date(figures.day));
  out["least_coverage"] = planning::kLeastCoverage;
  out["items"] = array_of(figures.engines, engine_json);
  return json::serialize(out);
}

std::string to_json(const RankHistory& history) {
  json::object out;
  out["keyword"] = json::object{{"id", history.keyword.id.value},
                                {"text", text(history.keyword.text)},
                                {"priority", history.keyword.priority},
                                {"target_url", text(history.target_url)}};
  out["since"] = text(to_iso_date(history.since));
  out["until"] = text(to_iso_date(history.until));
  out["items"] = array_of(history.series, [](const store::SeriesHistory& one) {
    json::object series;
    put_series(series, one.series);
    series["looks"] = array_of(one.looks, look_json);
    return series;
  });
  return json::serialize(out);
}

std::string to_json(const RankMovers& movers) {
  json::object out;
  out["since"] = text(to_iso_date(movers.since));
  out["until"] = text(to_iso_date(movers.until));
  out["items"] = array_of(movers.moves, [](const store::Mover& mover) {
    json::object item = move_json(mover.move);
    item["keyword"] = json::object{{"id", mover.series.keyword.value},
                                   {"text", text(mover.keyword)},
                                   {"priority", mover.priority}};
    put_series(item, mover.series);
    return item;
  });
  out["more"] = movers.more;
  return json::serialize(out);
}

}  // namespace vouch::web
