#include "store/claim_browse.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>

#include "store/reports.h"
#include "tests/store/store_fixture.h"

namespace vouch::store::claims {
namespace {

using ::testing::ElementsAreArray;

constexpr Date kFirstDay{std::chrono::days(20'700)};

struct Known {  // what a claim is, for counting by hand
  ClaimId id;
  UserId user;
  Date day;
  std::string platform;
  std::string work_type;
  std::string title;
  bool late = false;
  bool keyword = false;
  std::optional<std::pair<WorkVerdict, FailedPhase>> verdict;
  IndexVerdict index = IndexVerdict::kWatching;
};

class BrowseTest : public StoreTest {
 protected:
  void SetUp() override {
    open();
    const auto filled = write<bool>([this](WriteContext& context) -> Result<bool> {
      fill(context.db);
      return true;
    });
    ASSERT_TRUE(filled);
  }

  void fill(Connection& db) {
    for (int i = 0; i < 4; ++i) {
      User user;
      user.login = fmt::format("browser{}", i);
      user.name = user.login;
      users_.push_back(people::insert_user(db, user, Time{}).value());
    }
    Report report;
    report.user = users_.front();
    report.date = kFirstDay;
    report.source = "api";
    report.idempotency_key = "browse";
    const ReportId report_id = reports::insert(db, report).value();
    for (int i = 0; i < 400; ++i) add(db, i, report_id);
  }

  void add(Connection& db, int i, ReportId report) {
    const auto pick = [this](int most) {
      return static_cast<int>(random_() % static_cast<unsigned>(most));
    };
    Known known;
    known.user = users_[static_cast<std::size_t>(pick(4))];
    known.day = kFirstDay + std::chrono::days(i / 20 - pick(2));
    known.platform = pick(5) == 0 ? "rare" : "forum";
    known.work_type = pick(3) == 0 ? "article" : "post";
    known.title = pick(10) == 0 ? "100%净化" : fmt::format("标题{}", i);
    known.late = pick(8) == 0;
    known.keyword = pick(4) == 0;
    Claim claim;
    claim.report = report;
    claim.user = known.user;
    claim.work_date = known.day;
    claim.work_type = known.work_type;
    claim.platform = known.platform;
    claim.title = known.title;
    claim.raw_url = claim.url = claim.strict_key = claim.loose_key =
        fmt::format("http://pages.example/{}", i);
    claim.site = "pages.example";
    if (known.keyword) claim.keywords = {"净水器", "滤芯"};
    claim.marks.late = known.late;
    known.id = insert(db, claim).value();
    if (pick(10) != 0) add_verdict(db, known, pick(12));
    known_.push_back(known);
  }

  static void add_verdict(Connection& db, Known& known, int kind) {
    Verdict verdict;
    verdict.claim = known.id;
    verdict.work = WorkVerdict::kVerified;
    if (kind == 0) verdict.work = WorkVerdict::kPending;
    if (kind == 1 || kind == 2) verdict.work = WorkVerdict::kFailed;
    if (kind == 1) verdict.phase = FailedPhase::kWithEmployee;
    if (kind == 2) verdict.phase = FailedPhase::kWithSupervisor;
    if (kind == 3) verdict.work = WorkVerdict::kManual;
    known.verdict = std::pair(verdict.work, verdict.phase);
    known.index = kind % 2 == 0 ? IndexVerdict::kIndexed : IndexVerdict::kNotIndexed;
    EngineResult baidu;
    baidu.engine = "baidu";
    baidu.verdict = known.index;
    verdict.engines.push_back(baidu);
    ASSERT_TRUE(verdicts::put(db, verdict, "{}"));
  }

  [[nodiscard]] static bool is_in(const Known& known, const BrowseScope& scope) {
    const bool person = scope.everybody || std::find(scope.users.begin(), scope.users.end(),
                                                     known.user) != scope.users.end();
    const auto verdict =
        known.verdict.value_or(std::pair(WorkVerdict::kPending, FailedPhase::kNone));
    return person && (scope.any_verdict || std::find(scope.verdicts.begin(), scope.verdicts.end(),
                                                     verdict) != scope.verdicts.end());
  }

  [[nodiscard]] std::vector<ClaimId> by_hand(const Browse& wanted, Order order) const {
    std::vector<ClaimId> out;
    for (const Known& known : known_) {
      const bool in = std::any_of(wanted.scopes.begin(), wanted.scopes.end(),
                                  [&](const BrowseScope& scope) { return is_in(known, scope); });
      const bool fits =
          in && (!wanted.one || known.id == *wanted.one) &&
          (!wanted.since || known.day >= *wanted.since) &&
          (!wanted.until || known.day <= *wanted.until) &&
          (wanted.platform.empty() || known.platform == wanted.platform) &&
          (wanted.work_type.empty() || known.work_type == wanted.work_type) &&
          (wanted.keyword.empty() || known.keyword) &&
          (!wanted.index || (known.verdict && known.index == *wanted.index)) &&
          (!wanted.late || known.late == *wanted.late) &&
          (wanted.words.empty() || known.title.find(wanted.words) != std::string::npos);
      if (fits) out.push_back(known.id);
    }
    if (order == Order::kNewest) std::reverse(out.begin(), out.end());
    return out;
  }

  // All pages of it; a page without an entry may name a next one.
  std::vector<ClaimId> all_pages(const Browse& wanted, Order order, int limit) {
    std::vector<ClaimId> out;
    read<bool>([&](Connection& db) -> Result<bool> {
      ClaimId after;
      for (int guard = 0; guard < 1000; ++guard) {
        const auto page = browse(db, wanted, order, after, limit);
        if (!page) return tl::unexpected(page.error());
        EXPECT_LE(page->ids.size(), static_cast<std::size_t>(limit));
        out.insert(out.end(), page->ids.begin(), page->ids.end());
        if (!page->next) return true;
        EXPECT_NE(*page->next, after) << "it goes on";
        after = *page->next;
      }
      ADD_FAILURE() << "without an end";
      return true;
    });
    return out;
  }

  Browse random_filter() {
    const auto pick = [this](int most) {
      return static_cast<int>(random_() % static_cast<unsigned>(most));
    };
    Browse wanted;
    const int scopes = 1 + pick(2);
    for (int i = 0; i < scopes; ++i) {
      BrowseScope scope;
      scope.everybody = pick(3) == 0;
      for (const UserId user : users_) {
        if (!scope.everybody && pick(2) == 0) scope.users.push_back(user);
      }
      scope.any_verdict = pick(2) == 0;
      if (!scope.any_verdict) {
        scope.verdicts.emplace_back(WorkVerdict::kPending, FailedPhase::kNone);
        if (pick(2) == 0)
          scope.verdicts.emplace_back(WorkVerdict::kFailed, FailedPhase::kWithEmployee);
        if (pick(2) == 0) scope.verdicts.emplace_back(WorkVerdict::kVerified, FailedPhase::kNone);
      }
      wanted.scopes.push_back(std::move(scope));
    }
    if (pick(4) == 0) wanted.since = kFirstDay + std::chrono::days(pick(20));
    if (pick(4) == 0) wanted.until = kFirstDay + std::chrono::days(pick(20));
    if (pick(4) == 0) wanted.platform = "rare";
    if (pick(4) == 0) wanted.work_type = "article";
    if (pick(4) == 0) wanted.keyword = "净水器";
    if (pick(4) == 0) {
      wanted.engine = "baidu";
      wanted.index = IndexVerdict::kNotIndexed;
    }
    if (pick(4) == 0) wanted.late = pick(2) == 0;
    if (pick(4) == 0) wanted.words = "%净";
    return wanted;
  }

  std::mt19937 random_{7};
  std::vector<UserId> users_;
  std::vector<Known> known_;
};

std::string told(const Browse& wanted) {
  std::string out =
      fmt::format("platform={} type={} keyword={} engine={} late={} words={} since={} until={}",
                  wanted.platform, wanted.work_type, wanted.keyword, wanted.engine,
                  wanted.late ? (*wanted.late ? "1" : "0") : "-", wanted.words,
                  wanted.since ? to_iso_date(*wanted.since) : "-",
                  wanted.until ? to_iso_date(*wanted.until) : "-");
  for (const BrowseScope& scope : wanted.scopes)
    out += fmt::format("; everybody={} users={} verdicts={}", scope.everybody, scope.users.size(),
                       scope.any_verdict ? "any" : fmt::format("{}", scope.verdicts.size()));
  return out;
}

TEST_F(BrowseTest, every_mixture_of_filters_gives_what_counting_by_hand_gives) {
  for (int round = 0; round < 150; ++round) {
    const Browse wanted = random_filter();
    for (const Order order : {Order::kNewest, Order::kOldest}) {
      const int limit = 1 + static_cast<int>(random_() % 40);
      ASSERT_THAT(all_pages(wanted, order, limit), ElementsAreArray(by_hand(wanted, order)))
          << "round " << round << (order == Order::kNewest ? " newest " : " oldest ")
          << told(wanted);
    }
  }
}

TEST_F(BrowseTest, words_that_nobody_used_are_looked_for_to_the_end) {
  Browse wanted;
  BrowseScope team;
  team.users = users_;
  wanted.scopes = {team};
  wanted.words = "没有人写过";
  for (const Order order : {Order::kNewest, Order::kOldest})
    EXPECT_TRUE(all_pages(wanted, order, 10).empty());
}

TEST_F(BrowseTest, nobody_in_a_scope_is_nothing_and_not_everything) {
  Browse wanted;
  EXPECT_TRUE(all_pages(wanted, Order::kNewest, 10).empty());
  wanted.scopes.emplace_back();
  EXPECT_TRUE(all_pages(wanted, Order::kNewest, 10).empty());
  wanted.scopes.front().everybody = true;
  wanted.scopes.front().any_verdict = false;
  EXPECT_TRUE(all_pages(wanted, Order::kNewest, 10).empty()) << "no verdict is none";
}

}  // namespace
}  // namespace vouch::store::claims
