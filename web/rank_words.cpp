#include "web/rank_words.h"

#include <fmt/format.h>

namespace vouch::web {

std::string place_words(Lang lang, const RankLook& look) {
  switch (look.state) {
    case RankState::kRanked:
      return lang == Lang::kZh ? fmt::format("第 {} 位", look.position)
                               : fmt::format("place {}", look.position);
    case RankState::kNotInTop:
      return lang == Lang::kZh ? fmt::format("未进前 {}", look.depth)
                               : fmt::format("not in the top {}", look.depth);
    case RankState::kUnmeasured:
      return std::string(pick(lang, "未测", "not measured"));
  }
  return {};
}

std::string day_words(const RankLook& look, Date today) {
  if (look.at == Time{}) return {};
  const std::string day = to_iso_date(look.day);
  return day.substr(0, 4) == to_iso_date(today).substr(0, 4) ? day.substr(5) : day;
}

bool is_rise(const store::RankMoveRow& move) {
  return move.to_place < move.from_place;
}

std::string move_words(Lang lang, const store::RankMoveRow& move) {
  if (move.lost)
    return fmt::format("↓ {} {:g}", pick(lang, "掉出，原第", "lost, was"), move.from_place);
  if (move.found) return fmt::format("↑ {} {:g}", pick(lang, "新进，第", "new at"), move.to_place);
  return fmt::format("{} {:g} → {:g}", is_rise(move) ? "↑" : "↓", move.from_place, move.to_place);
}

std::string series_words(Lang lang, const store::RankSeries& series, const Names& names) {
  std::string out = engine_name(lang, series.engine, names);
  if (series.device == "mobile") out += pick(lang, " 手机", " mobile");
  if (!series.place.empty()) out += " " + series.place;
  return out;
}

std::string per_cent_words(double share) {
  return fmt::format("{:.1f}%", share * 100);
}

}  // namespace vouch::web
