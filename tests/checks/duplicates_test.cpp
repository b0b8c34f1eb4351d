#include "checks/duplicates.h"

#include <gtest/gtest.h>

namespace vouch::checks {
namespace {

constexpr Time kThen = from_millis(1'000'000);

Claim claim() {
  Claim out;
  out.id = ClaimId{10};
  out.submitted_at = kThen;
  out.strict_key = "http://a.com/1?from=x";
  out.loose_key = "a.com/1";
  return out;
}

EarlierClaim earlier(std::int64_t id, int minutes, std::string strict, std::string loose = {},
                     std::string canonical = {}) {
  return {ClaimId{id}, kThen + std::chrono::minutes(minutes), std::move(strict), std::move(loose),
          std::move(canonical)};
}

struct Row {
  const char* sentence;
  std::vector<EarlierClaim> earlier;
  std::string canonical;
  std::int64_t first = 0;  // 0: none
  DuplicateBy by = DuplicateBy::kStrictKey;
};

const std::vector<Row>& rows() {
  using enum DuplicateBy;
  static const std::string strict = "http://a.com/1?from=x";
  static const std::vector<Row> table = {
      {"nothing_before_is_no_duplicate", {}, "", 0},
      {"another_page_is_no_duplicate", {earlier(1, -5, "http://a.com/2", "a.com/2")}, "", 0},
      {"the_same_address_is_one", {earlier(1, -5, strict)}, "", 1, kStrictKey},
      {"the_same_page_with_another_parameter_is_a_hint",
       {earlier(1, -5, "http://a.com/1", "a.com/1")},
       "",
       1,
       kLooseKey},
      {"the_canonical_of_this_page_is_the_earlier_one",
       {earlier(1, -5, "http://a.com/original", "a.com/original")},
       "http://a.com/original",
       1,
       kCanonical},
      {"this_page_is_the_canonical_of_the_earlier_one",
       {earlier(1, -5, "http://a.com/copy", "a.com/copy", strict)},
       "",
       1,
       kCanonical},
      {"both_name_one_canonical",
       {earlier(1, -5, "http://a.com/copy", "a.com/copy", "http://b.com/x")},
       "http://b.com/x",
       1,
       kCanonical},
      {"no_canonical_seen_joins_nobody", {earlier(1, -5, "http://a.com/9", "a.com/9")}, "", 0},
      {"the_earliest_of_several_is_the_first",
       {earlier(3, -2, strict), earlier(2, -9, strict), earlier(1, -4, strict)},
       "",
       2,
       kStrictKey},
      {"a_strict_match_outranks_an_earlier_loose_one",
       {earlier(1, -90, "http://a.com/1", "a.com/1"), earlier(2, -5, strict)},
       "",
       2,
       kStrictKey},
      {"a_canonical_match_outranks_an_earlier_loose_one",
       {earlier(1, -90, "http://a.com/1", "a.com/1"), earlier(2, -5, "http://c.com/", "c.com")},
       "http://c.com/",
       2,
       kCanonical},
      {"a_later_claim_is_not_the_first", {earlier(11, 5, strict)}, "", 0},
      {"of_two_at_one_moment_the_lower_number_is_first", {earlier(9, 0, strict)}, "", 9},
      {"of_two_at_one_moment_the_higher_number_is_not", {earlier(11, 0, strict)}, "", 0},
      {"a_claim_is_not_its_own_duplicate", {earlier(10, 0, strict)}, "", 0},
  };
  return table;
}

class Duplicates : public testing::TestWithParam<Row> {};

TEST_P(Duplicates, finds_the_first_of_the_page) {
  const Row& row = GetParam();
  const auto found = find_duplicate(claim(), row.canonical, row.earlier);
  ASSERT_EQ(found.has_value(), row.first != 0);
  if (!found) return;
  EXPECT_EQ(found->first.value, row.first);
  EXPECT_EQ(found->by, row.by);
}

INSTANTIATE_TEST_SUITE_P(rows, Duplicates, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(Duplicates, rows_without_keys_are_no_twins) {
  Claim blank = claim();
  blank.strict_key.clear();
  blank.loose_key.clear();
  EXPECT_FALSE(find_duplicate(blank, "", {earlier(1, -5, "", "")}).has_value());
}

}  // namespace
}  // namespace vouch::checks
