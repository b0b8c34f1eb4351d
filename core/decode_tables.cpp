#include "core/decode_tables.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>

namespace vouch {

namespace {

// Where the Encoding Standard's indexes differ from the tables of ICU 72, measured pair by pair
// (docs/decisions/011-where-icu-differs.md).
struct PairPatch {
  std::uint16_t pair;
  char16_t code_point;
};

// GB 18030-2022 in place of 2005, and A3A0 as an ideographic space.
constexpr PairPatch kGb18030Patches[] = {
    {0xA3A0, 0x3000}, {0xA6D9, 0xFE10}, {0xA6DA, 0xFE12}, {0xA6DB, 0xFE11}, {0xA6DC, 0xFE13},
    {0xA6DD, 0xFE14}, {0xA6DE, 0xFE15}, {0xA6DF, 0xFE16}, {0xA6EC, 0xFE17}, {0xA6ED, 0xFE18},
    {0xA6F3, 0xFE19}, {0xFE59, 0x9FB4}, {0xFE61, 0x9FB5}, {0xFE66, 0x9FB6}, {0xFE67, 0x9FB7},
    {0xFE6D, 0x9FB8}, {0xFE7E, 0x9FB9}, {0xFE90, 0x9FBA}, {0xFEA0, 0x9FBB},
};

// Unicode 4.1 and later for private use, the second codes of HKSCS characters, ETEN's additions.
// The run A3C0..A3E0 (control pictures) is filled in by code.
// clang-format off
constexpr PairPatch kBig5Patches[] = {
    {0x87A4, 0x9F97}, {0x87AC, 0x9F96}, {0x8840, 0x31C0}, {0x8841, 0x31C1}, {0x8842, 0x31C2}, {0x8843, 0x31C3},
    {0x8844, 0x31C4}, {0x8846, 0x31C5}, {0x8849, 0x31C6}, {0x884A, 0x31C7}, {0x884D, 0x31C8}, {0x884F, 0x31C9},
    {0x8850, 0x31CA}, {0x8851, 0x31CB}, {0x8852, 0x31CC}, {0x8854, 0x31CD}, {0x8855, 0x31CE}, {0x88A9, 0x23DA},
    {0x88AA, 0x23DB}, {0x8C43, 0x9FA6}, {0x8C6D, 0x9FA7}, {0x8C74, 0x9FA8}, {0x8CB7, 0x9FA9}, {0x8CB9, 0x9FAA},
    {0x8CBB, 0x9FAB}, {0x8CC0, 0x9FAC}, {0x8CD7, 0x9FAD}, {0x8CD8, 0x9FAE}, {0x8CDA, 0x9FAF}, {0x8CED, 0x9FB2},
    {0x8D48, 0x9FB3}, {0x8E69, 0x7BB8}, {0x8E6F, 0x7C06}, {0x8E7E, 0x7CCE}, {0x8EAB, 0x7DD2}, {0x8EB4, 0x7E1D},
    {0x8ECD, 0x8005}, {0x8ED0, 0x8028}, {0x8F57, 0x83C1}, {0x8F69, 0x84A8}, {0x8F6E, 0x840F}, {0x8FCB, 0x89A6},
    {0x8FCC, 0x89A9}, {0x8FFE, 0x8D77}, {0x906D, 0x90FD}, {0x907A, 0x92B9}, {0x90DC, 0x975C}, {0x90F1, 0x97FF},
    {0x91BF, 0x9F16}, {0x9244, 0x8503}, {0x92AF, 0x5159}, {0x92B0, 0x515B}, {0x92B1, 0x515D}, {0x92B2, 0x515E},
    {0x92C8, 0x936E}, {0x92D1, 0x7479}, {0x9447, 0x6D67}, {0x94CA, 0x799B}, {0x95D9, 0x9097}, {0x9644, 0x975D},
    {0x96ED, 0x701E}, {0x96FC, 0x5B28}, {0x9B76, 0x7201}, {0x9B78, 0x77D7}, {0x9B7B, 0x7E87}, {0x9BC6, 0x99D6},
    {0x9BDE, 0x91D4}, {0x9BEC, 0x60DE}, {0x9BF6, 0x6FB6}, {0x9C42, 0x8F36}, {0x9C53, 0x4FBB}, {0x9C62, 0x71DF},
    {0x9C68, 0x9104}, {0x9C6B, 0x9DF0}, {0x9C77, 0x83CF}, {0x9CBC, 0x5C10}, {0x9CBD, 0x79E3}, {0x9CD0, 0x5A67},
    {0x9D57, 0x8F0B}, {0x9D5A, 0x7B51}, {0x9DC4, 0x62D0}, {0x9EA9, 0x6062}, {0x9EEF, 0x75F9}, {0x9EFD, 0x6C4A},
    {0x9F60, 0x9B2E}, {0x9F66, 0x9F17}, {0x9FCB, 0x50ED}, {0x9FD8, 0x5F0C}, {0xA063, 0x880F}, {0xA077, 0x62CE},
    {0xA0D5, 0x7468}, {0xA0DF, 0x7162}, {0xA0E4, 0x7250}, {0xC6CF, 0x5EF4}, {0xC6D3, 0x65E0}, {0xC6D5, 0x7676},
    {0xC6D7, 0x96B6}, {0xC6DE, 0x3003}, {0xC6DF, 0x4EDD}, {0xC879, 0x31CF}, {0xC8A1, 0x9FB0}, {0xC8A3, 0x9FB1},
    {0xFA5F, 0x5029}, {0xFA66, 0x507D}, {0xFABD, 0x5305}, {0xFAC5, 0x5344}, {0xFAD5, 0x537F}, {0xFB48, 0x5605},
    {0xFBB8, 0x5A77}, {0xFBF3, 0x5E75}, {0xFBF9, 0x5ED0}, {0xFC4F, 0x5F58}, {0xFC6C, 0x60A4}, {0xFCB9, 0x6490},
    {0xFCE2, 0x6674}, {0xFCF1, 0x675E}, {0xFDB7, 0x6C9C}, {0xFDB8, 0x6E1D}, {0xFDBB, 0x6E2F}, {0xFDF1, 0x716E},
    {0xFE52, 0x732A}, {0xFE6F, 0x745C}, {0xFEAA, 0x74E9}, {0xFEDD, 0x7809},
};
// clang-format on

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

Converter open_converter(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  if (U_FAILURE(status)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  return U_FAILURE(status) ? nullptr : std::move(converter);
}

bool is_private_use(char32_t c) {
  return c >= 0xE000 && c <= 0xF8FF;
}

// The one character that `bytes` stand for; 0 for none.
char32_t convert(UConverter* converter, std::string_view bytes) {
  UChar units[4];
  UChar* target = units;
  const char* source = bytes.data();
  UErrorCode status = U_ZERO_ERROR;
  ucnv_resetToUnicode(converter);
  ucnv_toUnicode(converter, &target, units + 4, &source, bytes.data() + bytes.size(), nullptr, 1,
                 &status);
  if (U_FAILURE(status) || target == units) return 0;
  if (target - units == 1) return units[0];
  if (target - units == 2 && U16_IS_LEAD(units[0]) && U16_IS_TRAIL(units[1])) {
    return static_cast<char32_t>(U16_GET_SUPPLEMENTARY(units[0], units[1]));
  }
  return 0;
}

struct PairSource {
  const char* converter;
  std::uint8_t prefix = 0;  // a byte before each pair (JIS X 0212 in EUC-JP)
  std::uint8_t first_lead = 0x81;
  std::uint8_t last_lead = 0xFE;
  std::uint8_t first_trail = 0x40;
  bool private_use = true;  // kept where the standard's index has it
};

PairIndex build(const PairSource& source, std::span<const PairPatch> patches) {
  PairIndex index;
  index.code_points.assign(0x8000, 0);
  const Converter converter = open_converter(source.converter);
  if (!converter) return index;
  std::string bytes(source.prefix == 0 ? 2 : 3, static_cast<char>(source.prefix));
  for (unsigned lead = source.first_lead; lead <= source.last_lead; ++lead) {
    for (unsigned trail = source.first_trail; trail <= 0xFE; ++trail) {
      bytes[bytes.size() - 2] = static_cast<char>(lead);
      bytes[bytes.size() - 1] = static_cast<char>(trail);
      const char32_t c = convert(converter.get(), bytes);
      if (c == 0 || (!source.private_use && is_private_use(c))) continue;
      index.code_points[((lead - 0x80) << 8U) | trail] = c;
    }
  }
  for (const PairPatch& patch : patches) {
    index.code_points[patch.pair - 0x8000U] = patch.code_point;
  }
  return index;
}

}  // namespace

char32_t PairIndex::at(unsigned lead, unsigned trail) const {
  return lead < 0x80 || lead > 0xFF || trail > 0xFF ? 0
                                                    : code_points[((lead - 0x80) << 8U) | trail];
}

const PairIndex& gb18030_index() {
  static const PairIndex index = build({"gb18030"}, kGb18030Patches);
  return index;
}

const PairIndex& big5_index() {
  static const PairIndex index = [] {
    PairIndex built = build({.converter = "ibm-1375", .private_use = false}, kBig5Patches);
    for (unsigned i = 0; i <= 0x20; ++i) built.code_points[0x23C0 + i] = 0x2400 + i;
    return built;
  }();
  return index;
}

const PairIndex& jis0208_index() {
  static const PairIndex index =
      build({.converter = "euc-jp-2007", .first_lead = 0xA1, .first_trail = 0xA1}, {});
  return index;
}

const PairIndex& jis0212_index() {
  // Rows 0xF3 and 0xF4 are IBM's own.
  static const PairIndex index = build({.converter = "euc-jp-2007",
                                        .prefix = 0x8F,
                                        .first_lead = 0xA1,
                                        .last_lead = 0xF2,
                                        .first_trail = 0xA1},
                                       {});
  return index;
}

const PairIndex& shift_jis_index() {
  static const PairIndex index = build({"ibm-943_P15A-2003"}, {});
  return index;
}

const PairIndex& euc_kr_index() {
  static const PairIndex index = build({.converter = "windows-949", .private_use = false}, {});
  return index;
}

const std::vector<char16_t>& gb18030_ranges() {
  static const std::vector<char16_t> ranges = [] {
    // Four-byte codes count through the Basic Multilingual Plane, leaving out what had two bytes in
    // GB 18030-2000: ICU's table with U+E7C7 in the place of U+1E3F.
    std::vector<bool> has_pair(0x10000, false);
    for (const char32_t c : build({"gb18030"}, {}).code_points) {
      if (c < 0x10000) has_pair[c] = true;
    }
    has_pair[0xE7C7] = true;
    has_pair[0x1E3F] = false;
    std::vector<char16_t> built;
    for (unsigned c = 0x80; c < 0x10000; ++c) {
      if (!has_pair[c] && !U_IS_SURROGATE(c)) built.push_back(static_cast<char16_t>(c));
    }
    if (built.size() > 7457) built[7457] = 0xE7C7;
    return built;
  }();
  return ranges;
}

std::span<const std::pair<char32_t, std::uint16_t>> gb18030_older_codes() {
  // What GB 18030-2005 wrote with private use characters keeps its bytes.
  static const std::vector<std::pair<char32_t, std::uint16_t>> codes = [] {
    const PairIndex older = build({"gb18030"}, {});
    std::vector<std::pair<char32_t, std::uint16_t>> built;
    for (const PairPatch& patch : kGb18030Patches) {
      if (patch.pair == 0xA3A0) continue;
      built.emplace_back(older.at(patch.pair >> 8U, patch.pair & 0xFFU), patch.pair);
    }
    return built;
  }();
  return codes;
}

std::span<const std::string_view> single_byte_encodings() {
  static constexpr std::string_view kNames[] = {
      "ibm866",       "iso-8859-2",   "iso-8859-3",     "iso-8859-4",    "iso-8859-5",
      "iso-8859-6",   "iso-8859-7",   "iso-8859-8",     "iso-8859-8-i",  "iso-8859-10",
      "iso-8859-13",  "iso-8859-14",  "iso-8859-15",    "iso-8859-16",   "koi8-r",
      "koi8-u",       "macintosh",    "windows-874",    "windows-1250",  "windows-1251",
      "windows-1252", "windows-1253", "windows-1254",   "windows-1255",  "windows-1256",
      "windows-1257", "windows-1258", "x-mac-cyrillic", "x-user-defined"};
  return kNames;
}

std::optional<std::array<char16_t, 128>> single_byte_index(std::string_view encoding) {
  struct BytePatch {
    std::string_view encoding;
    std::uint8_t byte;
    char16_t code_point;  // 0: not in the standard's index
  };
  static constexpr BytePatch kPatches[] = {
      {"koi8-u", 0xAE, 0x045E},
      {"koi8-u", 0xBE, 0x040E},
      {"windows-1253", 0xAA, 0},
      {"windows-1255", 0xCA, 0x05BA},
  };
  // ICU's data has no ISO-8859-16: 0xA0 to 0xFF.
  static constexpr std::u16string_view kLatin10 =
      u"\u00A0\u0104\u0105\u0141\u20AC\u201E\u0160\u00A7\u0161\u00A9\u0218\u00AB\u0179\u00AD\u017A"
      u"\u017B"
      u"\u00B0\u00B1\u010C\u0142\u017D\u201D\u00B6\u00B7\u017E\u010D\u0219\u00BB\u0152\u0153\u0178"
      u"\u017C"
      u"\u00C0\u00C1\u00C2\u0102\u00C4\u0106\u00C6\u00C7\u00C8\u00C9\u00CA\u00CB\u00CC\u00CD\u00CE"
      u"\u00CF"
      u"\u0110\u0143\u00D2\u00D3\u00D4\u0150\u00D6\u015A\u0170\u00D9\u00DA\u00DB\u00DC\u0118\u021A"
      u"\u00DF"
      u"\u00E0\u00E1\u00E2\u0103\u00E4\u0107\u00E6\u00E7\u00E8\u00E9\u00EA\u00EB\u00EC\u00ED\u00EE"
      u"\u00EF"
      u"\u0111\u0144\u00F2\u00F3\u00F4\u0151\u00F6\u015B\u0171\u00F9\u00FA\u00FB\u00FC\u0119\u021B"
      u"\u00FF";
  static_assert(kLatin10.size() == 96);

  std::array<char16_t, 128> index{};
  if (encoding == "x-user-defined") {
    for (unsigned i = 0; i < 128; ++i) index[i] = static_cast<char16_t>(0xF780 + i);
    return index;
  }
  if (encoding == "iso-8859-16") {
    for (unsigned i = 0; i < 128; ++i) {
      index[i] = i < 32 ? static_cast<char16_t>(0x80 + i) : kLatin10[i - 32];
    }
    return index;
  }
  std::string name(encoding == "iso-8859-8-i" ? "iso-8859-8" : encoding);
  const Converter converter = open_converter(name.c_str());
  if (!converter) return std::nullopt;
  for (unsigned i = 0; i < 128; ++i) {
    const char byte = static_cast<char>(0x80 + i);
    const char32_t c = convert(converter.get(), std::string_view(&byte, 1));
    index[i] = is_private_use(c) && encoding != "macintosh" ? u'\0' : static_cast<char16_t>(c);
  }
  for (const BytePatch& patch : kPatches) {
    if (patch.encoding == encoding) index[patch.byte - 0x80U] = patch.code_point;
  }
  return index;
}

}  // namespace vouch
