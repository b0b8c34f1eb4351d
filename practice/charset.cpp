#include "practice/charset.h"

#include <iconv.h>

#include <array>
#include <cerrno>

namespace vouch::practice {

std::string encode(std::string_view utf8, const std::string& charset) {
  if (charset == "utf-8") return std::string(utf8);
  const iconv_t converter = iconv_open(charset.c_str(), "utf-8");
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::string(utf8);
  std::string input(utf8);
  std::string out;
  char* from = input.data();
  std::size_t left = input.size();
  std::array<char, 4096> buffer{};
  while (left > 0) {
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t done = iconv(converter, &from, &left, &to, &room);
    out.append(buffer.data(), buffer.size() - room);
    if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
      out.push_back('?');
      do {
        ++from;
        --left;
      } while (left > 0 && (static_cast<unsigned char>(*from) & 0xc0) == 0x80);
    }
  }
  iconv_close(converter);
  return out;
}

}  // namespace vouch::practice
