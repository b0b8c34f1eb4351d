#include "config/settings.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <sys/stat.h>

#include "core/text.h"

namespace vouch::config {

std::string Problem::text() const {
  return line == 0 ? fmt::format("{}: {}", file, message)
                   : fmt::format("{}:{}: {}", file, line, message);
}

std::string Settings::base_url() const {
  if (!daemon.public_url.empty()) {
    std::string url = daemon.public_url;
    while (url.ends_with('/')) url.pop_back();
    return url;
  }
  const bool v6 = daemon.listen_host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(v6 ? "{}://[{}]:{}" : "{}://{}:{}"), web.tls() ? "https" : "http",
                     daemon.listen_host, daemon.listen_port);
}

Result<std::string> read_secret(const SecretRef& secret) {
  std::filesystem::path file = secret.file;
  if (!secret.credential.empty()) {
    const char* const directory = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory == nullptr || *directory == '\0') {
      return fail(ErrorCode::kNotFound,
                  fmt::format("credential {} is not there: not started by systemd with "
                              "LoadCredential={}:...",
                              secret.credential, secret.credential));
    }
    file = std::filesystem::path(directory) / secret.credential;
  }
  if (file.empty()) return fail(ErrorCode::kInvalid, "no secret is named");

  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    return fail(ErrorCode::kNotFound, fmt::format("secret file {} does not exist", file.string()));
  }
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorCode::kInvalid, fmt::format("secret {} is no file", file.string()));
  }
  // systemd guards the credentials directory itself; its files' modes say nothing.
  if (secret.credential.empty() && (status.st_mode & 077U) != 0) {
    return fail(ErrorCode::kDenied,
                fmt::format("secret file {} can be read by others (mode {:04o}); run chmod 600 {}",
                            file.string(), status.st_mode & 07777U, file.string()));
  }
  if (status.st_size > 64 * 1024) {
    return fail(ErrorCode::kInvalid, fmt::format("secret file {} is over 64 kB", file.string()));
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) {
    return fail(ErrorCode::kDenied, fmt::format("secret file {} cannot be read", file.string()));
  }
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.empty()) {
    return fail(ErrorCode::kInvalid, fmt::format("secret file {} is empty", file.string()));
  }
  if (text.find_first_of("\r\n") != std::string::npos || text.find('\0') != std::string::npos) {
    return fail(ErrorCode::kInvalid,
                fmt::format("secret file {} holds more than one line", file.string()));
  }
  return text;
}

}  // namespace vouch::config
