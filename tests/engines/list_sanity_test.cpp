// Which well-formed lists leave out more than they should.
#include "engines/list_sanity.h"

#include <optional>

#include <gtest/gtest.h>

#include "tests/engines/scripted_provider.h"

namespace vouch::engines::test {
namespace {

SearchAnswer rows(int count) {
  std::vector<std::string> urls;
  for (int i = 0; i < count; ++i) urls.push_back("https://a.cn/" + std::to_string(i));
  return list_of(urls);
}

struct Row {
  const char* sentence;
  int rows;
  std::optional<std::int64_t> total;
  bool more;
  QuestionKind kind;
  int page_size;
  bool is_short;
};

TEST(ListSanity, a_short_list_is_one_that_does_not_say_that_it_is_all) {
  using enum QuestionKind;
  const std::vector<Row> table = {
      {"a_full_page", 10, {}, true, kKeyword, 10, false},
      {"a_third_of_a_page", 3, {}, true, kKeyword, 10, false},
      {"two_rows_of_a_keyword_and_no_word", 2, {}, false, kKeyword, 10, true},
      {"two_rows_of_a_keyword_and_the_engine_has_two", 2, 2, false, kKeyword, 10, false},
      {"two_rows_of_a_keyword_and_the_engine_has_thousands", 2, 4300, false, kKeyword, 10, true},
      {"two_rows_and_another_page", 2, 2, true, kKeyword, 10, true},
      {"one_row_of_an_address_and_no_word", 1, {}, false, kUrl, 10, false},
      {"one_row_of_an_address_and_the_engine_has_one", 1, 1, false, kUrl, 10, false},
      {"one_row_of_an_address_and_the_engine_has_many", 1, 619, false, kUrl, 10, true},
      {"one_row_of_an_address_and_another_page", 1, {}, true, kUrl, 10, true},
      {"nothing_found_is_no_short_list", 0, {}, false, kKeyword, 10, false},
      {"a_page_of_a_hundred_need_not_be_full", 12, {}, false, kKeyword, 100, false},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(row.sentence);
    SearchAnswer answer = rows(row.rows);
    answer.total = row.total;
    answer.more = row.more;
    EXPECT_EQ(is_short(answer, row.kind, row.page_size), row.is_short);
    Question question;
    question.kind = row.kind;
    EXPECT_EQ(counted(answer, question, row.page_size).absence_counts, !row.is_short);
  }
}

TEST(ListSanity, what_is_no_list_is_not_judged) {
  SearchAnswer refusal = no_list(Reason::kCaptcha);
  EXPECT_FALSE(is_short(refusal, QuestionKind::kKeyword, 10));
  SearchAnswer statement;
  statement.kind = AnswerKind::kStatement;
  statement.reason = Reason::kOk;
  statement.statement = Statement{};
  EXPECT_FALSE(is_short(statement, QuestionKind::kUrl, 10));
}

struct Lists {
  std::vector<Question> questions;
  std::vector<SearchAnswer> answers;
  void keyword(const std::string& text, const std::string& first, const std::string& title = "x") {
    questions.push_back(keyword_question("baidu", text));
    answers.push_back(list_of({first, "https://rest.cn/"}));
    answers.back().rows[0].title = title;
  }
  void url(const std::string& url, const std::string& first) {
    questions.push_back(url_question("baidu", url));
    answers.push_back(list_of({first}));
  }
  std::vector<std::size_t> same() {
    std::vector<AskedList> lists;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      lists.push_back({&questions[i], &answers[i]});
    }
    return same_first_rows(lists);
  }
};
using Numbers = std::vector<std::size_t>;
const std::string kDecoy = "https://decoy.com/";

TEST(SameFirstRow, of_three_unrelated_keywords_is_no_answer) {
  Lists lists;
  lists.keyword("净水器", kDecoy);
  lists.keyword("空调维修", "https://b.cn/");
  lists.keyword("展台设计", kDecoy);
  lists.keyword("不锈钢阀门", kDecoy);
  EXPECT_EQ(lists.same(), (Numbers{0, 2, 3}));
}

TEST(SameFirstRow, of_two_may_be_an_accident) {
  Lists lists;
  lists.keyword("净水器", kDecoy);
  lists.keyword("展台设计", kDecoy);
  EXPECT_TRUE(lists.same().empty());
}

TEST(SameFirstRow, of_keywords_with_a_common_word_is_honest) {
  Lists lists;
  for (const char* word : {"净水器价格", "净水器安装", "净水器滤芯"}) lists.keyword(word, kDecoy);
  EXPECT_TRUE(lists.same().empty());
}

TEST(SameFirstRow, that_is_about_what_was_asked_is_honest) {
  Lists lists;
  for (const char* word : {"净水器", "展台设计", "不锈钢阀门"}) {
    lists.keyword(word, kDecoy, std::string(word) + "大全");
  }
  EXPECT_TRUE(lists.same().empty());
}

TEST(SameFirstRow, instead_of_unknown_addresses_is_for_the_controls_to_judge) {
  Lists strangers;
  for (const char* url : {"https://a.cn/1", "https://b.cn/1", "https://c.cn/1"}) {
    strangers.url(url, kDecoy);
  }
  EXPECT_TRUE(strangers.same().empty());
}

TEST(SameFirstRow, that_hides_its_page_says_nothing) {
  Lists lists;
  for (const char* word : {"净水器", "展台设计", "不锈钢阀门"}) {
    lists.keyword(word, "https://www.baidu.com/link?url=x");
    lists.answers.back().rows[0].target_known = false;
  }
  EXPECT_TRUE(lists.same().empty());
}

}  // namespace
}  // namespace vouch::engines::test
