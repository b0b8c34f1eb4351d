// 消息 and the page on which a person says how he is told: what stands there, who reads it, what a
// form does.
#include "store/inbox.h"

#include <fmt/format.h>

#include "store/channels.h"
#include "store/letters.h"
#include "store/notices.h"
#include "store/outbox.h"
#include "store/preferences.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

class InboxTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world.thread.run([&] {
      world.health->value.public_url = "https://vouch.example";
      ChannelFacts push;
      push.name = "push";
      push.kind = ChannelKind::kWebhook;
      push.users = {"lilei"};
      world.health->value.channels.push_back(push);
    });
  }
  template <class T>
  T write(std::function<Result<T>(store::WriteContext&)> job) {
    return world.store->write_now<T>(std::move(job)).value();
  }
  UserId id_of(const std::string& login) const { return world.company.users.at(login); }
  void give_address(const std::string& login, const std::string& address) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      User user = store::people::find_user(context.db, id_of(login)).value();
      user.email = address;
      EXPECT_TRUE(store::people::update_user(context.db, user));
      return 0;
    });
  }
  InboxId put(const std::string& login, const std::string& title, bool read = false) {
    return write<InboxId>([&](store::WriteContext& context) -> Result<InboxId> {
      InboxEntry entry;
      entry.reader = id_of(login);
      entry.rule = "needs_correction";
      entry.letter = title;
      entry.title = title;
      entry.lines = {{"打开这一项，看证据", "https://vouch.example" + world.page("p", login)},
                     {"外面的网页", "http://forum.example/x"}};
      entry.created_at = now() - std::chrono::hours(1);
      const InboxId id = store::inbox::insert_once(context.db, entry, login + title).value();
      if (read) {
        EXPECT_TRUE(store::inbox::mark_read(context.db, entry.reader, id, now()).value());
      }
      return id;
    });
  }
  Answer post_form(const std::string& target,
                   const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
      body += fmt::format("--b\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", name,
                          value);
    }
    body += "--b--\r\n";
    return world.ask("", "POST", target, body, {"Content-Type: multipart/form-data; boundary=b"});
  }
  Answer open(const std::string& below, const std::string& login = "lilei",
              const std::string& desk = "p") {
    return world.get("", world.page(desk, login) + below);
  }

  WebWorld world;
};

TEST_F(InboxTest, the_newest_stands_first_and_what_is_unread_is_marked_in_both_languages) {
  put("lilei", "需补正：一", true);
  put("lilei", "需补正：二");
  const Answer page = open("/inbox");
  EXPECT_EQ(page.status, 200);
  EXPECT_LT(page.body.find("需补正：二"), page.body.find("需补正：一"));
  EXPECT_TRUE(page.has("未读"));
  EXPECT_TRUE(page.has("标为已读"));
  EXPECT_TRUE(page.has("href=\"/p/")) << "an own page opens here";
  const Answer english = open("/inbox?lang=en");
  EXPECT_TRUE(english.has("Mark as read"));
  EXPECT_TRUE(english.has("Needs correction"));
  const Answer unread = open("/inbox?list=unread");
  EXPECT_TRUE(unread.has("需补正：二"));
  EXPECT_FALSE(unread.has("需补正：一"));
}

TEST_F(InboxTest, every_page_of_a_person_counts_what_he_has_not_read) {
  for (const char* title : {"一", "二", "三"}) put("lilei", title);
  for (const char* below : {"", "/ranks", "/keywords/1", "/captures", "/inbox", "/preferences"}) {
    EXPECT_TRUE(open(below).has("消息 <b class=\"count\">3<")) << below;
  }
  EXPECT_TRUE(open("/claims/" + world.claim("failed_private")).has("消息 <b class=\"count\">3<"));
  put("wang", "四");
  for (const char* below : {"", "/index", "/ranks", "/inbox"}) {
    EXPECT_TRUE(open(below, "wang", "s").has("消息 <b class=\"count\">1<")) << below;
  }
  EXPECT_FALSE(open("", "hanmeimei").has("class=\"count\""));
  EXPECT_FALSE(world.get("", "/").has("消息")) << "the front page is nobody's";
}

TEST_F(InboxTest, nobody_reads_another_persons_inbox) {
  const InboxId his = put("lilei", "只给李雷的信");
  for (const char* login : {"hanmeimei", "wang", "root", "boss"}) {
    EXPECT_FALSE(world.get(login, "/api/v1/inbox").has("只给李雷的信")) << login;
    EXPECT_EQ(world.get(login, "/api/v1/inbox").status, 200) << login;
    for (const char* desk : {"p", "s"}) {
      EXPECT_FALSE(open("/inbox", login, desk).has("只给李雷的信")) << login << desk;
    }
  }
  EXPECT_TRUE(world.get("lilei", "/api/v1/inbox").has("只给李雷的信"));
  EXPECT_EQ(open("/inbox", "lilei", "s").status, 404) << "he leads nobody";
  EXPECT_EQ(world.get("root", "/api/v1/inbox?user=lilei").has("只给李雷的信"), false);
  // Whose entry is read is the actor's own matter, whatever number is sent.
  post_form(world.page("p", "hanmeimei") + "/inbox/read", {{"entry", std::to_string(his.value)}});
  ASSERT_FALSE(world.commands.asked.empty());
  EXPECT_EQ(world.commands.asked.back().actor.user, id_of("hanmeimei"));
}

TEST_F(InboxTest, the_local_administrator_is_nobody_and_has_none) {
  Client client = Client::unix_socket(world.socket());
  client.send(request_text("GET", "/api/v1/inbox", {}, ""));
  EXPECT_EQ(client.read(false).status, 403);
}

TEST_F(InboxTest, one_or_all_are_marked_by_a_form_and_over_the_api) {
  const InboxId one = put("lilei", "一");
  const std::string number = std::to_string(one.value);
  EXPECT_EQ(post_form(world.page("p", "lilei") + "/inbox/read", {{"entry", number}}).status, 200);
  EXPECT_EQ(world.commands.read.entry, one);
  EXPECT_FALSE(world.commands.read.up_to);
  EXPECT_EQ(world.commands.asked.back().actor.user, id_of("lilei"));
  EXPECT_EQ(post_form(world.page("p", "lilei") + "/inbox/read", {{"up_to", number}}).status, 200);
  EXPECT_TRUE(world.commands.read.up_to);
  EXPECT_EQ(post_form(world.page("p", "lilei") + "/inbox/read", {{"entry", "x"}}).status, 422);
  const auto api = [&](const std::string& body) {
    return world.ask("wang", "POST", "/api/v1/inbox/read", body).status;
  };
  EXPECT_EQ(api(R"({"up_to":7})"), 200);
  EXPECT_TRUE(world.commands.read.up_to);
  EXPECT_EQ(world.commands.read.entry, InboxId{7});
  EXPECT_EQ(api(R"({"entry":8})"), 200);
  EXPECT_FALSE(world.commands.read.up_to);
  EXPECT_EQ(api(R"({"entry":8,"up_to":9})"), 400);
  EXPECT_EQ(api("{}"), 400);
}

TEST_F(InboxTest, many_entries_stand_on_pages) {
  for (int i = 1; i <= 25; ++i) put("lilei", fmt::format("第{:02}封", i));
  const Answer first = open("/inbox");
  EXPECT_TRUE(first.has("第25封"));
  EXPECT_FALSE(first.has("第05封"));
  EXPECT_TRUE(first.has("更早 →"));
  EXPECT_FALSE(first.has("← 最新"));
  const auto next = first.body.find("inbox?after=");
  ASSERT_NE(next, std::string::npos);
  const std::string after = first.body.substr(next, first.body.find('"', next) - next);
  const Answer second = open("/" + after);
  EXPECT_TRUE(second.has("第05封"));
  EXPECT_FALSE(second.has("第06封"));
  EXPECT_TRUE(second.has("← 最新"));
  EXPECT_FALSE(second.has("更早 →"));
  EXPECT_TRUE(world.get("lilei", "/api/v1/inbox?limit=10").has("\"next\":16"));
}

TEST_F(InboxTest, a_corrected_negative_is_marked_in_its_entry) {
  const InboxId entry = put("lilei", "需补正：2 项工作");
  const ClaimId claim = world.company.claims.at("verified");
  write<int>([&](store::WriteContext& context) -> Result<int> {
    for (const char* end : {"", "|correction"}) {
      Notice notice;
      notice.key = fmt::format("c{}|live|1|employee{}", claim.value, end);
      notice.kind = *end == '\0' ? NoticeKind::kNeedsCorrection : NoticeKind::kCorrection;
      notice.recipient = id_of("lilei");
      notice.claim = claim;
      notice.created_at = notice.due_at = now();
      notice.body = "{}";
      const NoticeId id = store::notices::insert_once(context.db, notice).value().value();
      EXPECT_TRUE(store::notices::mark(context.db, id, NoticeState::kShown, now()));
      if (*end != '\0') continue;
      store::LetterItem item;
      item.notice = id;
      item.reader = id_of("lilei");
      item.rule = NoticeKind::kNeedsCorrection;
      item.since = now();
      EXPECT_TRUE(store::letters::add(context.db, item, now()).value());
      EXPECT_TRUE(store::letters::put_inbox(context.db, id, entry));
    }
    return 0;
  });
  const Answer page = open("/inbox");
  EXPECT_TRUE(page.has("已更正：这条通知里的内容已不成立"));
  EXPECT_TRUE(page.has("/claims/" + world.claim("verified") + "\">#"));
  EXPECT_TRUE(world.get("lilei", "/api/v1/inbox")
                  .has(fmt::format("\"findings\":1,\"corrected\":[{}]", claim.value)));
}

TEST_F(InboxTest, the_table_holds_a_persons_own_channels_and_says_what_is_told_here_alone) {
  write<int>([&](store::WriteContext& context) -> Result<int> {
    for (const char* channel : {"mail", "push"}) {
      for (const char* rule : {"daily", "correction"}) {
        EXPECT_TRUE(store::preferences::add(context.db, id_of("lilei"), {rule, channel, false},
                                            now(), "link"));
      }
    }
    EXPECT_TRUE(store::preferences::add(context.db, id_of("lilei"), {"weekly", "mail", false},
                                        now(), "link"));
    return 0;
  });
  const Answer page = open("/preferences");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.has("name=\"needs_correction/mail\" checked"));
  EXPECT_TRUE(page.has("name=\"daily/push\">"));
  EXPECT_TRUE(page.has("name=\"weekly/push\" checked"));
  std::size_t alone = 0;
  for (std::size_t at = page.body.find("只在消息页"); at != std::string::npos;
       at = page.body.find("只在消息页", at + 1))
    ++alone;
  EXPECT_EQ(alone, 1U) << "the daily message";
  EXPECT_TRUE(page.has("只发到原通知去过的渠道")) << "a correction cannot be kept here alone";
  EXPECT_FALSE(open("/preferences", "hanmeimei").has("/push")) << "it is not hers";
  give_address("zhangsan", "");
  EXPECT_TRUE(open("/preferences", "zhangsan").has("您没有别的渠道"));
  EXPECT_TRUE(world.get("lilei", "/api/v1/preferences")
                  .has(R"({"rule":"daily","channel":"push","letters":false})"));
}

TEST_F(InboxTest, a_sent_table_says_each_of_its_boxes_and_nothing_of_what_it_did_not_show) {
  const Answer saved = post_form(world.page("p", "lilei") + "/preferences",
                                 {{"shown/mail", "1"}, {"daily/mail", "1"}});
  EXPECT_EQ(saved.status, 200);
  EXPECT_TRUE(saved.has("已保存"));
  EXPECT_EQ(world.commands.asked.back().actor.user, id_of("lilei"));
  ASSERT_EQ(world.commands.preferences.size(), kLetterRules.size());
  for (const Preference& said : world.commands.preferences) {
    EXPECT_EQ(said.channel, "mail") << "a robot that was added meanwhile stays as it was";
    EXPECT_EQ(said.letters, said.rule == "daily");
  }
  const auto api = [&](const std::string& body) {
    return world.ask("wang", "POST", "/api/v1/preferences", body).status;
  };
  EXPECT_EQ(api(R"({"rule":"daily","channel":"mail","letters":false})"), 200);
  EXPECT_EQ(world.commands.asked.back().actor.user, id_of("wang"));
  EXPECT_EQ(api(R"({"rule":"daily","channel":"mail"})"), 400);
  EXPECT_EQ(api(R"({"user":"lilei","rule":"daily","channel":"mail","letters":false})"), 400)
      << "nobody says it for another";
}

TEST_F(InboxTest, a_person_is_told_on_his_pages_that_his_mail_does_not_reach_him) {
  EXPECT_FALSE(open("").has("送不到您"));
  write<int>([&](store::WriteContext& context) -> Result<int> {
    const ChannelId mail = store::channels::upsert(context.db, "mail", ChannelKind::kMail).value();
    Message message;
    message.id = message.dedup_key = "msg_1";
    message.channel = mail;
    message.recipient = id_of("lilei");
    message.address = "lilei@lanjing.example";
    message.created_at = message.next_at = now();
    EXPECT_TRUE(store::outbox::insert_once(context.db, message).value());
    EXPECT_TRUE(store::outbox::begin_attempt(context.db, "msg_1", 0, now()).value());
    store::AttemptOutcome refused;
    refused.state = MessageState::kDead;
    refused.code = "rcpt 550";
    EXPECT_TRUE(store::outbox::complete(context.db, "msg_1", 1, refused).value());
    return 0;
  });
  for (const char* below : {"", "/inbox", "/preferences"}) {
    EXPECT_TRUE(open(below).has("的邮件送不到您")) << below;
    EXPECT_TRUE(open(below).has("rcpt 550")) << below;
    EXPECT_TRUE(open(below).has("信件改由您的其他渠道送达")) << below;
  }
  world.thread.run([&] { world.health->value.channels[1].enabled = false; });
  EXPECT_TRUE(open("").has("以“消息”页为准")) << "nothing else is left";
  EXPECT_FALSE(open("", "hanmeimei").has("送不到您"));
  world.thread.run([&] { world.health->value.channels[0].enabled = false; });
  EXPECT_TRUE(open("", "wang", "s").has("的邮件送不到您")) << "the channel itself is off";
}

TEST_F(InboxTest, a_long_letter_opens_on_demand_and_shows_what_it_asks_for) {
  write<int>([&](store::WriteContext& context) -> Result<int> {
    InboxEntry entry;
    entry.reader = id_of("lilei");
    entry.rule = "needs_correction";
    entry.letter = entry.title = "长信";
    for (int line = 1; line <= 9; ++line) entry.lines.push_back({fmt::format("第{}行", line), ""});
    entry.lines.push_back({"打开这一项", "https://vouch.example" + world.page("p", "lilei")});
    entry.created_at = now();
    return store::inbox::insert_once(context.db, entry, "long").value() ? 0 : 1;
  });
  const Answer page = open("/inbox");
  const auto fold = page.body.find("<details>");
  ASSERT_NE(fold, std::string::npos);
  EXPECT_LT(page.body.find("第6行"), fold);
  EXPECT_LT(page.body.find("打开这一项"), fold);
  EXPECT_GT(page.body.find("第7行"), fold);
  EXPECT_EQ(page.body.find("打开这一项", fold), std::string::npos) << "once";
}

TEST_F(InboxTest, hostile_words_stay_words) {
  put("lilei", "<script>alert(1)</script>");
  const Answer page = open("/inbox");
  EXPECT_FALSE(page.has("<script"));
  EXPECT_TRUE(page.has("&lt;script"));
}

}  // namespace
}  // namespace vouch::web::test
