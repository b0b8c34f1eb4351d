#include "daemon/page_examination.h"

#include <algorithm>
#include <array>
#include <memory>

#include "core/hash.h"
#include "core/text.h"
#include "crawler/page/inflate.h"
#include "crawler/page/page_reader.h"
#include "crawler/page/published.h"
#include "daemon/page_reading.h"

namespace vouch::daemon {
namespace {

// Servers leave new headers out of a 304 (a robots rule, say): they are seen by then.
constexpr Millis kBodyAtLeastEvery = std::chrono::hours(24 * 3);
constexpr double kMaxReplacedRatio = 0.001;  // design §8 "Bad bytes"

constexpr std::array<std::string_view, 5> kHeaders = {"content-type", "content-encoding", "link",
                                                      "x-robots-tag", "content-language"};

std::string raw(const Sha256Bytes& digest) {
  return {digest.begin(), digest.end()};
}

std::string header_line(std::string_view name, std::string_view value) {
  std::string line(name);
  line += ": ";
  line += value;
  line += '\n';
  return line;
}

// One line a value; also what of the way to the page its findings tell.
std::string headers_of(const Exchange& exchange, const Hop& hop) {
  std::string lines = header_line("status", std::to_string(hop.status));
  lines += header_line("redirected", exchange.hops.size() > 1 ? "yes" : "no");
  for (const std::string_view name : kHeaders) {
    for (const std::string_view value : header_values(hop.headers, name)) {
      lines += header_line(name, value);
    }
  }
  return lines;
}

// A 304 need not repeat headers; what it repeats must be as it was (RFC 9111 3.2).
bool agrees_with(const Exchange& exchange, const Hop& hop, const store::PageMemory& memory) {
  if (hop.url != memory.url) return false;
  const auto holds = [&](std::string_view name, std::string_view value) {
    return memory.headers.find(header_line(name, value)) != std::string::npos;
  };
  if (!holds("redirected", exchange.hops.size() > 1 ? "yes" : "no")) return false;
  return std::all_of(kHeaders.begin(), kHeaders.end(), [&](std::string_view name) {
    const auto values = header_values(hop.headers, name);
    return std::all_of(values.begin(), values.end(),
                       [&](std::string_view value) { return holds(name, value); });
  });
}

// As the headers date the page now; it counts where nothing on the page does.
std::string header_date(const Hop& hop, Time now) {
  return crawler::published_by_headers(hop.headers, now).value;
}

bool same_header_date(const store::PageMemory& memory, const Hop& hop, Time now) {
  return !memory.header_date || *memory.header_date == header_date(hop, now);
}

// Positive or negative, what was found must be the page's own and hold later too.
bool worth_remembering(const PageExamined& out) {
  if (!out.facts || out.facts->for_now || !out.facts->refused.empty() || out.facts->truncated ||
      out.facts->replaced_ratio > kMaxReplacedRatio) {
    return false;
  }
  return out.judgement.live.outcome == Outcome::kFound && out.judgement.recognised &&
         !out.judgement.needs_sibling_probe;
}

class Examiner {
 public:
  Examiner(const PageWork& work, Random& random)
      : work_(work), random_(random), hop_(work.exchange.last()) {}

  PageExamined run() {
    if (work_.exchange.not_modified && hop_ != nullptr) {
      if (!take_not_modified()) out_.ask_again = true;
      return std::move(out_);
    }
    add_evidence();
    if (may_be_known() && take_same_bytes()) return std::move(out_);
    read();
    return std::move(out_);
  }

 private:
  bool take_not_modified() {
    if (!work_.memory || !agrees_with(work_.exchange, *hop_, *work_.memory)) return false;
    if (!take_memory(Known::kNotModified)) return false;
    add_evidence(work_.memory->evidence);
    out_.memory = work_.memory;
    return true;
  }

  [[nodiscard]] bool may_be_known() const {
    return work_.memory && !work_.exchange.failure && hop_ != nullptr && hop_->body &&
           !hop_->body->empty() && !hop_->truncated && work_.now >= work_.memory->read_at;
  }

  bool take_same_bytes() {
    const store::PageMemory& memory = *work_.memory;
    if (hop_->url != memory.url || to_hex(memory.body_sha256) != body_sha256() ||
        memory.headers != headers_of(work_.exchange, *hop_) ||
        !same_header_date(memory, *hop_, work_.now)) {
      return false;
    }
    if (!take_memory(Known::kSameBytes)) return false;
    remember(memory);
    return true;
  }

  void read() {
    if (hop_ != nullptr && is_document(work_.exchange)) {
      auto inflated =
          crawler::inflate_body(*hop_->body, header_value(hop_->headers, "content-encoding"));
      if (!inflated) {
        failure_ = reason_of(inflated.error());
      } else if (take_same_tokens_or_read(*inflated)) {
        return;
      }
    }
    judge();
  }

  // True where the page is known after all.
  bool take_same_tokens_or_read(const crawler::Inflated& inflated) {
    const crawler::PageInput input =
        page_input(*hop_, inflated, work_.claim.url, *work_.platform, work_.now);
    crawler::PreparedPage page = crawler::prepare_page(input);
    tokens_ = crawler::token_digest(input, page);
    if (may_be_known() && !input.truncated && tokens_ == work_.memory->tokens &&
        hop_->url == work_.memory->url && redirected_alike() &&
        same_header_date(*work_.memory, *hop_, work_.now) && take_memory(Known::kSameTokens)) {
      remember(*work_.memory);
      return true;
    }
    out_.facts = crawler::read_page(input, std::move(page));
    return false;
  }

  [[nodiscard]] bool redirected_alike() const {
    const bool before = work_.memory->headers.find("redirected: yes\n") != std::string::npos;
    return before == (work_.exchange.hops.size() > 1);
  }

  void judge() {
    const PageFacts* facts = out_.facts ? &*out_.facts : nullptr;
    if (failure_) {
      Exchange unreadable = work_.exchange;
      unreadable.failure = failure_;
      unreadable.failure_text = "content-encoding";
      out_.judgement =
          checks::judge_page(work_.claim, work_.needs, *work_.platform, unreadable, facts);
    } else {
      out_.judgement =
          checks::judge_page(work_.claim, work_.needs, *work_.platform, work_.exchange, facts);
    }
    out_.findings = findings_of(out_.judgement, facts);
    if (facts != nullptr) out_.text = comparable_text(*facts, out_.judgement);
    out_.forget = facts != nullptr || out_.judgement.live.outcome == Outcome::kNotFound;
    if (!worth_remembering(out_)) return;
    store::PageMemory memory;
    memory.claim = work_.claim.id;
    memory.context = work_.context;
    memory.read_at = work_.now;
    memory.findings = to_json(out_.findings);
    const std::string& source = facts->published.source;
    if (source.empty() || source == "last-modified") memory.header_date = facts->published.value;
    remember(std::move(memory));
  }

  bool take_memory(Known known) {
    auto findings = findings_from_json(work_.memory->findings);
    if (!findings) return false;
    out_.known = known;
    out_.findings = std::move(*findings);
    return true;
  }

  // With what this answer brought; its evidence gets a number in the transaction.
  void remember(store::PageMemory memory) {
    memory.url = hop_->url;
    memory.headers = headers_of(work_.exchange, *hop_);
    memory.etag = header_value(hop_->headers, "etag");
    memory.last_modified = header_value(hop_->headers, "last-modified");
    const std::string body = body_sha256();
    if (to_hex(memory.body_sha256) != body) memory.body_sha256 = raw(sha256(*hop_->body));
    if (!tokens_.empty()) memory.tokens = tokens_;
    memory.received_at = work_.now;
    memory.evidence = EvidenceId{};
    out_.memory = std::move(memory);
  }

  void add_evidence(EvidenceId not_modified_of = {}) {
    const std::string kept = work_.memory ? to_hex(work_.memory->body_sha256) : std::string();
    for (const Hop& hop : work_.exchange.hops) {
      if (hop.status == 0) continue;
      const bool last = &hop == hop_;
      out_.evidence.push_back(store::prepare_evidence(hop, "page", random_,
                                                      last ? not_modified_of : EvidenceId{}, kept));
    }
  }

  // Hex, of the body without its transfer framing.
  [[nodiscard]] const std::string& body_sha256() {
    if (body_sha256_.empty()) {
      const bool framed = static_cast<bool>(hop_->wire_body);
      body_sha256_ = framed || out_.evidence.empty() ? sha256_hex(*hop_->body)
                                                     : out_.evidence.back().payload_sha256;
    }
    return body_sha256_;
  }

  const PageWork& work_;
  Random& random_;
  const Hop* const hop_;
  PageExamined out_;
  std::optional<Reason> failure_;
  std::string tokens_;
  std::string body_sha256_;
};

}  // namespace

std::string_view to_string(Known known) {
  constexpr std::array<std::string_view, 4> kNames = {"new", "same_tokens", "same_bytes",
                                                      "not_modified"};
  return kNames[static_cast<std::size_t>(known)];
}

PageExamined examine(const PageWork& work, Random& random) {
  return Examiner(work, random).run();
}

std::string context_of(const Claim& claim, const checks::ContentNeeds& needs,
                       std::string_view start) {
  Sha256 sum;
  sum.update_field(start);
  for (const std::string* field : {&claim.url, &claim.title, &claim.link_target}) {
    sum.update_field(*field);
  }
  sum.update_field(std::to_string(claim.keywords.size()));
  for (const std::string& keyword : claim.keywords) sum.update_field(keyword);
  sum.update_field(std::to_string(claim.platform_version.value));
  std::string asked;
  for (const bool one :
       {needs.title, needs.keyword, needs.link, needs.link_must_follow, needs.mention_suffices}) {
    asked.push_back(one ? '1' : '0');
  }
  sum.update_field(asked);
  for (const OwnSite& site : needs.sites) {
    sum.update_field(site.domain);
    sum.update_field(site.name);
  }
  return raw(sum.finish());
}

bool may_ask_conditionally(const store::PageMemory& memory, Time now) {
  if (now < memory.received_at || now - memory.received_at > kBodyAtLeastEvery) return false;
  const auto findings = findings_from_json(memory.findings);
  return findings && findings->live.outcome == Outcome::kFound &&
         (!findings->content || findings->content->outcome == Outcome::kFound);
}

}  // namespace vouch::daemon
