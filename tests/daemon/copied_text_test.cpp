#include "daemon/copied_text.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "checks/text_match.h"
#include "store/texts.h"
#include "tests/daemon/world.h"
#include "tests/fakes/text_stock.h"

namespace vouch::daemon::test {
namespace {

using vouch::test::Edit;
using vouch::test::edited;
using vouch::test::make_article;
using vouch::test::Tongue;

constexpr const char* kFirst = "http://forum.example/t/1";
constexpr const char* kLater = "http://bbs.example/t/2";
constexpr const char* kTitle = "不锈钢阀门选型";

std::string copy_of(std::uint64_t seed) {
  return edited(seed, 20, Tongue::kChinese, Edit::kReplace20);
}
std::string text_of(std::uint64_t seed) {
  return make_article(seed, 20);
}

class CopiedText : public ::testing::Test {
 protected:
  ClaimId hand_in(const std::string& who, const std::string& url, const std::string& text,
                  const std::string& work_type = "forum_post") {
    show(url, text);
    world.pass(std::chrono::minutes(1));
    return world.report(who, url, work_type);
  }
  void show(const std::string& url, const std::string& text) {
    std::string paragraphs;
    for (const std::string& line : split_lines(text)) paragraphs += "<p>" + line + "</p>";
    pages_[url] = paragraphs;
    world.web.change(url, WebAndEngine::html(kTitle, paragraphs));
  }
  std::vector<store::TextMatchRow> matches(ClaimId claim) {
    return world.read<std::vector<store::TextMatchRow>>(
        [&](store::Connection& db) { return store::texts::matches(db, claim); });
  }
  std::int64_t texts() { return world.count("SELECT count(*) FROM claim_text"); }

  World world;
  std::map<std::string, std::string> pages_;
};

TEST_F(CopiedText, the_later_claim_is_marked_with_the_first_and_the_passages) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, copy_of(1));
  world.look(first);
  world.look(later);
  EXPECT_TRUE(matches(first).empty());
  const auto found = matches(later);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first_claim, first);
  EXPECT_GT(found[0].share, 0.5);
  EXPECT_LT(found[0].share, 0.75);
  EXPECT_EQ(found[0].found_at, world.now());
  EXPECT_GT(found[0].public_at, found[0].found_at) << "its author reads it first";
  // The heading belongs to the main text, and stands over both.
  const std::string shown = kTitle + std::string("\n") + copy_of(1);
  const std::string first_shown = kTitle + std::string("\n") + text_of(1);
  const auto passages = boost::json::parse(found[0].passages).as_array();
  ASSERT_FALSE(passages.empty());
  for (const auto& passage : passages) {
    const auto& row = passage.as_object();
    EXPECT_LT(row.at("start").as_int64(), row.at("end").as_int64());
    const std::string text(row.at("text").as_string());
    EXPECT_GE(count_han(text), 8U);
    const auto at = [&](const char* key) {
      return static_cast<std::uint32_t>(row.at(key).as_int64());
    };
    EXPECT_EQ(checks::quote(shown, at("start"), at("end")), text);
    EXPECT_EQ(checks::quote(first_shown, at("first_start"), at("first_end")),
              std::string(row.at("first_text").as_string()));
  }
}

TEST_F(CopiedText, no_verdict_is_moved_by_it_and_nobody_is_told) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(1));
  world.look(first);
  world.look(later);
  ASSERT_EQ(matches(later).size(), 1U);
  EXPECT_EQ(world.verdict(later).work, WorkVerdict::kVerified);
  EXPECT_TRUE(world.notices(later).empty());
}

TEST_F(CopiedText, whichever_is_looked_at_first_the_later_hand_in_is_marked) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(1));
  world.look(later);
  EXPECT_TRUE(matches(later).empty());
  world.look(first);
  EXPECT_TRUE(matches(first).empty());
  ASSERT_EQ(matches(later).size(), 1U);
  EXPECT_EQ(matches(later)[0].first_claim, first);
}

TEST_F(CopiedText, looks_that_see_the_same_text_again_add_nothing) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(1));
  for (int i = 0; i < 3; ++i) {
    world.look(first);
    world.look(later);
    world.pass(std::chrono::hours(30));
  }
  EXPECT_EQ(texts(), 2);
  EXPECT_EQ(matches(later).size(), 1U);
}

TEST_F(CopiedText, a_counter_that_turns_is_no_other_text) {
  const ClaimId claim = hand_in("lilei", kFirst, text_of(1) + "\n阅读 17 次");
  world.look(claim);
  show(kFirst, text_of(1) + "\n阅读 941 次");
  world.look(claim);
  EXPECT_EQ(texts(), 1);
}

TEST_F(CopiedText, a_claims_own_later_text_is_no_copy_and_counts_from_when_it_was_seen) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(2));
  world.look(first);
  world.look(later);
  show(kFirst, text_of(2));  // the older page takes over the newer one's text
  world.pass(std::chrono::hours(30));
  world.look(first);
  EXPECT_EQ(texts(), 3);
  EXPECT_TRUE(matches(later).empty()) << "it stood there before";
  ASSERT_EQ(matches(first).size(), 1U);
  EXPECT_EQ(matches(first)[0].first_claim, later);
}

TEST_F(CopiedText, a_second_claim_for_the_first_page_is_no_copy_of_a_copy) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId copy = hand_in("hanmeimei", kLater, text_of(1));
  const ClaimId again = hand_in("lilei", kFirst, text_of(1));
  world.look(again);
  world.look(copy);
  world.look(first);
  EXPECT_TRUE(matches(again).empty());
  EXPECT_TRUE(matches(first).empty());
  ASSERT_FALSE(matches(copy).empty());
}

TEST_F(CopiedText, an_author_who_edits_is_no_copy_of_who_copied_before) {
  const ClaimId author = hand_in("lilei", kFirst, text_of(1));
  const ClaimId copier = hand_in("hanmeimei", kLater, text_of(1));
  world.look(author);
  world.look(copier);
  ASSERT_EQ(matches(copier).size(), 1U);
  show(kFirst, copy_of(1));
  world.look(author);
  EXPECT_EQ(texts(), 3) << "the edited text is kept";
  EXPECT_TRUE(matches(author).empty());
}

TEST_F(CopiedText, unrelated_texts_get_no_mark) {
  std::vector<ClaimId> claims;
  for (int i = 0; i < 12; ++i) {
    claims.push_back(hand_in("lilei", "http://forum.example/t/1" + std::to_string(i),
                             text_of(static_cast<std::uint64_t>(i + 1))));
    world.look(claims.back());
  }
  EXPECT_EQ(texts(), 12);
  for (const ClaimId claim : claims) EXPECT_TRUE(matches(claim).empty());
}

struct Spared {
  const char* name;
  const char* first_url;
  const char* later_url;
  const char* work_type;
};

class SparedText : public CopiedText, public ::testing::WithParamInterface<Spared> {};
INSTANTIATE_TEST_SUITE_P(
    Of, SparedText,
    ::testing::Values(Spared{"one_page_handed_in_twice", kFirst, kFirst, "forum_post"},
                      Spared{"one_page_under_two_addresses", kFirst,
                             "http://www.forum.example/t/1/?utm_source=a", "forum_post"},
                      Spared{"a_repost_that_was_asked_for", kFirst, kLater, "article_repost"},
                      Spared{"an_answer_under_a_question_that_others_answered", kFirst, kLater,
                             "qa_answer"},
                      Spared{"a_link_on_somebody_elses_page", kFirst, kLater, "friend_link"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_P(SparedText, is_not_marked) {
  const ClaimId first = hand_in("lilei", GetParam().first_url, text_of(1));
  const ClaimId later =
      hand_in("hanmeimei", GetParam().later_url, text_of(1), GetParam().work_type);
  world.look(first);
  world.look(later);
  EXPECT_EQ(texts(), 2) << "the text itself is known";
  EXPECT_TRUE(matches(later).empty());
}

TEST_F(CopiedText, a_page_that_names_the_other_as_its_canonical_is_the_same_page) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(1));
  world.web.change(kLater,
                   fakes::Reply::page("<!doctype html><meta charset=utf-8><title>不锈钢阀门选型"
                                      "</title><link rel=canonical href='http://forum.example/t/1'>"
                                      "<h1>不锈钢阀门选型</h1>" +
                                      pages_[kLater]));
  world.look(first);
  world.look(later);
  EXPECT_EQ(texts(), 2);
  EXPECT_TRUE(matches(later).empty());
}

TEST_F(CopiedText, a_repost_counts_as_the_first_text_for_those_who_copy_it) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1), "article_repost");
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(1));
  world.look(first);
  world.look(later);
  EXPECT_EQ(matches(later).size(), 1U);
}

TEST_F(CopiedText, a_claim_that_was_withdrawn_is_nobodys_first) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  world.look(first);
  web::Decide withdrawal;
  withdrawal.claim = first;
  withdrawal.kind = DecisionKind::kWithdraw;
  withdrawal.reason = "撤回";
  ASSERT_TRUE(world.run(world.parts().commands.decide(world.actor("lilei"), withdrawal)));
  const ClaimId later = hand_in("lilei", kLater, text_of(1));
  world.look(later);
  EXPECT_TRUE(matches(later).empty());
}

TEST_F(CopiedText, a_claim_that_replaces_another_is_as_old_as_that) {
  const ClaimId wrong = hand_in("lilei", "http://forum.example/t/7", text_of(9));
  const ClaimId copy = hand_in("hanmeimei", kLater, text_of(1));
  const ClaimId right = hand_in("lilei", kFirst, text_of(1));
  web::Decide replacement;
  replacement.claim = wrong;
  replacement.kind = DecisionKind::kReplace;
  replacement.reason = "链接填错了";
  replacement.replaced_by = right;
  ASSERT_TRUE(world.run(world.parts().commands.decide(world.actor("lilei"), replacement)));
  world.look(copy);
  world.look(right);
  EXPECT_TRUE(matches(right).empty());
  ASSERT_EQ(matches(copy).size(), 1U);
  EXPECT_EQ(matches(copy)[0].first_claim, right);
}

TEST_F(CopiedText, a_kept_text_that_cannot_be_read_keeps_no_look_from_ending) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(1));
  world.look(first);
  world.write<int>([](store::WriteContext& writing) -> Result<int> {
    for (const char* sql :
         {"DROP TRIGGER claim_text_keeps_values", "UPDATE claim_text SET text = x'00ff'"}) {
      if (const auto done = writing.db.run(sql); !done) return tl::unexpected(done.error());
    }
    return 0;
  });
  world.look(later);
  EXPECT_EQ(world.verdict(later).work, WorkVerdict::kVerified);
  EXPECT_TRUE(matches(later).empty()) << "what cannot be shown is not said";
}

TEST_F(CopiedText, short_pages_walls_and_lists_leave_no_text) {
  world.look(hand_in("lilei", kFirst, "三步讲清楚。"));
  std::string list;
  for (int i = 0; i < 60; ++i)
    list += "<a href='/t/" + std::to_string(i) + "'>" +
            vouch::test::make_sentences(static_cast<std::uint64_t>(i + 1), 1)[0] + "</a> ";
  world.look(hand_in("lilei", "http://forum.example/t/9", list));
  world.web.change("http://forum.example/t/8", fakes::Reply::fail(Reason::kTimeout));
  world.look(world.report("lilei", "http://forum.example/t/8"));
  EXPECT_EQ(texts(), 0);
}

TEST_F(CopiedText, a_quotation_is_not_the_pages_own_text) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, make_article(2, 6));
  world.web.change(kLater,
                   WebAndEngine::html(kTitle, "<p>" + make_article(2, 6) + "</p><blockquote>" +
                                                  text_of(1) + "</blockquote>"));
  world.look(first);
  world.look(later);
  EXPECT_EQ(texts(), 2);
  EXPECT_TRUE(matches(later).empty());
}

TEST_F(CopiedText, a_look_made_again_after_a_crash_marks_once) {
  const ClaimId first = hand_in("lilei", kFirst, text_of(1));
  const ClaimId later = hand_in("hanmeimei", kLater, text_of(1));
  world.look(first);
  world.web.on_fetch = [this](const Url&) { world.web.cancels = true; };
  world.look(later);  // given up in its middle
  world.crash();
  world.web.on_fetch = {};
  world.web.cancels = false;
  world.open();
  EXPECT_EQ(texts(), 1);
  world.look(later);
  EXPECT_EQ(texts(), 2);
  EXPECT_EQ(matches(later).size(), 1U);
}

}  // namespace
}  // namespace vouch::daemon::test
