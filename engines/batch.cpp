#include "engines/batch.h"

#include <map>

#include <fmt/format.h>

#include "core/hash.h"

namespace vouch::engines {
namespace {

constexpr int kWallsInARow = 3;  // then the rest of the batch waits

constexpr std::string_view kTooFar = "对照检测与这次查询相隔太久，没有搜到不算";

// One question of the batch and the looks that it serves.
struct Search {
  Question question;
  int pages = 1;
  std::vector<std::size_t> index;  // into BatchRequest::index
  std::vector<std::size_t> rank;
  std::optional<SearchAnswer> answer;
  Time asked_at;
};

class Batch {
 public:
  Batch(BatchRequest request, Quota quota, Breaker breaker, BatchWorld world)
      : request_(std::move(request)), world_(std::move(world)) {
    result_.quota = quota;
    result_.breaker = at_time(std::move(breaker), world_.wall.now());
    plan();
  }

  Task<BatchResult> run() {
    const bool framed = !request_.canary_url.empty();
    bool go_on = may_start(framed);
    if (go_on && framed) {
      co_await ask_positive();
      go_on = result_.canary.state == CanaryState::kPassed;
      opening_failed_ = !go_on;
    }
    if (go_on) co_await ask_all(framed);
    if (go_on && framed) co_await ask_negative();
    settle();
    co_return std::move(result_);
  }

 private:
  [[nodiscard]] Date today() const { return world_.zone.date_of(world_.wall.now()); }
  [[nodiscard]] int left() const { return result_.quota.left(today()); }

  [[nodiscard]] Question about(const std::string& url) const {
    Question question = url_question(world_.provider.engine(), index_query(url));
    question.depth = request_.page_size;
    return question;
  }

  // Looks at one page ask once.
  void plan() {
    std::map<Question, std::size_t> by_question;
    const auto search_for = [&](Question question, int pages) -> Search& {
      const auto [entry, fresh] = by_question.emplace(question, searches_.size());
      if (fresh) {
        Search& search = searches_.emplace_back();
        search.question = std::move(question);
        search.pages = pages;
      }
      return searches_[entry->second];
    };
    for (std::size_t i = 0; i < request_.index.size(); ++i) {
      search_for(about(request_.index[i].url), 1).index.push_back(i);
    }
    for (std::size_t i = 0; i < request_.rank.size(); ++i) {
      Question question = keyword_question(world_.provider.engine(), request_.rank[i].text,
                                           request_.rank_pages * request_.page_size);
      search_for(std::move(question), request_.rank_pages).rank.push_back(i);
    }
  }

  // A frame without a look inside would only waste the quota.
  bool may_start(bool framed) {
    if (!allows(result_.breaker)) {
      stop(Reason::kBlocked, reopens_at(result_.breaker));
      return false;
    }
    if (left() < (framed ? 3 : 1)) {
      stop(Reason::kQuotaExhausted, tomorrow());
      return false;
    }
    return true;
  }

  [[nodiscard]] Time tomorrow() const {
    return world_.zone.at(today() + std::chrono::days(1), Millis(0));
  }

  void stop(Reason why, Time retry_at) {
    if (stopped_) return;
    stopped_ = true;
    result_.postponed_why = why;
    result_.retry_at = retry_at;
  }

  Task<SearchAnswer> ask(Question question) {
    if (result_.queries > 0 && world_.pause) co_await world_.pause();
    SearchAnswer answer = co_await ask_now(world_.provider, std::move(question), world_.pause);
    const Time now = world_.wall.now();
    result_.queries += answer.queries;
    result_.quota = spend(result_.quota, today(), answer.queries);
    if (answer.cancelled) {
      cancelled_ = true;
      stop(Reason::kProviderError, now);
      co_return answer;
    }
    result_.breaker = record_call(std::move(result_.breaker), answer.reason, now);
    walls_in_a_row_ = is_wall(answer.reason) ? walls_in_a_row_ + 1 : 0;
    const Time rested = now + answer.retry_after.value_or(Millis(0));
    if (!allows(result_.breaker)) {
      stop(answer.reason, std::max(reopens_at(result_.breaker), rested));
    } else if (answer.retry_after) {
      stop(answer.reason, rested);
    } else if (walls_in_a_row_ >= kWallsInARow) {
      const std::uint64_t seed =
          hash64(world_.provider.name(), static_cast<std::uint64_t>(to_millis(now)));
      stop(answer.reason, now + back_off(1, seed));
    }
    co_return answer;
  }

  Task<void> ask_positive() {
    CanaryResult& canary = result_.canary;
    canary.positive_url = request_.canary_url;
    opened_at_ = world_.wall.now();
    Question question = about(request_.canary_url);
    if (!request_.canary_query.empty()) question.text = request_.canary_query;
    SearchAnswer answer = co_await ask(std::move(question));
    judge_canary(answer, true);
    keep_canary(std::move(answer));
  }

  Task<void> ask_negative() {
    CanaryResult& canary = result_.canary;
    if (stopped_ && result_.postponed_why != Reason::kQuotaExhausted) {
      canary.state = CanaryState::kUnanswered;
      canary.reason = result_.postponed_why;
      canary.text = "查询中途被拦，没有问到第二个对照网址，这一批不算";
      co_return;
    }
    const Result<Url> known = Url::parse(request_.canary_url);
    const std::string origin = known ? known->origin() : "https://example.com";
    canary.negative_url = fmt::format("{}/{}.html", origin, random_token(world_.random, 16));
    SearchAnswer answer = co_await ask(about(canary.negative_url));
    closed_at_ = world_.wall.now();
    judge_canary(answer, false);
    keep_canary(std::move(answer));
  }

  void judge_canary(const SearchAnswer& answer, bool positive) {
    CanaryResult& canary = result_.canary;
    const std::string& url = positive ? canary.positive_url : canary.negative_url;
    const Presence presence = presence_of(answer, url, LooseKeyRules());
    const bool found = presence == Presence::kShown;
    if (!answer.valid()) {
      canary.state = CanaryState::kUnanswered;
      canary.reason = answer.reason;
      canary.text = fmt::format("对照检测没有得到答复：{}", chinese(answer.reason));
    } else if (positive && !found) {
      canary.state = CanaryState::kMissing;
      canary.reason = Reason::kCanaryFailed;
      canary.text = fmt::format("已知收录的网址 {} 没有搜到，这一批不算", url);
    } else if (!positive && found) {
      canary.state = CanaryState::kFalsePositive;
      canary.reason = Reason::kUntrusted;
      canary.text = fmt::format("不存在的网址 {} 也搜到了，这一批不算", url);
    } else {
      canary.state = CanaryState::kPassed;
      canary.reason = Reason::kOk;
    }
  }

  void keep_canary(SearchAnswer answer) {
    for (Exchange& exchange : answer.exchanges) {
      result_.canary_exchanges.push_back(std::move(exchange));
    }
  }

  Task<void> ask_all(bool framed) {
    const int reserve = framed ? 1 : 0;  // the closing canary
    for (Search& search : searches_) {
      if (stopped_) co_return;
      if (framed && world_.wall.now() - opened_at_ > kCanaryAge) {  // the rest in a new frame
        result_.postponed_why = Reason::kCanaryFailed;
        result_.retry_at = world_.wall.now();
        co_return;
      }
      if (left() < search.pages + reserve) {
        stop(Reason::kQuotaExhausted, tomorrow());
        co_return;
      }
      SearchAnswer answer = co_await ask(search.question);
      if (answer.cancelled) co_return;
      search.asked_at = world_.wall.now();
      search.answer = std::move(answer);
    }
  }

  // The canary as it counts for one search.
  [[nodiscard]] CanaryResult canary_for(const Search& search) const {
    CanaryResult canary = result_.canary;
    if (canary.state != CanaryState::kPassed || !search.answer) return canary;
    if (search.asked_at - opened_at_ > kCanaryAge || closed_at_ - search.asked_at > kCanaryAge) {
      canary.state = CanaryState::kStale;
      canary.reason = Reason::kCanaryFailed;
      canary.text = kTooFar;
    }
    return canary;
  }

  void postpone(const Search& search) {
    for (const std::size_t i : search.index) result_.postponed.push_back(request_.index[i].look);
    for (const std::size_t i : search.rank) result_.postponed.push_back(request_.rank[i].look);
  }

  // Every look gets an observation, or is handed back unasked. Where the opening canary failed
  // nothing was asked, and that is what each look has to say. Given up by us: nothing was observed.
  void settle() {
    for (Search& search : searches_) {
      if (cancelled_ || (!search.answer && !opening_failed_)) {
        postpone(search);
        continue;
      }
      const CanaryResult canary = canary_for(search);
      const SearchAnswer answer = search.answer.value_or(SearchAnswer());
      Asked asked;
      asked.provider = world_.provider.name();
      asked.engine = world_.provider.engine();
      asked.query = search.answer ? search.question.text : std::string();
      asked.at = search.answer ? search.asked_at : world_.wall.now();
      for (const std::size_t i : search.index) {
        finish(request_.index[i].look, index_observation(request_.index[i], answer, canary, asked),
               answer);
      }
      for (const std::size_t i : search.rank) {
        finish(request_.rank[i].look, rank_observation(request_.rank[i], answer, canary, asked),
               answer);
        Finished& done = result_.finished.back();
        done.list.trusted = done.observation.outcome != Outcome::kInconclusive;
        if (!done.list.trusted) continue;
        done.list.rows = answer.rows;
        done.list.depth = answer.depth;
      }
    }
  }

  void finish(LookId look, Observation observation, const SearchAnswer& answer) {
    result_.finished.push_back(Finished{look, std::move(observation), answer.exchanges, {}});
  }

  BatchRequest request_;
  BatchWorld world_;
  BatchResult result_;
  std::vector<Search> searches_;
  Time opened_at_;
  Time closed_at_;
  bool stopped_ = false;
  bool cancelled_ = false;
  bool opening_failed_ = false;
  int walls_in_a_row_ = 0;
};

}  // namespace

Task<BatchResult> run_batch(BatchRequest request, Quota quota, Breaker breaker, BatchWorld world) {
  Batch batch(std::move(request), quota, std::move(breaker), std::move(world));
  co_return co_await batch.run();
}

}  // namespace vouch::engines
