// "domain to ASCII" of the URL Standard 3.3: UTS 46 by ICU with CheckBidi and CheckJoiners, without
// CheckHyphens, STD3 rules and length checks. docs/decisions/011 names where ICU 72 differs.
#include <unicode/uidna.h>

#include <algorithm>
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

bool has_punycode_label(std::string_view domain) {
  for (std::size_t start = 0; start <= domain.size();) {
    if (ascii_iequals(domain.substr(start, 4), "xn--")) return true;
    const std::size_t dot = domain.find('.', start);
    if (dot == std::string_view::npos) return false;
    start = dot + 1;
  }
  return false;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
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
  // The Standard's own short cut, and the path of nearly every URL.
  Result<std::string> ascii = is_ascii(domain) && !has_punycode_label(domain)
                                  ? Result<std::string>(ascii_lower(domain))
                                  : map_by_icu(domain);
  if (!ascii) return ascii;
  if (ascii->empty()) return fail(ErrorCode::kInvalid, "the host is empty");
  if (std::any_of(ascii->begin(), ascii->end(), is_forbidden)) {
    return fail(ErrorCode::kInvalid, "the host holds a character that no domain may hold");
  }
  return ascii;
}

}  // namespace vouch
