#include "store/texts.h"

#include <algorithm>

#include "store/claims.h"
#include "tests/fakes/text_stock.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

using test::Edit;
using test::edited;
using test::make_article;
using test::Tongue;

class Texts : public StoreTest {
 protected:
  void SetUp() override {
    open();
    claim();
    ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
      const Claim first = claims::find(c.db, claim_).value();
      other_ = insert_claim(c.db, first.user, first.report, "https://pages.example/2");
      seen_ = observations::insert(c.db, seen(claim_, 1, c.now)).value();
      return 0;
    }));
  }

  ClaimText text_of(ClaimId claim, const std::string& text) {
    ClaimText out;
    out.claim = claim;
    out.observation = seen_;
    out.origin_at = clock_.now();
    out.sketch = sketch_text(text);
    return out;
  }
  TextId keep(ClaimId claim, const std::string& text) {
    return write<TextId>([&](WriteContext& c) {
             return texts::insert(c.db, text_of(claim, text), pack_text(text));
           })
        .value();
  }
  std::vector<TextHit> alike(const std::string& text, std::size_t most = 64) {
    return read<std::vector<TextHit>>(
        [&](Connection& db) { return texts::alike(db, sketch_text(text), other_, most); });
  }

  ClaimId other_;
  ObservationId seen_;
};

TEST_F(Texts, a_text_comes_back_as_it_was_kept) {
  const std::string text = make_article(1);
  const TextId id = keep(claim_, text);
  EXPECT_EQ(read<std::string>([&](Connection& db) { return texts::read(db, id); }), text);
  const auto row = read<ClaimText>([&](Connection& db) { return texts::find(db, id); });
  EXPECT_EQ(row.claim, claim_);
  EXPECT_EQ(row.observation, seen_);
  EXPECT_EQ(row.sketch, sketch_text(text));
  EXPECT_EQ(row.origin_at, clock_.now());
}

TEST_F(Texts, a_damaged_text_is_said_to_be_damaged) {
  PackedText packed = pack_text(make_article(1));
  packed.bytes[5] = static_cast<char>(packed.bytes[5] ^ 0x40);
  packed.size += 1;
  EXPECT_EQ(unpack_text(packed.bytes, packed.size).error().code, ErrorCode::kCorrupt);
}

TEST_F(Texts, the_texts_of_a_claim_come_in_the_order_in_which_they_were_kept) {
  const TextId first = keep(claim_, make_article(1));
  const TextId second = keep(claim_, make_article(2));
  keep(other_, make_article(3));
  const auto texts =
      read<std::vector<ClaimText>>([&](Connection& db) { return texts::of_claim(db, claim_); });
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].id, first);
  EXPECT_EQ(texts[1].id, second);
}

TEST_F(Texts, texts_of_the_claim_that_asks_are_left_out) {
  const std::string text = make_article(1);
  keep(other_, text);
  EXPECT_TRUE(alike(text).empty());
  keep(claim_, text);
  ASSERT_EQ(alike(text).size(), 1U);
  EXPECT_EQ(alike(text)[0].bins, static_cast<int>(TextSketch::kBins));
  EXPECT_EQ(alike(text)[0].claim, claim_);
}

// Recall over the whole index: every edit of every text finds its original among thousands.
TEST_F(Texts, copies_are_found_among_thousands_by_index_alone) {
  constexpr int kStored = 4000;
  constexpr int kAsked = 150;
  constexpr int kSentences = 14;
  ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
    for (int i = 1; i <= kStored; ++i) {
      const std::string text = make_article(static_cast<std::uint64_t>(i), kSentences);
      const auto id = texts::insert(c.db, text_of(claim_, text), pack_text("x"));
      if (!id) return tl::unexpected(id.error());
    }
    return 0;
  }));
  for (const Edit edit : test::kEdits) {
    int found = 0;
    std::size_t hits = 0;
    for (int i = 1; i <= kAsked; ++i) {
      const auto seed = static_cast<std::uint64_t>(i * (kStored / kAsked));
      const auto alike_ones = alike(edited(seed, kSentences, Tongue::kChinese, edit));
      hits += alike_ones.size();
      found += std::any_of(alike_ones.begin(), alike_ones.end(), [&](const TextHit& hit) {
        return hit.text.value == static_cast<std::int64_t>(seed);
      });
    }
    RecordProperty(std::string(test::name_of(edit)), found);
    EXPECT_GE(found, kAsked * 98 / 100) << test::name_of(edit);
    EXPECT_LE(hits, static_cast<std::size_t>(kAsked) * 64);
  }
}

TEST_F(Texts, a_key_that_very_many_texts_share_costs_no_more_than_its_first_texts) {
  const std::string text = make_article(1, 12);
  ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
    for (int i = 0; i < 1000; ++i) {
      const auto id = texts::insert(c.db, text_of(claim_, text), pack_text("x"));
      if (!id) return tl::unexpected(id.error());
    }
    return 0;
  }));
  const auto hits = alike(text, 1000);
  EXPECT_EQ(hits.size(), 400U);
  EXPECT_EQ(hits.front().text.value, 1) << "the first of them are the ones that matter";
}

TEST_F(Texts, a_pair_of_claims_is_marked_once) {
  const TextId first = keep(claim_, make_article(1));
  const TextId later = keep(other_, make_article(1));
  TextMatchRow match;
  match.claim = other_;
  match.first_claim = claim_;
  match.text = later;
  match.first_text = first;
  match.share = 0.75;
  match.found_at = clock_.now();
  match.public_at = clock_.now() + std::chrono::hours(24);
  match.passages = "[]";
  const auto add = [&] {
    return write<bool>([&](WriteContext& c) { return texts::insert_match(c.db, match); }).value();
  };
  EXPECT_TRUE(add());
  match.share = 0.9;
  EXPECT_FALSE(add());
  const auto rows =
      read<std::vector<TextMatchRow>>([&](Connection& db) { return texts::matches(db, other_); });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_DOUBLE_EQ(rows[0].share, 0.75);
  EXPECT_EQ(rows[0].first_claim, claim_);
  EXPECT_EQ(rows[0].public_at, match.public_at);
}

}  // namespace
}  // namespace vouch::store
