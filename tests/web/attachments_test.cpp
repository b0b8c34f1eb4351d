// Pictures over a socket: what is taken, who sees them, and how they are served.
#include <gtest/gtest.h>

#include "store/attachments.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

const std::string kPicture = std::string("\x89PNG\r\n\x1a\n") + "one picture";

class AttachmentsTest : public WorldTest {
 protected:
  static std::string path(const std::string& claim) {
    return "/api/v1/claims/" + world().claim(claim) + "/attachments";
  }
  static Answer send(const std::string& login, const std::string& target, const std::string& bytes,
                     const std::string& type = "image/png") {
    return world().ask(login, "POST", target, bytes, {"Content-Type: " + type});
  }
  static EvidenceId keep(const std::string& claim) {
    SystemRandom random;
    const store::EvidenceItem item = store::prepare_evidence("urn:vouch:claim:1", "image/png",
                                                             kPicture, "user_file", now(), random);
    return world()
        .store
        ->write_now<EvidenceId>([&](store::WriteContext& context) -> Result<EvidenceId> {
          const auto evidence = context.evidence.add(item, store::EvidenceLane::kNegative);
          if (!evidence) return evidence;
          store::Attachment kept;
          kept.claim = world().company.claims.at(claim);
          kept.evidence = *evidence;
          kept.at = now();
          kept.name = "<b>.png";
          kept.content_type = "image/png";
          kept.sha256 = item.payload_sha256;
          kept.size = item.payload_size;
          kept.drawn = true;
          const auto id = store::attachments::insert(context.db, kept);
          if (!id) return tl::unexpected(id.error());
          return evidence;
        })
        .value();
  }
};

TEST_F(AttachmentsTest, what_the_bytes_are_decides_and_not_what_is_said_of_them) {
  const std::string target = path("pending") + "?name=%E5%9B%BE.png&text=%E5%88%86%E4%BA%AB";
  const Answer taken = send("lilei", target, kPicture, "image/jpeg");
  EXPECT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(world().commands.picture.content_type, "image/png");
  EXPECT_EQ(world().commands.picture.bytes, kPicture);
  EXPECT_EQ(world().commands.picture.name, "图.png");
  EXPECT_EQ(world().commands.picture.text, "分享");
  for (const char* other : {"<svg/>", "<html><script>alert(1)</script>", "%PDF-1.7"})
    EXPECT_EQ(send("lilei", target, other).status, 415) << other;
  EXPECT_EQ(send("lilei", target, "{}", "application/json").status, 415);
  EXPECT_EQ(send("lilei", target, kPicture + std::string(kPictureBody, 'x')).status, 413);
  EXPECT_EQ(world().commands.asked.size(), 1U);
}

TEST_F(AttachmentsTest, are_seen_by_whoever_sees_the_entry_and_shown_as_pictures) {
  const EvidenceId evidence = keep("pending");
  const std::string picture = "/api/v1/evidence/" + std::to_string(evidence.value);
  for (const char* login : {"lilei", "wang", "root"}) {
    const Answer list = world().get(login, path("pending"));
    EXPECT_EQ(list.status, 200) << login;
    EXPECT_NE(list.body.find(R"("drawn":true)"), std::string::npos) << list.body;
    EXPECT_NE(list.body.find(R"("content_type":"image/png")"), std::string::npos) << list.body;
    const Answer shown = world().get(login, picture);
    EXPECT_EQ(shown.status, 200) << login;
    EXPECT_EQ(shown.header("Content-Type"), "image/png");
    EXPECT_EQ(shown.header("X-Content-Type-Options"), "nosniff");
    EXPECT_NE(shown.header("Content-Security-Policy").find("sandbox"), std::string::npos);
    EXPECT_EQ(shown.body, kPicture);
  }
  EXPECT_EQ(world().get("hanmeimei", path("pending")).status, 403);
  EXPECT_EQ(world().get("hanmeimei", picture).status, 404);
  EXPECT_EQ(send("hanmeimei", path("pending"), kPicture).status, 403);
  EXPECT_EQ(world().get("lilei", "/api/v1/claims/999999/attachments").status, 404);
}

}  // namespace
}  // namespace vouch::web::test
