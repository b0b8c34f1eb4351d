#include "engines/batch.h"

#include "core/hash.h"
#include "engines/list_sanity.h"
#include "engines/rest.h"
#include "engines/searches.h"

namespace vouch::engines {
namespace {

constexpr int kWallsInARow = 3;  // then the rest of the batch waits

constexpr std::string_view kTooFar = "对照检测与这次查询相隔太久，没有搜到不算";

Time tomorrow(const Zone& zone, Time now) {
  return zone.at(zone.date_of(now) + std::chrono::days(1), Millis(0));
}

class Batch {
 public:
  Batch(BatchRequest request, Allowance& allowance, BatchWorld world)
      : request_(std::move(request)),
        allowance_(allowance),
        world_(std::move(world)),
        searches_(plan_searches(request_, world_.provider.engine())) {
    allowance_.breaker = at_time(std::move(allowance_.breaker), world_.wall.now());
  }

  Task<BatchResult> run() {
    const bool framed = request_.framed();
    bool go_on = may_start(framed);
    if (go_on && framed) {
      co_await ask_known();
      go_on = result_.canary.state == CanaryState::kPassed;
      opening_failed_ = !go_on;
    }
    if (go_on) co_await ask_all(framed);
    if (go_on && framed) co_await ask_unknown();
    settle_all();
    co_return std::move(result_);
  }

 private:
  [[nodiscard]] Date today() const { return world_.zone.date_of(world_.wall.now()); }
  [[nodiscard]] int left() const { return engines::left(allowance_, today()); }

  // A frame without a look inside would only waste the quota.
  bool may_start(bool framed) {
    const auto rest = must_rest(allowance_, framed ? 3 : 1, world_.zone, world_.wall.now());
    if (rest) stop(rest->why, rest->until);
    return !rest;
  }

  void stop(Reason why, Time retry_at) {
    if (stopped_) return;
    stopped_ = true;
    result_.postponed_why = why;
    result_.retry_at = retry_at;
  }

  Task<SearchAnswer> ask(Question question) {
    if (result_.queries > 0 && world_.pause) co_await world_.pause();
    const bool rank = question.kind == QuestionKind::kKeyword;
    SearchAnswer answer = co_await ask_now(world_.provider, std::move(question), world_.pause);
    const Time now = world_.wall.now();
    count(answer);
    if (rank) result_.rank_queries += answer.queries;
    if (answer.cancelled) {
      cancelled_ = true;
      stop(Reason::kProviderError, now);
      co_return answer;
    }
    walls_in_a_row_ = is_wall(answer.reason) ? walls_in_a_row_ + 1 : 0;
    if (const auto rest = rest_after(answer, now)) {
      engines::rest(allowance_, now, rest->until);
      stop(rest->why, rest->until);
    }
    co_return answer;
  }

  void count(const SearchAnswer& answer) {
    result_.queries += answer.queries;
    result_.spent += answer.spent;
    allowance_.quota = spend(allowance_.quota, today(), answer.queries);
    allowance_.budget = spend(allowance_.budget, today(), answer.spent);
    if (answer.cancelled) return;
    allowance_.breaker =
        record_call(std::move(allowance_.breaker), answer.reason, world_.wall.now());
  }

  // What an answer says about the next question.
  [[nodiscard]] std::optional<Rest> rest_after(const SearchAnswer& answer, Time now) const {
    const Time asked_for = now + answer.retry_after.value_or(Millis(0));
    const Breaker& breaker = allowance_.breaker;
    if (!allows(breaker)) return Rest{answer.reason, std::max(reopens_at(breaker), asked_for)};
    if (const auto rest = rest_of(answer, world_.zone, now)) return rest;
    if (walls_in_a_row_ < kWallsInARow) return std::nullopt;
    const std::uint64_t seed =
        hash64(world_.provider.name(), static_cast<std::uint64_t>(to_millis(now)));
    return Rest{answer.reason, now + back_off(1, seed)};
  }

  Task<void> ask_known() {
    result_.canary.positive_url = request_.canary_url;
    opened_at_ = world_.wall.now();
    SearchAnswer answer = co_await ask(known_question(request_, world_.provider.engine()));
    result_.canary = judge_canary(std::move(result_.canary), answer, true);
    keep_canary(std::move(answer));
  }

  Task<void> ask_unknown() {
    CanaryResult& canary = result_.canary;
    if (stopped_ && result_.postponed_why != Reason::kQuotaExhausted) {
      canary.state = CanaryState::kUnanswered;
      canary.reason = result_.postponed_why;
      canary.text = "查询中途被拦，没有问到第二个对照网址，这一批不算";
      co_return;
    }
    if (request_.lists_only) {
      closed_at_ = world_.wall.now();
      co_return;
    }
    if (left() < 1) {  // the limit was lowered meanwhile
      canary.state = CanaryState::kUnanswered;
      canary.reason = Reason::kQuotaExhausted;
      canary.text = "查询次数用完，没有问到第二个对照网址，这一批不算";
      co_return;
    }
    canary.negative_url = unknown_url(request_.canary_url, world_.random);
    Question question = unknown_question(request_, world_.provider.engine(), canary.negative_url);
    SearchAnswer answer = co_await ask(std::move(question));
    closed_at_ = world_.wall.now();
    canary = judge_canary(std::move(canary), answer, false);
    keep_canary(std::move(answer));
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
        stop(Reason::kQuotaExhausted, tomorrow(world_.zone, world_.wall.now()));
        co_return;
      }
      SearchAnswer answer = co_await ask(search.question);
      if (answer.cancelled) co_return;
      search.asked_at = world_.wall.now();
      search.answer = counted(std::move(answer), search.question, request_.page_size);
      co_await ask_further(search, reserve);
      if (cancelled_) co_return;
    }
  }

  Task<void> ask_further(Search& search, int reserve) {
    const std::vector<Question> further = further_questions(search);
    for (const Question& question : further) {
      if (!wants(search, question, request_)) co_return;
      if (stopped_ || left() < 1 + reserve) {
        search.answer->absence_counts = false;
        co_return;
      }
      SearchAnswer more = co_await ask(question);
      if (more.cancelled) {  // half an answer is none: handed back
        search.answer.reset();
        co_return;
      }
      more = counted(std::move(more), question, request_.page_size);
      search.answer = both_answers(std::move(*search.answer), std::move(more));
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
  void settle_all() {
    distrust(searches_);
    for (Search& search : searches_) {
      if (cancelled_ || (!search.answer && !opening_failed_)) {
        postpone(search);
        continue;
      }
      if (!search.answer) search.asked_at = world_.wall.now();
      for (Finished& done : settle(request_, search, canary_for(search), world_.provider)) {
        result_.finished.push_back(std::move(done));
      }
    }
  }

  BatchRequest request_;
  Allowance& allowance_;
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

Task<BatchResult> run_batch(BatchRequest request, Allowance& allowance, BatchWorld world) {
  Batch batch(std::move(request), allowance, std::move(world));
  co_return co_await batch.run();
}

}  // namespace vouch::engines
