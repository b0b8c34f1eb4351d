// "domain to ASCII" of the URL Standard 3.3: UTS 46 by ICU with CheckBidi and CheckJoiners, without
// CheckHyphens, STD3 rules and length checks. docs/decisions/011 names where ICU 72 differs.
#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include "core/text.h"
#include "core/url.h"

namespace vouch {
namespace {

struct IdnaCloser {
  void operator()(UIDNA* idna) const { uidna_close(idna); }
};

const UIDNA* uts46() {
  static const std::unique_ptr<UIDNA, IdnaCloser> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UIDNA, IdnaCloser> idna(
        uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                            UIDNA_NONTRANSITIONAL_TO_UNICODE,
                        &status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU data: UTS 46");
    return idna;
  }();
  return instance.get();
}

// CheckHyphens=false and VerifyDnsLength=false: these are found by ICU and mean nothing to a URL.
constexpr std::uint32_t kIgnored = UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN |
                                   UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_EMPTY_LABEL |
                                   UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG;

// URL Standard 3.2: forbidden domain code points (forbidden host code points, C0, '%' and DEL).
bool is_forbidden(char c) {
  constexpr std::string_view kForbidden = " #/:<>?@[\\]^|%";
  const auto byte = static_cast<std::uint8_t>(c);
  return byte <= 0x20 || byte >= 0x7F || kForbidden.find(c) != std::string_view::npos;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

// Characters that ICU 72 (UTS 46 of Unicode 15.0) refuses and that UTS 46 revision 33 (16.0) maps
// or ignores: capitals without an old lower case, corrected ideographs, invisible fillers.
struct NewMapping {
  char32_t first;
  char32_t last;
  char32_t mapped;  // of `first`, the others follow; 0: ignored
};
constexpr std::array<NewMapping, 18> kNewMappings = {{
    {0x04C0, 0x04C0, 0x04CF},
    {0x10A0, 0x10C5, 0x2D00},
    {0x115F, 0x1160, 0},
    {0x17B4, 0x17B5, 0},
    {0x180E, 0x180E, 0},
    {0x1E9E, 0x1E9E, 0x00DF},
    {0x2061, 0x2063, 0},
    {0x206A, 0x206F, 0},
    {0x2132, 0x2132, 0x214E},
    {0x2183, 0x2183, 0x2184},
    {0x3164, 0x3164, 0},
    {0xFFA0, 0xFFA0, 0},
    {0x1D173, 0x1D17A, 0},
    {0x2F868, 0x2F868, 0x36FC},
    {0x2F874, 0x2F874, 0x5F53},
    {0x2F91F, 0x2F91F, 0x243AB},
    {0x2F95F, 0x2F95F, 0x7AEE},
    {0x2F9BF, 0x2F9BF, 0x45D7},
}};

std::string apply_new_mappings(std::string_view domain) {
  std::string out;
  out.reserve(domain.size());
  for (std::size_t position = 0; position < domain.size();) {
    const char32_t c = next_code_point(domain, position);
    const auto* row =
        std::find_if(kNewMappings.begin(), kNewMappings.end(),
                     [c](const NewMapping& m) { return c >= m.first && c <= m.last; });
    if (row == kNewMappings.end()) {
      append_utf8(out, c);
    } else if (row->mapped != 0) {
      append_utf8(out, row->mapped + (c - row->first));
    }
  }
  return out;
}

Result<std::string> map_by_icu(std::string_view domain) {
  std::string out(domain.size() * 4 + 64, '\0');
  for (int attempt = 0; attempt < 2; ++attempt) {
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode status = U_ZERO_ERROR;
    const auto length =
        uidna_nameToASCII_UTF8(uts46(), domain.data(), static_cast<int32_t>(domain.size()),
                               out.data(), static_cast<int32_t>(out.size()), &info, &status);
    out.resize(static_cast<std::size_t>(std::max(length, 0)));
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(status) || (info.errors & ~kIgnored) != 0) break;
    return out;
  }
  return fail(ErrorCode::kInvalid, "the domain name is not valid (UTS 46)");
}

}  // namespace

Result<std::string> domain_to_ascii(std::string_view domain) {
  // An ASCII domain is never refused for a bad "xn--" label: there are sites that live by them, and
  // the Standard calls it a validation error only.
  Result<std::string> ascii =
      is_ascii(domain) ? ascii_lower(domain) : map_by_icu(apply_new_mappings(domain));
  if (!ascii) return ascii;
  if (ascii->empty()) return fail(ErrorCode::kInvalid, "the host is empty");
  if (std::any_of(ascii->begin(), ascii->end(), is_forbidden)) {
    return fail(ErrorCode::kInvalid, "the host holds a character that no domain may hold");
  }
  return ascii;
}

}  // namespace vouch
