// Text in another charset, by the C library's converter: independent of the decoder under test.
#pragma once

#include <iconv.h>

#include <stdexcept>
#include <string>

namespace vouch::test {

inline std::string recode(std::string text, const char* charset) {
  const iconv_t converter = iconv_open(charset, "UTF-8");
  if (converter == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error(charset);
  std::string out(text.size() * 4 + 16, '\0');
  char* from = text.data();
  char* to = out.data();
  std::size_t from_left = text.size();
  std::size_t to_left = out.size();
  const std::size_t failed = iconv(converter, &from, &from_left, &to, &to_left);
  iconv_close(converter);
  if (failed == static_cast<std::size_t>(-1)) throw std::runtime_error("cannot be written so");
  out.resize(out.size() - to_left);
  return out;
}

}  // namespace vouch::test
