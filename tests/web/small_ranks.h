// Ranks of the small company: on Baidu one keyword that rises to the first page, one that is not in
// the top, one whose newest look measured nothing, one looked at too long ago, one never looked at
// and one deep down. Three of six are measured: just enough for figures.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "store/competitors.h"
#include "store/keywords.h"
#include "store/observations.h"
#include "store/ranks.h"

namespace vouch::web::test {

class RankFounder {
 public:
  RankFounder(store::Connection& db, Time now, ClaimId promoted)
      : db_(db), now_(now), promoted_(promoted) {}

  void found() {
    must(store::competitors::insert(db_, {"rival.example", "对手公司"}));
    rising();
    const auto absent = series(keyword("除醛", 2));
    look(absent, 0, RankState::kNotInTop, 0);
    const auto blind = series(keyword("滤芯", 2, "https://lanjing.example/filter"));
    look(blind, 1, RankState::kRanked, 7, true);
    look(blind, 0, RankState::kUnmeasured, 0);
    look(series(keyword("新风机", 3)), 9, RankState::kRanked, 2);
    keyword("</td><script>alert(5)</script>没测过的词", 3);
    look(series(keyword("净化器租赁", 3, "https://lanjing.example/hire")), 0, RankState::kRanked,
         14, true);
  }

 private:
  static void must(const Status& status) {
    if (!status) throw std::runtime_error(status.error().text());
  }
  template <class T>
  static T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().text());
    return std::move(*result);
  }

  KeywordId keyword(const std::string& text, int priority, const std::string& target = {}) {
    const KeywordId id = must(store::keywords::insert(db_, {{}, text, text, priority}));
    if (!target.empty()) must(store::keywords::set_target(db_, id, target));
    return id;
  }
  store::RankSeries series(KeywordId id) {
    store::RankSeries out{{}, id, "baidu", "", "desktop"};
    out.id = must(store::ranks::series(db_, out));
    return out;
  }

  // Twelfth for two weeks, not measured for three days, third since the day before yesterday.
  void rising() {
    const auto found = must(store::keywords::find_by_folded(db_, "空气净化器"));
    const store::RankSeries own = series(found.value().id);
    for (int ago = 20; ago >= 6; --ago) look(own, ago, RankState::kRanked, 12);
    for (int ago = 5; ago >= 3; --ago) look(own, ago, RankState::kUnmeasured, 0);
    look(own, 2, RankState::kRanked, 3);
    const RankId second = look(own, 1, RankState::kRanked, 3);
    must(store::ranks::insert_move(db_, {own.id, second, moment(1), 12, 3, false, false}));
    look(own, 0, RankState::kRanked, 3, false,
         {{1, RowOwner::kCompetitor, {}, "rival.example", "https://rival.example/"},
          {3, RowOwner::kOwnPage, {}, "lanjing.example", "https://lanjing.example/"},
          {5, RowOwner::kClaim, promoted_, "bbs.example", "http://bbs.example/t/1"}});
  }

  [[nodiscard]] Time moment(int days_ago) const {
    return now_ - std::chrono::hours(24 * days_ago + 1);
  }

  RankId look(const store::RankSeries& series, int days_ago, RankState state, int position,
              bool wrong_page = false, std::vector<RankRow> rows = {}) {
    Observation seen;
    seen.keyword = series.keyword;
    seen.stage = parse_stage("index:baidu").value();
    seen.look_no = ++looks_;
    seen.observed_at = moment(days_ago);
    seen.outcome = state == RankState::kRanked ? Outcome::kFound : Outcome::kInconclusive;
    seen.reason = state == RankState::kRanked ? Reason::kOk : Reason::kCaptcha;
    seen.provider = "test";
    seen.detail = "{}";
    store::Rank rank;
    rank.series = series.id;
    rank.observation = must(store::observations::insert(db_, seen));
    const int depth = state == RankState::kUnmeasured ? 0 : 50;
    rank.look = {seen.observed_at, Zone::shanghai().date_of(seen.observed_at), state, position,
                 depth};
    rank.wrong_page = wrong_page;
    rank.first_page =
        static_cast<int>(std::count_if(rows.begin(), rows.end(), [](const RankRow& row) {
          return row.owner == RowOwner::kClaim;
        }));
    if (state == RankState::kRanked) rank.url = "https://lanjing.example/";
    rank.rows = std::move(rows);
    return must(store::ranks::insert(db_, rank));
  }

  store::Connection& db_;
  Time now_;
  ClaimId promoted_;
  int looks_ = 0;
};

}  // namespace vouch::web::test
