#include "planning/number_forms.h"

#include <set>

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

std::set<std::string> wrong(const char* form, const Numbers& numbers) {
  std::set<std::string> out;
  for (const NumberProblem& one : check_numbers(*number_form(form), numbers)) out.insert(one.field);
  return out;
}

TEST(NumberForms, a_part_is_never_more_than_its_whole) {
  EXPECT_TRUE(wrong("cs_session_stats", {{"sessions", 40}, {"valid_sessions", 40}}).empty());
  EXPECT_EQ(wrong("cs_session_stats",
                  {{"sessions", 40}, {"valid_sessions", 41}, {"missed", 3}, {"contacts_left", 50}}),
            (std::set<std::string>{"valid_sessions", "contacts_left"}));
  EXPECT_TRUE(wrong("cs_session_stats", {{"valid_sessions", 41}}).empty())
      << "nobody said how many there were";
  EXPECT_EQ(wrong("sales_activity", {{"calls", 5}, {"valid_calls", 6}}),
            (std::set<std::string>{"valid_calls"}));
  EXPECT_EQ(wrong("ad_operation", {{"impressions", 10}, {"clicks", 11}}),
            (std::set<std::string>{"clicks"}));
}

TEST(NumberForms, what_is_no_number_of_the_form_is_named) {
  EXPECT_EQ(wrong("sales_activity", {{"calls", -1}, {"sessions", 3}, {"satisfied", 1}}),
            (std::set<std::string>{"calls", "sessions", "satisfied"}));
  EXPECT_EQ(wrong("cs_session_stats", {{"satisfied", 1001}}), (std::set<std::string>{"satisfied"}));
  EXPECT_EQ(number_form("forum_post"), nullptr);
}

TEST(NumberForms, name_each_field_once_and_wholes_that_exist) {
  for (const NumberForm& form : number_forms()) {
    std::set<std::string_view> keys;
    for (const NumberField& field : form.fields) EXPECT_TRUE(keys.insert(field.key).second);
    for (const NumberField& field : form.fields) {
      if (field.at_most.empty()) continue;
      EXPECT_TRUE(keys.contains(field.at_most)) << field.key;
    }
  }
}

}  // namespace
}  // namespace vouch::planning
