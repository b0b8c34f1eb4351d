// The HTTP response block of a WARC record: head and body as received, with the framing headers
// true for the body that is stored. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace vouch::store::warc {

// Ends with an empty line; a "Transfer-Encoding: chunked" whose framing was taken off the body
// becomes "X-Archive-Orig-Transfer-Encoding" and a Content-Length is added, so that a reader of the
// archive does not look for chunks.
std::string consistent_head(std::string_view head, std::string_view body);

// Chunk sizes and line ends fit, up to where the bytes end.
bool is_chunk_framed(std::string_view body);

// The bytes are compressed already: by their headers, or a gzip stream.
bool is_packed(std::string_view head, std::string_view body);

}  // namespace vouch::store::warc
