#include "store/claim_browse.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "store/claims.h"
#include "store/columns.h"

namespace vouch::store::claims {
namespace {

// Two texts for each way in, so that the planner walks its index in the order asked for. $1 and $2:
// from which to which id, $3: how many.
struct Way {
  int values;  // how many parameters its texts have
  std::string_view oldest;
  std::string_view newest;
};

constexpr Way kAll = {3, "SELECT id FROM claim WHERE id BETWEEN $1 AND $2 ORDER BY id LIMIT $3",
                      "SELECT id FROM claim WHERE id BETWEEN $1 AND $2 ORDER BY id DESC LIMIT $3"};
constexpr Way kOfUser = {
    4, "SELECT id FROM claim WHERE user_id = $4 AND id BETWEEN $1 AND $2 ORDER BY id LIMIT $3",
    "SELECT id FROM claim WHERE user_id = $4 AND id BETWEEN $1 AND $2 ORDER BY id DESC LIMIT $3"};
constexpr Way kAllWithWords = {5,
                               R"sql(SELECT id FROM claim WHERE id BETWEEN $1 AND $2
      AND (title LIKE $5 ESCAPE '!' OR url LIKE $5 ESCAPE '!') ORDER BY id LIMIT $3)sql",
                               R"sql(SELECT id FROM claim WHERE id BETWEEN $1 AND $2
      AND (title LIKE $5 ESCAPE '!' OR url LIKE $5 ESCAPE '!') ORDER BY id DESC LIMIT $3)sql"};
constexpr Way kOfUserWithWords = {
    5,
    R"sql(SELECT id FROM claim WHERE user_id = $4 AND id BETWEEN $1 AND $2
      AND (title LIKE $5 ESCAPE '!' OR url LIKE $5 ESCAPE '!') ORDER BY id LIMIT $3)sql",
    R"sql(SELECT id FROM claim WHERE user_id = $4 AND id BETWEEN $1 AND $2
      AND (title LIKE $5 ESCAPE '!' OR url LIKE $5 ESCAPE '!') ORDER BY id DESC LIMIT $3)sql"};
constexpr Way kOfVerdict = {6,
                            R"sql(SELECT claim_id FROM verdict WHERE work = $5 AND phase = $6
      AND claim_id BETWEEN $1 AND $2 ORDER BY claim_id LIMIT $3)sql",
                            R"sql(SELECT claim_id FROM verdict WHERE work = $5 AND phase = $6
      AND claim_id BETWEEN $1 AND $2 ORDER BY claim_id DESC LIMIT $3)sql"};
constexpr Way kOfUserAndVerdict = {
    6,
    R"sql(SELECT claim_id FROM verdict WHERE user_id = $4 AND work = $5 AND phase = $6
      AND claim_id BETWEEN $1 AND $2 ORDER BY claim_id LIMIT $3)sql",
    R"sql(SELECT claim_id FROM verdict WHERE user_id = $4 AND work = $5 AND phase = $6
      AND claim_id BETWEEN $1 AND $2 ORDER BY claim_id DESC LIMIT $3)sql"};
constexpr Way kUnjudged = {3,
                           R"sql(SELECT claim_id FROM unjudged_claim
      WHERE claim_id BETWEEN $1 AND $2 ORDER BY claim_id LIMIT $3)sql",
                           R"sql(SELECT claim_id FROM unjudged_claim
      WHERE claim_id BETWEEN $1 AND $2 ORDER BY claim_id DESC LIMIT $3)sql"};
constexpr Way kOfKeyword = {5,
                            R"sql(SELECT claim_id FROM claim_keyword WHERE folded = $5
      AND claim_id BETWEEN $1 AND $2 ORDER BY claim_id LIMIT $3)sql",
                            R"sql(SELECT claim_id FROM claim_keyword WHERE folded = $5
      AND claim_id BETWEEN $1 AND $2 ORDER BY claim_id DESC LIMIT $3)sql"};
constexpr Way kOfEngine = {
    6,
    R"sql(SELECT claim_id FROM verdict_engine WHERE engine = $5 AND verdict = $6
      AND claim_id BETWEEN $1 AND $2 AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4)
      ORDER BY claim_id LIMIT $3)sql",
    R"sql(SELECT claim_id FROM verdict_engine WHERE engine = $5 AND verdict = $6
      AND claim_id BETWEEN $1 AND $2 AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4)
      ORDER BY claim_id DESC LIMIT $3)sql"};
constexpr Way kOfPlatform = {5,
                             R"sql(SELECT id FROM claim WHERE platform = $5 AND id BETWEEN $1 AND $2
      AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4) ORDER BY id LIMIT $3)sql",
                             R"sql(SELECT id FROM claim WHERE platform = $5 AND id BETWEEN $1 AND $2
      AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4) ORDER BY id DESC LIMIT $3)sql"};
constexpr Way kOfType = {5,
                         R"sql(SELECT id FROM claim WHERE work_type = $5 AND id BETWEEN $1 AND $2
      AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4) ORDER BY id LIMIT $3)sql",
                         R"sql(SELECT id FROM claim WHERE work_type = $5 AND id BETWEEN $1 AND $2
      AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4) ORDER BY id DESC LIMIT $3)sql"};
constexpr Way kLate = {4,
                       R"sql(SELECT id FROM claim WHERE late = 1 AND id BETWEEN $1 AND $2
      AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4) ORDER BY id LIMIT $3)sql",
                       R"sql(SELECT id FROM claim WHERE late = 1 AND id BETWEEN $1 AND $2
      AND (CAST($4 AS BIGINT) IS NULL OR user_id = $4) ORDER BY id DESC LIMIT $3)sql"};

constexpr std::string_view kLookAt = R"sql(
  SELECT c.user_id, c.work_day, c.platform, c.work_type, c.late, coalesce(v.work, 'PENDING'),
    coalesce(v.phase, 'NONE'),
    CAST($2 AS TEXT) IS NULL OR c.title LIKE $2 ESCAPE '!' OR c.url LIKE $2 ESCAPE '!',
    CAST($3 AS TEXT) IS NULL
      OR EXISTS(SELECT 1 FROM claim_keyword k WHERE k.claim_id = c.id AND k.folded = $3),
    CAST($4 AS TEXT) IS NULL
      OR EXISTS(SELECT 1 FROM verdict_engine e
                WHERE e.claim_id = c.id AND e.engine = $4 AND e.verdict = $5)
  FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id WHERE c.id = $1)sql";

constexpr int kLookedAt = 4000;      // claims that are looked at for one page
constexpr int kWindow = 10'000;      // ids that are searched for words in one go
constexpr int kUserWindow = 60'000;  // of one person's, who has a part of them; of many: shared
constexpr int kWindowCost = 1300;    // of all together, as so many claims that are looked at

struct Candidate {
  UserId user;
  Date day;
  std::string platform;
  std::string work_type;
  bool late = false;
  WorkVerdict work = WorkVerdict::kPending;
  FailedPhase phase = FailedPhase::kNone;
  bool words = false;
  bool keyword = false;
  bool engine = false;
};

std::optional<std::string> or_none(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> pattern_of(const std::string& words) {
  if (words.empty()) return std::nullopt;
  std::string out = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + "%";
}

// A stretch of ids still to be read, by one way in.
struct Source {
  const Way* way = nullptr;
  const BrowseScope* scope = nullptr;
  std::optional<UserId> user;
  std::optional<std::string> first;   // $5
  std::optional<std::string> second;  // $6
  std::int64_t window = 0;            // ids a reading; 0: no limit
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::vector<ClaimId> read;
  std::size_t at = 0;

  [[nodiscard]] bool is_empty() const { return at == read.size(); }
  [[nodiscard]] bool is_done() const { return is_empty() && low > high; }
};

class Browser {
 public:
  Browser(Connection& db, const Browse& wanted, Order order, int limit)
      : db_(db), wanted_(wanted), order_(order), limit_(static_cast<std::size_t>(limit)) {
    pattern_ = pattern_of(wanted.words);
  }

  Result<BrowsePage> run(ClaimId after) {
    const Status placed = place(after);
    if (!placed) return tl::unexpected(placed.error());
    for (const BrowseScope& scope : wanted_.scopes) add_sources(scope);
    share_windows();
    while (true) {
      const auto filled = fill();
      if (!filled) return tl::unexpected(filled.error());
      if (!*filled || budget_ <= 0) {
        stop_here();
        break;
      }
      const std::optional<ClaimId> next = take();
      if (!next) break;
      const auto fits = is_wanted(*next);
      if (!fits) return tl::unexpected(fits.error());
      if (!*fits) continue;
      if (page_.ids.size() == limit_) {
        page_.next = page_.ids.back();
        break;
      }
      page_.ids.push_back(*next);
    }
    return std::move(page_);
  }

 private:
  [[nodiscard]] bool newest() const { return order_ == Order::kNewest; }

  Status place(ClaimId after) {
    low_ = 1;
    high_ = std::numeric_limits<std::int64_t>::max() - 1;
    const auto days = ids_of_days(db_, wanted_.since, wanted_.until);
    if (!days) return tl::unexpected(days.error());
    low_ = std::max(low_, days->first.value);
    high_ = std::min(high_, days->last.value);
    if (newest() && !after && !wanted_.words.empty()) {
      const auto last = db_.scalar<std::int64_t>("SELECT max(id) FROM claim");
      if (!last) return tl::unexpected(last.error());
      high_ = std::min(high_, *last);
    }
    if (after && newest()) high_ = std::min(high_, after.value - 1);
    if (after && !newest()) low_ = std::max(low_, after.value + 1);
    if (wanted_.one) {
      low_ = std::max(low_, wanted_.one->value);
      high_ = std::min(high_, wanted_.one->value);
    }
    if (!newest() && !wanted_.words.empty()) {
      const auto last = db_.scalar<std::int64_t>("SELECT max(id) FROM claim");
      if (!last) return tl::unexpected(last.error());
      high_ = std::min(high_, *last);
    }
    return {};
  }

  // Few claims have these verdicts; all others are what most claims come to.
  static bool are_few(const BrowseScope& scope) {
    return !scope.any_verdict &&
           std::none_of(scope.verdicts.begin(), scope.verdicts.end(), [](const auto& pair) {
             return pair.first == WorkVerdict::kVerified && pair.second == FailedPhase::kNone;
           });
  }

  void add_sources(const BrowseScope& scope) {
    if (!scope.any_verdict && scope.verdicts.empty()) return;
    if (scope.everybody) return add_for(scope, std::nullopt);
    if (!wanted_.keyword.empty() && !scope.users.empty()) return add_for(scope, std::nullopt);
    for (const UserId user : scope.users) add_for(scope, user);
  }

  void add_for(const BrowseScope& scope, std::optional<UserId> user) {
    if (!wanted_.keyword.empty()) return add(scope, kOfKeyword, user, wanted_.keyword);
    const bool few = are_few(scope);
    if (!few && wanted_.index)
      return add(scope, kOfEngine, user, wanted_.engine, std::string(to_string(*wanted_.index)));
    if (!few && !wanted_.platform.empty()) return add(scope, kOfPlatform, user, wanted_.platform);
    if (!few && !wanted_.work_type.empty()) return add(scope, kOfType, user, wanted_.work_type);
    if (!few && wanted_.late.value_or(false)) return add(scope, kLate, user);
    if (!scope.any_verdict) return add_verdicts(scope, user);
    if (!wanted_.words.empty()) {
      add(scope, user ? kOfUserWithWords : kAllWithWords, user, pattern_);
      sources_.back().window = user ? kUserWindow : kWindow;
      return;
    }
    add(scope, user ? kOfUser : kAll, user);
  }

  // A page moves all of them on: else nobody could go on from where it stopped.
  void share_windows() {
    const auto searched = std::count_if(sources_.begin(), sources_.end(), [](const Source& source) {
      return source.way == &kOfUserWithWords;
    });
    if (searched < 2) return;
    window_cost_ = std::max<int>(1, kWindowCost / static_cast<int>(searched));
    for (Source& source : sources_) {
      if (source.way == &kOfUserWithWords)
        source.window = std::max<std::int64_t>(1, kUserWindow / searched);
    }
  }

  void add_verdicts(const BrowseScope& scope, std::optional<UserId> user) {
    for (const auto& [work, phase] : scope.verdicts) {
      add(scope, user ? kOfUserAndVerdict : kOfVerdict, user, std::string(to_string(work)),
          std::string(to_string(phase)));
      if (work == WorkVerdict::kPending && phase == FailedPhase::kNone) add(scope, kUnjudged, user);
    }
  }

  void add(const BrowseScope& scope, const Way& way, std::optional<UserId> user,
           std::optional<std::string> first = {}, std::optional<std::string> second = {}) {
    Source source;
    source.scope = &scope;
    source.way = &way;
    source.user = user;
    source.first = std::move(first);
    source.second = std::move(second);
    source.low = low_;
    source.high = high_;
    sources_.push_back(std::move(source));
  }

  // Each source that is not at its end has something to offer; false: enough was looked through.
  Result<bool> fill() {
    for (Source& source : sources_) {
      while (source.is_empty() && source.low <= source.high) {
        if (budget_ <= 0) return false;
        const Status loaded = load(source);
        if (!loaded) return tl::unexpected(loaded.error());
      }
    }
    return true;
  }

  Result<std::vector<ClaimId>> read(const Source& source, std::int64_t low, std::int64_t high,
                                    std::int64_t count) {
    const std::string_view sql = newest() ? source.way->newest : source.way->oldest;
    const auto id_of = [](const Row& row) {
      ClaimId id;
      row.read(id);
      return id;
    };
    switch (source.way->values) {
      case 3:
        return db_.all<ClaimId>(sql, id_of, low, high, count);
      case 4:
        return db_.all<ClaimId>(sql, id_of, low, high, count, source.user);
      case 5:
        return db_.all<ClaimId>(sql, id_of, low, high, count, source.user, source.first);
      case 6:
        return db_.all<ClaimId>(sql, id_of, low, high, count, source.user, source.first,
                                source.second);
    }
    return fail(ErrorCode::kInternal, "a way with so many values is not known");
  }

  Status load(Source& source) {
    std::int64_t low = source.low;
    std::int64_t high = source.high;
    if (source.window > 0) {
      budget_ -= window_cost_;
      if (newest()) {
        low = std::max(low, high - source.window + 1);
      } else {
        high = std::min(high, low + source.window - 1);
      }
    }
    const auto chunk = static_cast<std::int64_t>(limit_ + 1);
    auto ids = read(source, low, high, chunk);
    if (!ids) return tl::unexpected(ids.error());
    const bool whole = static_cast<std::int64_t>(ids->size()) < chunk;
    if (newest()) {
      source.high = whole ? low - 1 : ids->back().value - 1;
    } else {
      source.low = whole ? high + 1 : ids->back().value + 1;
    }
    source.read = std::move(*ids);
    source.at = 0;
    return {};
  }

  // The next id of all sources; taking_ are those that offer it.
  std::optional<ClaimId> take() {
    std::optional<ClaimId> best;
    for (const Source& source : sources_) {
      if (source.is_empty()) continue;
      const ClaimId id = source.read[source.at];
      const bool better = !best || (newest() ? id > *best : id < *best);
      if (better) best = id;
    }
    taking_.clear();
    if (!best) return best;
    for (Source& source : sources_) {
      if (source.is_empty() || source.read[source.at] != *best) continue;
      taking_.push_back(&source);
      ++source.at;
    }
    return best;
  }

  // Where the source that got least far stands.
  void stop_here() {
    std::optional<std::int64_t> top;
    for (const Source& source : sources_) {
      if (source.is_done()) continue;
      const std::int64_t offered =
          source.is_empty() ? (newest() ? source.high : source.low) : source.read[source.at].value;
      if (!top || (newest() ? offered > *top : offered < *top)) top = offered;
    }
    if (!top) return;
    page_.next = ClaimId{newest() ? *top + 1 : *top - 1};
    // "From the beginning" is no place to go on from.
    if (!newest() && page_.next->value <= 0) page_.next.reset();
  }

  [[nodiscard]] bool is_answered_by(const Source& source) const {
    const Way* way = source.way;
    const bool by_user = source.user && (way == &kOfUser || way == &kOfUserAndVerdict ||
                                         way == &kOfUserWithWords || way == &kOfEngine ||
                                         way == &kOfPlatform || way == &kOfType || way == &kLate);
    const bool by_verdict = way == &kOfVerdict || way == &kOfUserAndVerdict;
    const bool by_words = way == &kAllWithWords || way == &kOfUserWithWords;
    return (source.scope->everybody || by_user) && (source.scope->any_verdict || by_verdict) &&
           (wanted_.words.empty() || by_words) && (wanted_.keyword.empty() || way == &kOfKeyword) &&
           (!wanted_.index || way == &kOfEngine) &&
           (wanted_.platform.empty() || way == &kOfPlatform) &&
           (wanted_.work_type.empty() || way == &kOfType) && (!wanted_.late || way == &kLate) &&
           !wanted_.since && !wanted_.until;
  }

  Result<bool> is_wanted(ClaimId id) {
    for (const Source* source : taking_) {
      if (is_answered_by(*source)) return true;
    }
    --budget_;
    const auto engine = wanted_.index ? or_none(wanted_.engine) : std::nullopt;
    const auto seen = db_.first<Candidate>(
        kLookAt,
        [](const Row& row) {
          Candidate out;
          row.read(out.user, out.day, out.platform, out.work_type, out.late, out.work, out.phase,
                   out.words, out.keyword, out.engine);
          return out;
        },
        id, pattern_, or_none(wanted_.keyword), engine, wanted_.index);
    if (!seen) return tl::unexpected(seen.error());
    if (!*seen || !fits(**seen)) return false;
    return std::any_of(taking_.begin(), taking_.end(),
                       [&](const Source* source) { return is_in(*source->scope, **seen); });
  }

  [[nodiscard]] bool fits(const Candidate& seen) const {
    return seen.words && seen.keyword && seen.engine &&
           (wanted_.platform.empty() || seen.platform == wanted_.platform) &&
           (wanted_.work_type.empty() || seen.work_type == wanted_.work_type) &&
           (!wanted_.late || seen.late == *wanted_.late) &&
           (!wanted_.since || seen.day >= *wanted_.since) &&
           (!wanted_.until || seen.day <= *wanted_.until);
  }

  static bool is_in(const BrowseScope& scope, const Candidate& seen) {
    const bool person = scope.everybody || std::find(scope.users.begin(), scope.users.end(),
                                                     seen.user) != scope.users.end();
    const std::pair verdict(seen.work, seen.phase);
    return person && (scope.any_verdict || std::find(scope.verdicts.begin(), scope.verdicts.end(),
                                                     verdict) != scope.verdicts.end());
  }

  Connection& db_;
  const Browse& wanted_;
  Order order_;
  std::size_t limit_;
  std::optional<std::string> pattern_;
  std::int64_t low_ = 0;
  std::int64_t high_ = 0;
  int budget_ = kLookedAt;
  int window_cost_ = kWindowCost;
  std::vector<Source> sources_;
  std::vector<Source*> taking_;
  BrowsePage page_;
};

}  // namespace

Result<BrowsePage> browse(Connection& db, const Browse& wanted, Order order, ClaimId after,
                          int limit) {
  return Browser(db, wanted, order, limit).run(after);
}

}  // namespace vouch::store::claims
