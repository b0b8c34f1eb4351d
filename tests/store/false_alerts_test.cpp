#include "store/false_alerts.h"

#include "store/decisions.h"
#include "store/disputes.h"
#include "store/notices.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

using std::chrono::hours;

struct FalseAlertsTest : StoreTest {
  void SetUp() override {
    open();
    of_ = claim();
    user_ = UserId{1};  // of that company
  }
  void notice(NoticeKind kind, Audience audience, NoticeState state, const char* body = "{}") {
    Notice one;
    one.key = std::to_string(++keys_);
    one.kind = kind;
    one.audience = audience;
    one.recipient = user_;
    one.claim = of_;
    one.created_at = one.due_at = clock_.now();
    one.body = body;
    ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
      const auto id = notices::insert_once(c.db, one);
      if (!id) return tl::unexpected(id.error());
      const auto marked = notices::mark(c.db, **id, state, c.now);
      if (!marked) return tl::unexpected(marked.error());
      return 0;
    }));
  }
  FalseAlerts counted() {
    const Time now = clock_.now();
    return read<FalseAlerts>(
        [now](Connection& db) { return false_alerts(db, now - hours(24), now); });
  }

  ClaimId of_;
  UserId user_;
  int keys_ = 0;
};

TEST_F(FalseAlertsTest, are_negatives_shown_to_employees_that_people_or_a_blind_source_took_back) {
  using enum NoticeKind;
  using enum Audience;
  notice(kNeedsCorrection, kEmployee, NoticeState::kShown);  // too old
  clock_.advance(hours(25));
  notice(kNeedsCorrection, kEmployee, NoticeState::kShown);
  notice(kRegressed, kEmployee, NoticeState::kShown);
  notice(kRegressed, kEmployee, NoticeState::kDropped);
  notice(kRegressed, kSupervisor, NoticeState::kShown);
  notice(kNotReported, kEmployee, NoticeState::kShown);
  notice(kCorrection, kEmployee, NoticeState::kShown, R"({"correction":"overturned"})");
  notice(kCorrection, kSupervisor, NoticeState::kShown, R"({"correction":"overturned"})");
  notice(kCorrection, kEmployee, NoticeState::kShown, R"({"correction":"withdrawn"})");
  notice(kCorrection, kEmployee, NoticeState::kShown, R"({"correction":"recovered"})");
  notice(kCorrection, kEmployee, NoticeState::kShown,
         R"({"correction":"recovered","title":"\"correction\":\"overturned\""})");
  const FalseAlerts counts = counted();
  EXPECT_EQ(counts.told, 2);
  EXPECT_EQ(counts.overturned, 1);
  EXPECT_EQ(counts.withdrawn, 1);
  EXPECT_EQ(counts.false_ones(), 2);
}

TEST_F(FalseAlertsTest, stand_beside_disputes_and_exemptions) {
  ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
    struct Row {
      DisputeState state;
      int term;  // hours
    };
    for (const auto& [state, term] :
         {Row{DisputeState::kOpen, 72}, Row{DisputeState::kOpen, -1},
          Row{DisputeState::kAccepted, 72}, Row{DisputeState::kRejected, 72}}) {
      Dispute dispute;
      dispute.claim = of_;
      dispute.opened_by = user_;
      dispute.text = "页面在";
      dispute.opened_at = c.now;
      dispute.due_at = c.now + hours(term);
      const auto id = disputes::open(c.db, dispute);
      if (!id) return tl::unexpected(id.error());
      if (state == DisputeState::kOpen) continue;
      const auto closed = disputes::close(c.db, *id, state, user_, "看过了", c.now);
      if (!closed) return tl::unexpected(closed.error());
    }
    for (int i = 0; i < 2; ++i) {  // twice the same claim
      Decision waived;
      waived.claim = of_;
      waived.kind = DecisionKind::kWaive;
      waived.actor = user_;
      waived.reason = "平台停服";
      waived.at = c.now;
      const auto id = decisions::insert(c.db, waived);
      if (!id) return tl::unexpected(id.error());
    }
    return 0;
  }));
  const FalseAlerts counts = counted();
  EXPECT_EQ(counts.disputes, 4);
  EXPECT_EQ(counts.upheld, 2);
  EXPECT_EQ(counts.waived, 1);
}

}  // namespace
}  // namespace vouch::store
