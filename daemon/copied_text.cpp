#include "daemon/copied_text.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <boost/json.hpp>

#include "checks/text_match.h"
#include "core/log.h"
#include "core/text.h"
#include "core/url.h"
#include "store/assets.h"
#include "store/claims.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostHits = 64;        // texts taken from the index
constexpr std::size_t kMostCompared = 24;    // of them read and compared
constexpr std::size_t kMostLater = 8;        // claims that came later and were looked at sooner
constexpr std::size_t kMostOfOneClaim = 16;  // texts kept: a page that shows another each time
constexpr std::size_t kSameText = 29;        // bins of 32: a changed counter, not another text

struct Known {
  store::ClaimText text;
  Claim claim;
};

std::string key_of(std::string_view address) {
  const auto url = Url::parse(address);
  return url ? strict_key(*url) : std::string();
}

std::set<std::string> keys_of(const Known& one) {
  std::set<std::string> keys{one.claim.strict_key, one.text.page_key, one.text.canonical_key};
  keys.erase("");
  return keys;
}

// One page under two addresses is a duplicate, which has a mark of its own.
bool same_page(const Known& left, const Known& right) {
  if (!left.claim.loose_key.empty() && left.claim.loose_key == right.claim.loose_key) return true;
  const std::set<std::string> keys = keys_of(left);
  const std::set<std::string> others = keys_of(right);
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return others.contains(key); });
}

bool came_before(const Known& left, const Known& right) {
  return std::tie(left.text.origin_at, left.claim.id) <
         std::tie(right.text.origin_at, right.claim.id);
}

Result<Known> known(store::Connection& db, TextId id) {
  auto text = store::texts::find(db, id);
  if (!text) return tl::unexpected(text.error());
  auto claim = store::claims::find(db, text->claim);
  if (!claim) return tl::unexpected(claim.error());
  return Known{std::move(*text), std::move(*claim)};
}

Result<bool> is_withdrawn(store::Connection& db, const Claim& claim) {
  if (claim.replaced_by) return true;
  const auto verdict = store::verdicts::get(db, claim.id);
  if (!verdict) return tl::unexpected(verdict.error());
  return *verdict && (*verdict)->work == WorkVerdict::kVoid;
}

// What this claim's page showed before a source was there: who has the words from it took them
// here.
using OwnTexts = std::vector<store::ClaimText>;

bool came_from(const OwnTexts& own, const Known& source) {
  return std::any_of(own.begin(), own.end(), [&](const store::ClaimText& text) {
    return text.id != source.text.id && text.origin_at <= source.text.origin_at &&
           equal_bins(text.sketch, source.text.sketch) > 0;
  });
}

Result<OwnTexts> own_texts(store::Connection& db, const Known& later) {
  auto texts = store::texts::of_claim(db, later.claim.id);
  if (texts) std::erase_if(*texts, [&](const auto& text) { return text.id == later.text.id; });
  return texts;
}

// The texts that may have been this one's source, in the order of their origin.
Result<std::vector<Known>> sources(store::Connection& db, const Known& later,
                                   const std::vector<store::TextHit>& hits) {
  const auto own = own_texts(db, later);
  if (!own) return tl::unexpected(own.error());
  std::vector<Known> out;
  std::set<ClaimId> taken;
  for (const store::TextHit& hit : hits) {
    if (out.size() == kMostCompared) break;
    if (taken.contains(hit.claim)) continue;
    auto one = known(db, hit.text);
    if (!one) return tl::unexpected(one.error());
    if (!came_before(*one, later) || same_page(*one, later) || came_from(*own, *one)) continue;
    // An editor's article that promoters bring to other places (domain P06).
    const auto shared = store::assets::is_shared(db, one->claim.id, later.claim.id);
    if (!shared) return tl::unexpected(shared.error());
    if (*shared) continue;
    const auto withdrawn = is_withdrawn(db, one->claim);
    if (!withdrawn) return tl::unexpected(withdrawn.error());
    if (*withdrawn) continue;
    taken.insert(hit.claim);
    out.push_back(std::move(*one));
  }
  std::sort(out.begin(), out.end(), came_before);
  return out;
}

std::string passages_json(const checks::TextMatch& match, std::string_view later,
                          std::string_view first) {
  json::array out;
  for (const checks::Passage& passage : match.passages) {
    out.push_back(json::object{
        {"start", passage.start},
        {"end", passage.end},
        {"text", to_valid_utf8(checks::quote(later, passage.start, passage.end))},
        {"first_start", passage.first_start},
        {"first_end", passage.first_end},
        {"first_text",
         to_valid_utf8(checks::quote(first, passage.first_start, passage.first_end))}});
  }
  return json::serialize(out);
}

bool is_own_work(const Policy& policy, const Claim& claim) {
  if (claim.marks.baseline || claim.marks.historic) return false;
  return std::find(policy.own_text.begin(), policy.own_text.end(), claim.work_type) !=
         policy.own_text.end();
}

// A mark moves no verdict: a kept text that cannot be read any more must not hold up a look.
Result<std::optional<std::string>> read_text(store::Connection& db, TextId id) {
  auto text = store::texts::read(db, id);
  if (text) return std::optional<std::string>(std::move(*text));
  if (db.damage() || text.error().code != ErrorCode::kCorrupt) return tl::unexpected(text.error());
  log::warning("look", "text {} is left out of the comparison: {}", id.value, text.error().message);
  return std::optional<std::string>();
}

Status mark(store::WriteContext& context, const Rulebook& rules, const Known& later,
            const std::vector<store::TextHit>& hits) {
  const auto policy = rules.policy_of(later.claim);
  if (!policy) return tl::unexpected(policy.error());
  if (!is_own_work(**policy, later.claim)) return {};
  const auto possible = sources(context.db, later, hits);
  if (!possible) return tl::unexpected(possible.error());
  if (possible->empty()) return {};
  const auto text = read_text(context.db, later.text.id);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return {};
  std::vector<Known> from;
  std::vector<checks::ComparedText> earlier;
  for (const Known& one : *possible) {
    const auto read = read_text(context.db, one.text.id);
    if (!read) return tl::unexpected(read.error());
    if (!*read) continue;
    from.push_back(one);
    earlier.emplace_back(**read);
  }
  const checks::ComparedText compared(**text);
  const auto found = checks::find_match(compared, earlier);
  if (!found) return {};
  const Known& first = from[found->with];
  store::TextMatchRow match;
  match.claim = later.claim.id;
  match.first_claim = first.claim.id;
  match.text = later.text.id;
  match.first_text = first.text.id;
  match.share = found->share;
  match.found_at = context.now;
  match.public_at = rules.calendar.add_workdays(context.now, (*policy)->grace_workdays);
  match.passages = passages_json(*found, compared.text(), earlier[found->with].text());
  const auto added = store::texts::insert_match(context.db, match);
  if (!added) return tl::unexpected(added.error());
  if (*added) {
    log::info("look", "claim {}: {:.0f} % of its text stood in claim {}", later.claim.id.value,
              match.share * 100, first.claim.id.value);
  }
  return {};
}

// A second claim for a page is as old as the first one.
Result<Time> first_hand_in(store::Connection& db, const Claim& claim) {
  const auto own = store::claims::first_hand_in(db, claim.id);
  if (!own) return tl::unexpected(own.error());
  Time first = *own;
  for (const auto& found : {store::claims::first_by_strict_key(db, claim.strict_key),
                            store::claims::first_by_loose_key(db, claim.loose_key)}) {
    if (!found) return tl::unexpected(found.error());
    if (!*found || **found == claim.id) continue;
    const auto other = store::claims::first_hand_in(db, **found);
    if (!other) return tl::unexpected(other.error());
    first = std::min(first, *other);
  }
  return first;
}

Result<std::optional<TextId>> keep(store::WriteContext& context, const PageRecord& page,
                                   ObservationId seen, Time observed_at) {
  const ComparableText& shown = *page.text;
  const auto before = store::texts::of_claim(context.db, page.claim.id);
  if (!before) return tl::unexpected(before.error());
  if (before->size() >= kMostOfOneClaim) return std::nullopt;
  if (!before->empty() && equal_bins(before->back().sketch, shown.sketch) >= kSameText)
    return std::nullopt;
  store::ClaimText text;
  text.claim = page.claim.id;
  text.observation = seen;
  const Result<Time> origin =
      before->empty() ? first_hand_in(context.db, page.claim) : Result<Time>(observed_at);
  if (!origin) return tl::unexpected(origin.error());
  text.origin_at = *origin;
  text.page_key = key_of(shown.page_url);
  if (!shown.canonical.empty()) text.canonical_key = key_of(shown.canonical);
  text.sketch = shown.sketch;
  const auto id = store::texts::insert(context.db, text, shown.packed);
  if (!id) return tl::unexpected(id.error());
  return *id;
}

}  // namespace

Status note_text(store::WriteContext& context, const Rulebook& rules, const PageRecord& page,
                 ObservationId seen, Time observed_at) {
  if (!page.text) return {};
  const auto kept = keep(context, page, seen, observed_at);
  if (!kept) return tl::unexpected(kept.error());
  if (!*kept) return {};
  const auto now = known(context.db, **kept);
  if (!now) return tl::unexpected(now.error());
  const auto hits = store::texts::alike(context.db, now->text.sketch, now->claim.id, kMostHits);
  if (!hits) return tl::unexpected(hits.error());
  if (const Status marked = mark(context, rules, *now, *hits); !marked) return marked;
  std::size_t later = 0;
  for (const store::TextHit& hit : *hits) {
    if (later == kMostLater) break;
    const auto other = known(context.db, hit.text);
    if (!other) return tl::unexpected(other.error());
    if (!came_before(*now, *other)) continue;
    ++later;
    const auto around =
        store::texts::alike(context.db, other->text.sketch, other->claim.id, kMostHits);
    if (!around) return tl::unexpected(around.error());
    if (const Status marked = mark(context, rules, *other, *around); !marked) return marked;
  }
  return {};
}

}  // namespace vouch::daemon
