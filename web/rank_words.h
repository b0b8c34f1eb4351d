// The words of ranks on the pages. "Not in the top" (the list was read) and "not measured" (nobody
// knows) are never mixed. Pure.
#pragma once

#include <string>
#include <string_view>

#include "store/ranks.h"
#include "web/words.h"

namespace vouch::web {

std::string place_words(Lang lang, const RankLook& look);  // "第 3 位", "未进前 50", "未测"
// "11-24" of this year, "2025-11-24" of another; "" where nobody looked.
std::string day_words(const RankLook& look, Date today);
std::string move_words(Lang lang, const store::RankMoveRow& move);  // "↑ 12 → 3", "↓ 掉出 ..."
bool is_rise(const store::RankMoveRow& move);
// "百度", "百度 手机", "百度 上海"
std::string series_words(Lang lang, const store::RankSeries& series, const Names& names);
std::string per_cent_words(double share);  // "14.8%"

}  // namespace vouch::web
