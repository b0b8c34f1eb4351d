// Pictures as evidence: kept whole, drawn by chance once an entry, judged in the same transaction.
#include <gtest/gtest.h>

#include "core/hash.h"
#include "daemon/attachment_writes.h"
#include "store/attachments.h"
#include "store/disposal.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kNote = "https://www.xiaohongshu.com/explore/66f0a1b2000000001e01c3d4";
const std::string kPicture = std::string("\x89PNG\r\n\x1a\n") + "one picture";

struct PictureWorld : World {
  Result<web::AttachAnswer> attach(const std::string& login, ClaimId claim,
                                   const std::string& bytes = kPicture) {
    web::Attach request;
    request.claim = claim;
    request.name = "IMG_1.png";
    request.content_type = "image/png";
    request.bytes = bytes;
    request.text = "小明发布了一篇小红书笔记";
    return run(parts().commands.attach(actor(login), std::move(request)));
  }
  // As the command does it, with a lot of the test's choice.
  Result<Attached> keep(ClaimId claim, const std::string& bytes, int lot) {
    Picture picture;
    picture.request.claim = claim;
    picture.request.content_type = "image/png";
    picture.lot = lot;
    SystemRandom random;
    picture.evidence = store::prepare_evidence("urn:vouch:claim:1", "image/png", bytes, "user_file",
                                               now(), random);
    return try_write<Attached>([&, by = actor("lilei")](store::WriteContext& context) {
      return keep_picture(context, rules(), by, picture);
    });
  }
  ClaimId note(int number) {
    return report("lilei", kNote + std::to_string(number), "social_post");
  }
};

TEST(Attachments, a_picture_is_kept_whole_and_judged_at_once) {
  PictureWorld world;
  const ClaimId claim = world.note(1);
  EXPECT_EQ(world.verdict(claim).reason, Reason::kAssistedOnly);
  const auto kept = world.attach("lilei", claim);
  ASSERT_TRUE(kept) << kept.error().text();
  EXPECT_EQ(kept->sha256, to_hex(sha256(kPicture)));
  EXPECT_EQ(kept->size, static_cast<std::int64_t>(kPicture.size()));
  ASSERT_TRUE(kept->drawn.has_value());
  EXPECT_EQ(kept->work, *kept->drawn ? WorkVerdict::kManual : WorkVerdict::kAccepted);
  EXPECT_EQ(world.verdict(claim).work, kept->work);
  EXPECT_EQ(must(world.store().read_evidence_now(kept->evidence)), kPicture);
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'attach'"), 1);

  const auto again = world.attach("lilei", claim);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, kept->id) << "sent twice is kept once";
  EXPECT_EQ(world.count("SELECT count(*) FROM attachment"), 1);
  EXPECT_TRUE(world.parts().troubles.empty());
}

TEST(Attachments, one_lot_an_entry_and_below_the_share_it_is_drawn) {
  PictureWorld world;
  const ClaimId drawn = world.note(1);
  EXPECT_EQ(must(world.keep(drawn, kPicture + "a", 19)).answer.drawn, true);
  EXPECT_EQ(must(world.keep(drawn, kPicture + "b", 99)).answer.drawn, true);
  EXPECT_EQ(world.verdict(drawn).reason, Reason::kEvidenceDrawn);
  const ClaimId stands = world.note(2);
  EXPECT_EQ(must(world.keep(stands, kPicture + "c", 20)).answer.drawn, false);
  EXPECT_EQ(must(world.keep(stands, kPicture + "d", 0)).answer.drawn, false) << "no second lot";
  EXPECT_EQ(world.verdict(stands).reason, Reason::kEvidenceKept);
}

TEST(Attachments, the_same_picture_for_two_entries_is_looked_at) {
  PictureWorld world;
  const ClaimId first = world.note(1);
  const ClaimId second = world.note(2);
  EXPECT_EQ(must(world.keep(first, kPicture, 99)).answer.drawn, false);
  const Attached same = must(world.keep(second, kPicture, 99));
  EXPECT_EQ(same.answer.drawn, true);
  EXPECT_EQ(same.answer.same_as, first);
  EXPECT_EQ(world.verdict(second).reason, Reason::kEvidenceDrawn);
}

TEST(Attachments, beside_an_entry_that_a_program_looks_at_it_settles_nothing) {
  PictureWorld world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", "http://forum.example/t/1");
  const auto kept = world.attach("lilei", claim);
  ASSERT_TRUE(kept) << kept.error().text();
  EXPECT_FALSE(kept->drawn.has_value());
  EXPECT_EQ(kept->work, WorkVerdict::kPending);
}

TEST(Attachments, only_ones_own_only_so_many_and_never_for_what_is_void) {
  PictureWorld world;
  const ClaimId claim = world.note(1);
  EXPECT_EQ(world.attach("hanmeimei", claim).error().code, ErrorCode::kDenied);
  EXPECT_EQ(world.attach("wang", claim).error().code, ErrorCode::kDenied);
  for (std::size_t i = 0; i < kPicturesAnEntry; ++i)
    ASSERT_TRUE(world.attach("lilei", claim, kPicture + std::to_string(i)));
  EXPECT_EQ(world.attach("lilei", claim, kPicture + "more").error().code, ErrorCode::kConflict);

  const ClaimId gone = world.note(2);
  web::Decide request;
  request.claim = gone;
  request.kind = DecisionKind::kWithdraw;
  request.reason = "写错了网址";
  ASSERT_TRUE(world.run(world.parts().commands.decide(world.actor("lilei"), std::move(request))));
  EXPECT_EQ(world.attach("lilei", gone).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(world.parts().troubles.empty());
}

TEST(Attachments, survive_a_crash_with_their_lot) {
  PictureWorld world;
  const ClaimId claim = world.note(1);
  const auto kept = world.attach("lilei", claim);
  ASSERT_TRUE(kept);
  world.crash();
  world.open();
  EXPECT_EQ(must(world.store().read_evidence_now(kept->evidence)), kPicture);
  EXPECT_EQ(world.verdict(claim).work, kept->work);
  const auto again = world.attach("lilei", claim);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->drawn, kept->drawn);
}

TEST(Attachments, nobody_brings_one_and_the_entry_goes_on_to_the_leader_after_grace) {
  PictureWorld world;
  const ClaimId claim = world.note(1);
  const Verdict asked = world.verdict(claim);
  EXPECT_EQ(asked.phase, FailedPhase::kWithEmployee);
  ASSERT_TRUE(asked.public_at);
  world.run_until(*asked.public_at + std::chrono::minutes(1));
  EXPECT_EQ(world.verdict(claim).phase, FailedPhase::kWithSupervisor);
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kManual);
}

}  // namespace
}  // namespace vouch::daemon::test
