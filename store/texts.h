// The texts that claims' pages showed, found again by what they have in common, and the matches
// between them. Append-only. Written on the writer thread, read on any connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/text_sketch.h"
#include "store/sql.h"

namespace vouch::store {

struct PackedText {       // made off the writer thread
  std::string bytes;      // raw deflate
  std::int64_t size = 0;  // of the text, in bytes
};
PackedText pack_text(std::string_view text);
Result<std::string> unpack_text(std::string_view bytes, std::int64_t size);  // kCorrupt

struct ClaimText {
  TextId id;
  ClaimId claim;
  ObservationId observation;  // of the look that saw it: its evidence holds the page
  // The hand-in of the claim; of a text that its page showed instead later on, that look's moment.
  Time origin_at;
  std::string page_key;       // strict key of where the page stood; empty: unknown
  std::string canonical_key;  // of what the page names as its canonical; empty: nothing else
  TextSketch sketch;
};

struct TextHit {
  TextId text;
  ClaimId claim;
  int bins = 0;  // of the sketch in which they agree
};

struct TextMatchRow {
  std::int64_t id = 0;
  ClaimId claim;
  ClaimId first_claim;  // handed in before
  TextId text;
  TextId first_text;
  double share = 0;
  Time found_at;
  Time public_at;        // when others than the author may read it
  std::string passages;  // JSON array, see docs/openapi.yaml
};

namespace texts {

Result<TextId> insert(Connection& db, const ClaimText& text, const PackedText& packed);
Result<ClaimText> find(Connection& db, TextId id);                       // kNotFound
Result<std::vector<ClaimText>> of_claim(Connection& db, ClaimId claim);  // oldest first
Result<std::string> read(Connection& db, TextId id);

// Texts of other claims that agree with this sketch in at least two bins, most first, `most` at
// most. A bin that very many texts share says nothing: the first ones of them are looked at.
Result<std::vector<TextHit>> alike(Connection& db, const TextSketch& sketch, ClaimId but,
                                   std::size_t most);

// False: these two claims are a pair already.
Result<bool> insert_match(Connection& db, const TextMatchRow& match);
Result<std::vector<TextMatchRow>> matches(Connection& db, ClaimId claim);  // oldest first

}  // namespace texts
}  // namespace vouch::store
