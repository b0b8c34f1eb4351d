// What engines say of how many pages of a site they have: a number where one was stated, else none.
#include <gtest/gtest.h>

#include "engines/list_answer.h"
#include "engines/providers/serpapi.h"
#include "tests/engines/provider_world.h"
#include "tests/engines/searxng_world.h"

namespace vouch::engines::test {
namespace {

std::string replaced(std::string text, const std::string& part, const std::string& by) {
  return text.replace(text.find(part), part.size(), by);
}

TEST(SiteTotal, the_question_is_the_operator_that_every_engine_knows) {
  const Question question = site_question("baidu", "acme.cn");
  EXPECT_EQ(question.text, "site:acme.cn");
  EXPECT_TRUE(is_site_question(question));
  EXPECT_FALSE(is_site_question(keyword_question("baidu", "acme.cn")));
  EXPECT_FALSE(is_site_question(url_question("baidu", "https://acme.cn/")));
}

TEST(SiteTotal, searxngs_zero_is_no_number) {
  const std::string page = answer({result("https://acme.cn/1", 1)});
  const auto read = [](const std::string& body) {
    return read_searxng(answered(200, body), baidu_options(), 1).total;
  };
  EXPECT_EQ(read(page), std::nullopt);
  const std::string counted =
      replaced(page, R"("number_of_results":0)", R"("number_of_results":4300)");
  EXPECT_EQ(read(counted), 4300);
  const std::string silent = replaced(answer({}, R"([["baidu","CAPTCHA"]])"),
                                      R"("number_of_results":0)", R"("number_of_results":4300)");
  EXPECT_EQ(read(silent), std::nullopt);
}

TEST(SiteTotal, a_result_page_that_proves_nothing_has_no_number) {
  ReadResult page;
  page.total = 12;
  EXPECT_EQ(list_answer(page).total, std::nullopt);
  page.outcome = SerpOutcome::kRankedList;
  EXPECT_EQ(list_answer(page).total, 12);
  page.total.reset();
  EXPECT_EQ(list_answer(page).total, std::nullopt);
  page.outcome = SerpOutcome::kNoResults;
  EXPECT_EQ(list_answer(page).total, 0);
}

TEST(SiteTotal, serpapi_states_it_beside_the_rows) {
  ApiAccess access;
  const auto read = [&](const std::string& information) {
    return read_serpapi(
               answered(200,
                        R"({"search_metadata":{"status":"Success"},"search_information":{)" +
                            information +
                            R"(},"organic_results":[{"position":1,"link":"https://acme.cn/"}]})"),
               access, 0)
        .answer.total;
  };
  EXPECT_EQ(read(R"("total_results":1230)"), 1230);
  EXPECT_EQ(read(""), std::nullopt);
}

}  // namespace
}  // namespace vouch::engines::test
