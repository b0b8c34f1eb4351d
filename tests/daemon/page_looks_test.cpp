#include "daemon/page_looks.h"

#include <gtest/gtest.h>

#include "store/canaries.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using fakes::Reply;

TEST(PageLooks, a_page_that_is_there_verifies_the_claim_and_keeps_what_came) {
  World world;
  world.web.page("http://forum.example/t/1", "不锈钢阀门选型", "三步讲清楚。");
  const ClaimId claim = world.report("lilei", "http://forum.example/t/1");
  world.look(claim);
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  const auto seen = world.observations(claim);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].reason, Reason::kOk);
  ASSERT_EQ(seen[0].evidence.size(), 1U);
  const auto bytes = must(world.store().read_evidence_now(seen[0].evidence[0]));
  EXPECT_NE(bytes.find("三步讲清楚"), std::string::npos);
}

}  // namespace
}  // namespace vouch::daemon::test
