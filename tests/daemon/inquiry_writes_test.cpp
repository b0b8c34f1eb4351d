// The register of inquiries: who may, what is kept of every change, what is masked, who is
// reminded, and what is left when a contact's term is over.
#include "daemon/inquiry_writes.h"

#include <gtest/gtest.h>

#include "daemon/desk_commands.h"
#include "store/audit.h"
#include "store/inquiries.h"
#include "store/keywords.h"
#include "store/people.h"
#include "tests/daemon/world.h"
#include "web/inquiries.h"

namespace vouch::daemon::test {
namespace {

namespace inquiries = store::inquiries;

constexpr const char* kNumber = "13812345678";

struct InquiryWorld : World {
  InquiryWorld() : desk(context()) {
    write<int>([](store::WriteContext& writing) -> Result<int> {
      auto seller = must(store::people::user_by_login(writing.db, "lilei"));
      seller->post = "sales";
      must(store::people::update_user(writing.db, *seller));
      auto other = must(store::people::user_by_login(writing.db, "zhaoliu"));
      other->post = "service";
      must(store::people::update_user(writing.db, *other));
      return 0;
    });
  }
  static web::NewInquiry given(const std::string& contact = kNumber) {
    web::NewInquiry out;
    out.source = "百度推广";
    out.contact = contact;
    out.name = "张总";
    out.need = "问价格";
    return out;
  }
  Result<web::AddedInquiry> add(const std::string& by, web::NewInquiry inquiry = given()) {
    return run(desk.add_inquiry(actor(by), std::move(inquiry)));
  }
  Status patch(const std::string& by, web::PatchInquiry patch) {
    return run(desk.patch_inquiry(actor(by), std::move(patch)));
  }
  Status set_state(const std::string& by, InquiryId id, InquiryState state) {
    web::PatchInquiry change;
    change.inquiry = id;
    change.state = state;
    return patch(by, change);
  }
  Inquiry find(InquiryId id) {
    return *read<std::optional<Inquiry>>(
        [&](store::Connection& db) { return inquiries::find(db, id); });
  }
  std::vector<InquiryChange> changes(InquiryId id) {
    return read<std::vector<InquiryChange>>(
        [&](store::Connection& db) { return inquiries::changes(db, id); });
  }
  web::gather::Viewer viewer(const std::string& login) {
    return {actor(login), now(), rules().calendar.zone().date_of(now())};
  }
  Result<web::InquiryFile> file(const std::string& login, InquiryId id) {
    return store().read_now<web::InquiryFile>(
        [&](store::Connection& db) { return web::gather::inquiry(db, id, viewer(login)); });
  }
  web::InquiryList list(const std::string& login, web::InquiryRequest request = {}) {
    return read<web::InquiryList>(
        [&](store::Connection& db) { return web::gather::inquiries(db, request, viewer(login)); });
  }
  std::string audit() {
    std::string out;
    const auto rows = read<std::vector<store::AuditEntry>>(
        [](store::Connection& db) { return store::audit::list(db, 0, 500); });
    for (const store::AuditEntry& row : rows)
      out += row.action + " " + row.subject + " " + row.detail + "\n";
    return out;
  }
  int told(const std::string& day) {
    const Time planned = rules().calendar.zone().at(parse_date(day).value(), std::chrono::hours(9));
    return write<int>(
        [&](store::WriteContext& writing) { return note_follow_ups(writing, rules(), planned); });
  }
  DeskCommands desk;
};

TEST(InquiryWrites, service_and_sales_keep_their_own_leaders_their_teams_administrators_all) {
  InquiryWorld world;
  const InquiryId own = must(world.add("lilei")).id;
  const InquiryId other = must(world.add("zhaoliu", InquiryWorld::given("wx_other_88"))).id;
  EXPECT_EQ(world.add("hanmeimei").error().code, ErrorCode::kDenied) << "neither service nor sales";
  EXPECT_EQ(world.list("lilei").items.size(), 1U);
  EXPECT_EQ(world.list("wang").items.size(), 1U) << "of the people he leads";
  EXPECT_EQ(world.list("root").items.size(), 2U);
  EXPECT_EQ(world.file("lilei", other).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(world.set_state("lilei", other, InquiryState::kContacted).error().code,
            ErrorCode::kNotFound);
  EXPECT_TRUE(world.set_state("wang", own, InquiryState::kContacted));
  EXPECT_TRUE(world.set_state("root", other, InquiryState::kValid));
  EXPECT_EQ(world.list("root").items[0].inquiry.id, other) << "the newest first";
}

TEST(InquiryWrites, a_contact_is_masked_for_everybody_and_shown_to_owner_and_leader_by_a_call) {
  InquiryWorld world;
  const InquiryId id = must(world.add("lilei")).id;
  for (const char* login : {"lilei", "wang", "root"}) {
    EXPECT_EQ(world.list(login).items[0].inquiry.contact, "138****5678") << login;
    EXPECT_EQ(must(world.file(login, id)).row.inquiry.contact, "138****5678") << login;
  }
  EXPECT_FALSE(must(world.file("root", id)).may_see_contact);
  EXPECT_EQ(must(world.run(world.desk.show_contact(world.actor("lilei"), id))), kNumber);
  EXPECT_EQ(must(world.run(world.desk.show_contact(world.actor("wang"), id))), kNumber);
  EXPECT_EQ(world.run(world.desk.show_contact(world.actor("root"), id)).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(world.run(world.desk.show_contact(world.actor("zhaoliu"), id)).error().code,
            ErrorCode::kNotFound);
  web::PatchInquiry change;
  change.inquiry = id;
  change.contact = "13987654321";
  EXPECT_TRUE(world.patch("lilei", change));
  const std::string audit = world.audit();
  EXPECT_EQ(audit.find(kNumber), std::string::npos) << audit;
  EXPECT_EQ(audit.find("13987654321"), std::string::npos) << audit;
  EXPECT_NE(audit.find("inquiry.contact inquiry:1"), std::string::npos) << audit;
  for (const InquiryChange& one : world.changes(id)) {
    EXPECT_EQ(one.before.find(kNumber), std::string::npos);
    EXPECT_EQ(one.after.find("13987654321"), std::string::npos);
  }
}

TEST(InquiryWrites, every_change_is_kept_with_who_when_and_what) {
  InquiryWorld world;
  const InquiryId id = must(world.add("lilei")).id;
  world.pass(std::chrono::minutes(5));
  web::PatchInquiry change;
  change.inquiry = id;
  change.need = "要一百台";
  change.next_on = std::optional<Date>(parse_date("2026-11-30").value());
  ASSERT_TRUE(world.patch("wang", change));
  ASSERT_TRUE(world.patch("wang", change)) << "the same again changes nothing";
  const auto changes = world.changes(id);
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].field, "next_on");
  EXPECT_EQ(changes[0].after, "2026-11-30");
  EXPECT_EQ(changes[1].before, "问价格");
  EXPECT_EQ(changes[1].by, world.user("wang"));
  EXPECT_EQ(changes[1].at, world.now());
  EXPECT_EQ(changes[2].field, "entered");
}

TEST(InquiryWrites, won_needs_an_amount_and_lost_a_reason) {
  InquiryWorld world;
  const InquiryId id = must(world.add("lilei")).id;
  EXPECT_EQ(world.set_state("lilei", id, InquiryState::kWon).error().where, "amount_fen");
  EXPECT_EQ(world.set_state("lilei", id, InquiryState::kLost).error().where, "lost_reason");
  web::PatchInquiry won;
  won.inquiry = id;
  won.state = InquiryState::kWon;
  won.amount_fen = 1'234'500;
  ASSERT_TRUE(world.patch("lilei", won));
  EXPECT_TRUE(world.find(id).closed_at.has_value());
  EXPECT_EQ(world.find(id).amount_fen, 1'234'500);
  ASSERT_TRUE(world.set_state("lilei", id, InquiryState::kQuoted)) << "it may come back";
  EXPECT_FALSE(world.find(id).closed_at || world.find(id).amount_fen);
}

TEST(InquiryWrites, another_owner_is_the_leaders_to_set_and_duplicates_are_named) {
  InquiryWorld world;
  const InquiryId id = must(world.add("lilei")).id;
  web::PatchInquiry give;
  give.inquiry = id;
  give.owner = "wang";
  EXPECT_EQ(world.patch("lilei", give).error().where, "owner");
  ASSERT_TRUE(world.patch("wang", give));
  EXPECT_EQ(world.find(id).owner, world.user("wang"));
  const auto again = must(world.add("zhaoliu", InquiryWorld::given("+86 138-1234-5678")));
  ASSERT_EQ(again.duplicates.size(), 1U);
  EXPECT_EQ(again.duplicates[0].id, id);
  EXPECT_EQ(again.duplicates[0].owner, "王主管");
  EXPECT_EQ(world.list("root").items[0].duplicates, 1);
}

TEST(InquiryWrites, a_file_is_written_as_a_whole_or_not_at_all) {
  InquiryWorld world;
  must(world.add("lilei"));
  const std::string text = "来源,联系方式,负责人,日期\n论坛,13812345678,,\n,13911112222,,\n";
  auto seen = must(world.run(world.desk.import_inquiries(world.actor("lilei"), {text, false})));
  EXPECT_FALSE(seen.written);
  ASSERT_EQ(seen.problems.size(), 1U);
  EXPECT_EQ(seen.problems[0].row, 3);
  EXPECT_EQ(seen.problems[0].field, "source");
  ASSERT_EQ(seen.rows.size(), 1U) << "a bad row costs no good one";
  EXPECT_EQ(seen.rows[0].given.contact, "138****5678");
  EXPECT_EQ(seen.rows[0].duplicates.size(), 1U);
  EXPECT_EQ(world.list("root").items.size(), 1U);
  const std::string good = "来源,联系方式\n论坛,13911112222\n";
  seen = must(world.run(world.desk.import_inquiries(world.actor("lilei"), {good, true})));
  EXPECT_TRUE(seen.problems.empty());
  EXPECT_EQ(world.list("root").items.size(), 1U) << "a dry run writes nothing";
  seen = must(world.run(world.desk.import_inquiries(world.actor("lilei"), {good, false})));
  EXPECT_TRUE(seen.written);
  EXPECT_EQ(world.list("root").items.size(), 2U);
}

TEST(InquiryWrites, whoever_works_that_day_is_told_once_of_what_is_due_or_overdue) {
  InquiryWorld world;  // Tuesday
  web::NewInquiry due = InquiryWorld::given();
  due.next_on = parse_date("2026-11-25").value();
  must(world.add("lilei", due));
  due.next_on = parse_date("2026-11-27").value();
  must(world.add("lilei", due));
  EXPECT_EQ(world.told("2026-11-24"), 0) << "nothing is due yet";
  EXPECT_EQ(world.told("2026-11-25"), 1);
  EXPECT_EQ(world.told("2026-11-25"), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM notice WHERE kind = 'follow_up'"), 1) << "once a day";
  EXPECT_EQ(world.told("2026-11-28"), 0) << "a Saturday";
  world.leave("lilei", "2026-11-30", "2026-11-30");
  EXPECT_EQ(world.told("2026-11-30"), 0) << "on leave";
  EXPECT_EQ(world.told("2026-12-01"), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM notice WHERE kind = 'follow_up' AND body LIKE "
                        "'%2 条逾期%'"),
            1);
  EXPECT_EQ(world.count("SELECT count(*) FROM notice WHERE kind = 'follow_up' AND body LIKE "
                        "'%138%'"),
            0);
}

TEST(InquiryWrites, contacts_of_closed_ones_are_blanked_after_their_term_and_the_row_stays) {
  InquiryWorld world;
  const InquiryId closed = must(world.add("lilei")).id;
  const InquiryId open = must(world.add("lilei", InquiryWorld::given("13911112222"))).id;
  web::PatchInquiry lost;
  lost.inquiry = closed;
  lost.state = InquiryState::kLost;
  lost.lost_reason = "价格";
  ASSERT_TRUE(world.patch("lilei", lost));
  const auto blank = [&](store::WriteContext& writing) {
    return blank_inquiry_contacts(writing, 365);
  };
  world.pass(std::chrono::hours(24 * 364));
  EXPECT_EQ(world.write<int>(blank), 0);
  world.pass(std::chrono::hours(24 * 2));
  EXPECT_EQ(world.write<int>(blank), 1);
  EXPECT_EQ(world.find(closed).contact, "");
  EXPECT_EQ(world.find(closed).name, "张总");
  EXPECT_EQ(world.find(open).contact, "13911112222") << "an open one keeps it";
  EXPECT_EQ(world.count("SELECT count(*) FROM inquiry_contact WHERE inquiry_id = 1"), 0);
  EXPECT_EQ(world.write<int>(blank), 0) << "once";
}

TEST(InquiryWrites, sums_by_source_keyword_and_state_are_those_of_what_the_reader_sees) {
  InquiryWorld world;
  const InquiryId id = must(world.add("lilei")).id;
  must(world.add("zhaoliu", InquiryWorld::given("wx_other_88")));
  web::PatchInquiry won;
  won.inquiry = id;
  won.state = InquiryState::kWon;
  won.amount_fen = 500;
  ASSERT_TRUE(world.patch("lilei", won));
  const auto summary = [&](const std::string& login) {
    const web::Days days{parse_date("2026-11-01").value(), parse_date("2026-11-30").value()};
    return world.read<web::InquirySummary>([&](store::Connection& db) {
      return web::gather::inquiry_summary(db, days, world.viewer(login));
    });
  };
  ASSERT_EQ(summary("root").sources.size(), 1U);
  EXPECT_EQ(summary("root").sources[0].count, 2);
  EXPECT_EQ(summary("root").sources[0].won_fen, 500);
  EXPECT_EQ(summary("wang").sources[0].count, 1);
  EXPECT_EQ(summary("root").states.size(), 2U);
  ASSERT_EQ(summary("root").people.size(), 1U) << "open ones alone";
  EXPECT_EQ(summary("root").people[0].login, "zhaoliu");
}

}  // namespace
}  // namespace vouch::daemon::test
