// The routes of inquiries, content, plans in files and written reports: what is asked of the ports,
// and what their readers see.
#include <gtest/gtest.h>

#include "store/assets.h"
#include "store/inquiries.h"
#include "store/shares.h"
#include "store/work_plans.h"
#include "tests/web/web_world.h"
#include "web/content_commands.h"
#include "web/inquiry_commands.h"

namespace vouch::web::test {
namespace {

const Date kMonday = parse_date("2026-11-23").value();

class FakeDesks final : public InquiryCommands, public ContentCommands {
 public:
  NewInquiry added;
  PatchInquiry patched;
  AddInquiryNote noted;
  ImportInquiries imported;
  AddAsset asset;
  LinkAsset linked;
  SetShares shares;
  ImportPlan plan;
  ImportKeywordPlan words;

  Task<Result<AddedInquiry>> add_inquiry(Actor, NewInquiry request) override {
    added = std::move(request);
    co_return AddedInquiry{InquiryId{5}, {{InquiryId{3}, kMonday, "王主管", InquiryState::kLost}}};
  }
  Task<Status> patch_inquiry(Actor, PatchInquiry request) override {
    patched = std::move(request);
    co_return Status();
  }
  Task<Result<InquiryNoteId>> add_inquiry_note(Actor, AddInquiryNote request) override {
    noted = std::move(request);
    co_return InquiryNoteId{7};
  }
  Task<Result<std::string>> show_contact(Actor, InquiryId) override {
    co_return std::string("13812345678");
  }
  Task<Result<ImportedInquiries>> import_inquiries(Actor, ImportInquiries request) override {
    imported = std::move(request);
    ImportedInquiries out;
    out.problems.push_back({3, "source", "写明从哪里来"});
    co_return out;
  }
  Task<Result<AssetId>> add_asset(Actor, AddAsset request) override {
    asset = std::move(request);
    co_return AssetId{9};
  }
  Task<Status> link_asset(Actor, LinkAsset request) override {
    linked = std::move(request);
    co_return Status();
  }
  Task<Status> set_shares(Actor, SetShares request) override {
    shares = std::move(request);
    co_return Status();
  }
  Task<Result<ImportedPlan>> import_plan(Actor, ImportPlan request) override {
    plan = std::move(request);
    ImportedPlan out;
    PlanRow row;
    row.row = 2;
    row.login = "lilei";
    row.work_type = "forum_post";
    row.quantity = 3;
    out.rows.push_back(row);
    co_return out;
  }
  Task<Result<ImportedKeywordPlan>> import_keyword_plan(Actor, ImportKeywordPlan request) override {
    words = std::move(request);
    co_return ImportedKeywordPlan{};
  }
};

class DesksTest : public WorldTest {
 protected:
  static void SetUpTestSuite() {
    WorldTest::SetUpTestSuite();
    const std::function<Result<int>(store::WriteContext&)> job = write_desks;
    ASSERT_TRUE(world().store->write_now<int>(job));
  }
  void SetUp() override {
    WorldTest::SetUp();
    world().thread.run([&] { world().app->connect(Ports{&desks_, &desks_, nullptr}); });
  }
  void TearDown() override {
    world().thread.run([&] { world().app->connect(Ports{}); });
  }
  static Result<int> write_desks(store::WriteContext& context) {
    Inquiry inquiry;
    inquiry.received_on = kMonday;
    inquiry.source = "forum";
    inquiry.contact = "13812345678";
    inquiry.name = "张总";
    inquiry.owner = world().company.users.at("lilei");
    inquiry.created_at = inquiry.changed_at = now();
    EXPECT_TRUE(store::inquiries::insert(context.db, inquiry));
    auto seller = store::people::user_by_login(context.db, "lilei").value().value();
    seller.post = "sales";
    EXPECT_TRUE(store::people::update_user(context.db, seller));
    Asset asset;
    asset.title = "选购指南";
    asset.text = "正文";
    asset.made_by = seller.id;
    asset.at = now();
    const AssetId id = store::assets::insert(context.db, asset).value();
    const ClaimId claim = world().company.claims.at("verified");
    EXPECT_TRUE(store::assets::link(context.db, {claim, id, now(), seller.id}));
    const ShareVersion version{claim, now(), seller.id, "一起写的", {{seller.id, 10'000, 100}}};
    EXPECT_TRUE(store::shares::insert(context.db, version));
    EXPECT_TRUE(store::work_plans::begin(context.db, seller.team, kMonday));
    PlanLine line;
    line.team = seller.team;
    line.monday = kMonday;
    line.user = seller.id;
    line.work_type = "forum_post";
    line.quantity = 8;
    line.platforms = {"forum"};
    line.asset = id;
    line.note = "先做";
    EXPECT_TRUE(store::work_plans::insert(context.db, line));
    return 0;
  }
  Answer ask(std::string_view method, const std::string& path, std::string_view body = {},
             const std::string& login = "lilei") {
    return world().ask(login, method, "/api/v1/" + path, body);
  }
  FakeDesks desks_;
};

TEST_F(DesksTest, an_inquiry_is_entered_changed_and_noted) {
  const Answer added = ask("POST", "inquiries",
                           R"({"source":"论坛","contact":"138","next_on":"2026-12-01","claim":4})");
  EXPECT_EQ(added.status, 201) << added.body;
  EXPECT_TRUE(added.has(R"("duplicates":[{"id":3,)")) << added.body;
  EXPECT_EQ(desks_.added.claim, ClaimId{4});
  EXPECT_EQ(ask("POST", "inquiries", R"({"source":"论坛"})").status, 400);
  EXPECT_EQ(ask("POST", "inquiries", R"({"source":"a","contact":"b","other":1})").status, 400);
  EXPECT_EQ(ask("PATCH", "inquiries/1", R"({"state":"won","amount_fen":5,"next_on":""})").status,
            200);
  EXPECT_EQ(desks_.patched.state, InquiryState::kWon);
  ASSERT_TRUE(desks_.patched.next_on.has_value());
  EXPECT_FALSE(desks_.patched.next_on->has_value()) << "an empty one takes it away";
  EXPECT_EQ(ask("PATCH", "inquiries/1", R"({"state":"sold"})").status, 400);
  EXPECT_EQ(ask("POST", "inquiries/1/notes", R"({"text":"打过电话"})").status, 201);
  EXPECT_EQ(ask("GET", "inquiries/1/contact").body, R"({"contact":"13812345678"})");
}

TEST_F(DesksTest, lists_and_files_of_inquiries_hold_masked_contacts) {
  for (const char* path : {"inquiries", "inquiries/1", "inquiries?state=new&due=overdue&q=a",
                           "exports/inquiries.csv", "exports/inquiries?format=csv"}) {
    const Answer answer = ask("GET", path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    EXPECT_FALSE(answer.has("13812345678")) << path;
  }
  EXPECT_TRUE(ask("GET", "inquiries").has(R"("contact":"138****5678")"));
  EXPECT_TRUE(ask("GET", "exports/inquiries.csv").has("138****5678"));
  EXPECT_EQ(ask("GET", "inquiries?state=sold").status, 400);
  EXPECT_EQ(ask("GET", "inquiries", {}, "hanmeimei").status, 403) << "neither service nor sales";
  EXPECT_TRUE(ask("GET", "inquiries", {}, "zhao").has(R"("items":[])")) << "of another team";
  EXPECT_EQ(ask("GET", "inquiries/1", {}, "zhao").status, 404);
  const Answer summary = ask("GET", "inquiries/summary?from=2026-11-01&to=2026-11-30");
  EXPECT_TRUE(summary.has(R"("sources":[{"key":"forum","name":"论坛","count":1)")) << summary.body;
}

TEST_F(DesksTest, files_are_taken_as_text_or_json) {
  const Answer csv = world().ask("wang", "POST", "/api/v1/plans/2026-11-23/import?dry_run=true",
                                 "员工,类型,数量\n", {"Content-Type: text/csv"});
  EXPECT_EQ(csv.status, 200) << csv.body;
  EXPECT_TRUE(desks_.plan.is_text && desks_.plan.dry_run);
  EXPECT_TRUE(csv.has(R"("work_type_name":"论坛发帖")")) << csv.body;
  const std::string rows =
      R"({"rows":[{"login":"lilei","work_type":"forum_post","quantity":3,"asset":1}]})";
  EXPECT_EQ(ask("POST", "plans/2026-11-23/import", rows, "wang").status, 200);
  EXPECT_FALSE(desks_.plan.is_text);
  EXPECT_EQ(desks_.plan.rows.at(0).asset, AssetId{1});
  EXPECT_EQ(ask("POST", "plans/2026-11-24/import", rows, "wang").status, 400) << "no Monday";
  EXPECT_EQ(
      ask("POST", "keyword-plans/2026-11-23/import", R"({"text":"关键词\n甲"})", "wang").status,
      200);
  EXPECT_EQ(desks_.words.text, "关键词\n甲");
  const Answer inquiries = ask("POST", "inquiries/import", R"({"text":"来源"})");
  EXPECT_TRUE(inquiries.has(R"("problems":[{"row":3,"field":"source")")) << inquiries.body;
}

TEST_F(DesksTest, a_plan_goes_out_with_headings_that_come_in_again) {
  const Answer csv = ask("GET", "exports/plan?monday=2026-11-23&format=csv", {}, "wang");
  EXPECT_EQ(csv.status, 200) << csv.body;
  EXPECT_TRUE(csv.has("员工,登录名,工作类型,数量,周一")) << csv.body;
  EXPECT_TRUE(csv.has("论坛发帖,8,")) << csv.body;
  EXPECT_TRUE(csv.has("#1 选购指南")) << csv.body;
  EXPECT_EQ(ask("GET", "exports/keyword-plan.csv?monday=2026-11-23", {}, "wang").status, 200);
  EXPECT_EQ(ask("GET", "exports/plan.xlsx?monday=2026-11-24", {}, "wang").status, 400);
  EXPECT_EQ(ask("GET", "exports/plan.csv", {}, "lilei").status, 403);
  EXPECT_TRUE(
      ask("GET", "plans/2026-11-23", {}, "wang").has(R"("asset":{"id":1,"title":"选购指南"})"));
}

TEST_F(DesksTest, assets_and_shares_are_read_and_written) {
  EXPECT_EQ(ask("POST", "assets", R"({"title":"标题","text":"正文"})").body, R"({"id":9})");
  EXPECT_TRUE(ask("GET", "assets").has(R"("distributions":1)"));
  const Answer file = ask("GET", "assets/1", {}, "zhao");
  EXPECT_EQ(file.status, 200) << file.body;
  EXPECT_TRUE(file.has(R"("verdict":"VERIFIED","engines":[])")) << "not hers to see: " << file.body;
  EXPECT_EQ(ask("GET", "assets/99").status, 404);
  EXPECT_EQ(ask("GET", "assets", {}, "waibao").status, 403);
  const std::string claim = "claims/" + world().claim("verified");
  EXPECT_EQ(ask("PUT", claim + "/asset", R"({"asset":0})").status, 200);
  EXPECT_EQ(ask("PUT", claim + "/asset", "{}").status, 400);
  EXPECT_EQ(
      ask("PUT", claim + "/shares", R"({"shares":{"lilei":6000,"wang":4000},"reason":"一起写的"})")
          .status,
      200);
  EXPECT_EQ(desks_.shares.shares.size(), 2U);
  EXPECT_EQ(ask("PUT", claim + "/shares", R"({"shares":{"lilei":"6"},"reason":"x"})").status, 400);
  EXPECT_TRUE(ask("GET", claim + "/shares").has(R"("basis_points":10000)"));
  const Answer story = ask("GET", claim + "/story");
  EXPECT_TRUE(story.has(R"("asset":{"id":1,"title":"选购指南"})")) << story.body;
  EXPECT_TRUE(story.has(R"("kind":"shares")")) << story.body;
  EXPECT_TRUE(ask("GET", "figures?from=2026-11-01&to=2026-11-30").has(R"("credit":{"entries":)"));
}

TEST_F(DesksTest, the_bookmark_opens_the_hand_in_and_carries_no_key) {
  world().health->value.public_url.clear();
  EXPECT_EQ(ask("POST", "reports/bookmark", "{}").status, 503);
  world().health->value.public_url = "http://vouch.lan:8480";
  const Answer bookmark = ask("POST", "reports/bookmark", "{}");
  world().health->value.public_url.clear();
  EXPECT_EQ(bookmark.status, 201);
  EXPECT_TRUE(bookmark.has("http://vouch.lan:8480/app/submit?url='+encodeURIComponent"))
      << bookmark.body;
  EXPECT_FALSE(bookmark.has("token"));
}

TEST_F(DesksTest, without_sources_there_are_none_and_without_ports_nothing_is_taken) {
  EXPECT_EQ(ask("GET", "report-sources", {}, "root").body, R"({"items":[]})");
  EXPECT_EQ(ask("POST", "report-sources/daily/pull", "{}", "root").status, 404);
  TearDown();
  EXPECT_EQ(ask("POST", "inquiries", R"({"source":"a","contact":"b"})").status, 503);
  EXPECT_EQ(ask("POST", "assets", R"({"title":"a","text":"b"})").status, 503);
}

}  // namespace
}  // namespace vouch::web::test
