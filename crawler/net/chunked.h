// Takes chunked transfer framing off a body (RFC 9112 7.1). Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace vouch::crawler {

struct Dechunked {
  std::string body;       // everything up to the first fault
  bool complete = false;  // the last chunk (size 0) was seen
};

Dechunked dechunk(std::string_view framed);

}  // namespace vouch::crawler
