#include "crawler/net/curl_failure.h"

#include <curl/curl.h>

namespace vouch::crawler {
namespace {

struct Row {
  int code;
  Reason reason;
};
constexpr Row kRows[] = {
    {CURLE_OPERATION_TIMEDOUT, Reason::kTimeout},
    {CURLE_COULDNT_RESOLVE_HOST, Reason::kDns},
    {CURLE_COULDNT_RESOLVE_PROXY, Reason::kDns},
    {CURLE_COULDNT_CONNECT, Reason::kConnect},
    {CURLE_PROXY, Reason::kConnect},
    {CURLE_INTERFACE_FAILED, Reason::kConnect},
    {CURLE_NO_CONNECTION_AVAILABLE, Reason::kConnect},
    {CURLE_SSL_CONNECT_ERROR, Reason::kTls},
    {CURLE_PEER_FAILED_VERIFICATION, Reason::kTls},
    {CURLE_SSL_ENGINE_NOTFOUND, Reason::kTls},
    {CURLE_SSL_ENGINE_SETFAILED, Reason::kTls},
    {CURLE_SSL_CERTPROBLEM, Reason::kTls},
    {CURLE_SSL_CIPHER, Reason::kTls},
    {CURLE_SSL_ENGINE_INITFAILED, Reason::kTls},
    {CURLE_SSL_CACERT_BADFILE, Reason::kTls},
    {CURLE_SSL_SHUTDOWN_FAILED, Reason::kTls},
    {CURLE_SSL_CRL_BADFILE, Reason::kTls},
    {CURLE_SSL_ISSUER_ERROR, Reason::kTls},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, Reason::kTls},
    {CURLE_SSL_INVALIDCERTSTATUS, Reason::kTls},
    {CURLE_SSL_CLIENTCERT, Reason::kTls},
    {CURLE_USE_SSL_FAILED, Reason::kTls},
    {CURLE_SEND_ERROR, Reason::kReset},
    {CURLE_RECV_ERROR, Reason::kReset},
    {CURLE_GOT_NOTHING, Reason::kReset},
    {CURLE_PARTIAL_FILE, Reason::kReset},
    {CURLE_WEIRD_SERVER_REPLY, Reason::kReset},
    {CURLE_UNSUPPORTED_PROTOCOL, Reason::kReset},  // HTTP/0.9: our own scheme was checked before
    {CURLE_OUT_OF_MEMORY, Reason::kTooLarge},      // one header line above libcurl's 100 kB
    {CURLE_FILESIZE_EXCEEDED, Reason::kTooLarge},
};

}  // namespace

Reason reason_of_curl_code(int curl_code) {
  for (const Row& row : kRows) {
    if (row.code == curl_code) return row.reason;
  }
  return Reason::kReset;
}

}  // namespace vouch::crawler
