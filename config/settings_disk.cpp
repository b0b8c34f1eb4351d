#include "config/settings_disk.h"

#include <unistd.h>

#include <fmt/format.h>

namespace vouch::config {
namespace {

namespace fs = std::filesystem;

// Empty when `directory` can be written, or made in a parent that can.
std::string not_writable(const fs::path& directory) {
  std::error_code ignored;
  fs::path probe = directory;
  while (!probe.empty() && !fs::exists(probe, ignored) && probe != probe.parent_path()) {
    probe = probe.parent_path();
  }
  const bool exists = probe == directory;
  if (!fs::is_directory(probe, ignored)) {
    return fmt::format("{} is no directory", probe.string());
  }
  if (::access(probe.c_str(), W_OK | X_OK) == 0) return {};
  return exists ? fmt::format("{} cannot be written by user id {}", probe.string(), ::geteuid())
                : fmt::format("{} does not exist and cannot be made in {}", directory.string(),
                              probe.string());
}

int line_of(const toml::table* table, std::string_view key) {
  if (table == nullptr) return 0;
  const auto found = table->find(key);
  return static_cast<int>(found == table->end() ? table->source().begin.line
                                                : found->first.source().begin.line);
}

class Disk {
 public:
  explicit Disk(Diagnostics& out) : out_(out) {}

  void writable(const toml::table* table, std::string_view key, const fs::path& directory) {
    if (directory.empty()) return;
    const std::string complaint = not_writable(directory);
    if (!complaint.empty()) out_.problem(line_of(table, key), key_text(key, complaint));
  }

  void folder(const toml::table* table, std::string_view key, const fs::path& directory) {
    if (directory.empty() || fs::is_directory(directory)) return;
    out_.problem(line_of(table, key),
                 key_text(key, fmt::format("{} is no directory", directory.string())));
  }

  void readable(const toml::table* table, std::string_view key, const fs::path& file) {
    if (file.empty()) return;
    if (fs::is_regular_file(file) && ::access(file.c_str(), R_OK) == 0) return;
    out_.problem(line_of(table, key),
                 key_text(key, fmt::format("{} cannot be read", file.string())));
  }

  // Of more than one line, unlike a secret; readable by its owner alone like one.
  void private_file(const toml::table* table, std::string_view key, const fs::path& file) {
    if (file.empty()) return;
    readable(table, key, file);
    std::error_code ignored;
    const auto mode = fs::status(file, ignored).permissions();
    if (ignored || (mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none)
      return;
    out_.problem(line_of(table, key),
                 key_text(key, fmt::format("{} can be read by others; run chmod 600 {}",
                                           file.string(), file.string())));
  }

  void secret(const toml::table* table, std::string_view file_key, std::string_view credential_key,
              const SecretRef& secret) {
    if (!secret.set()) return;
    const std::string_view key = secret.file.empty() ? credential_key : file_key;
    const Result<std::string> read = read_secret(secret);
    if (!read) out_.problem(line_of(table, key), key_text(key, read.error().message));
  }

 private:
  static std::string key_text(std::string_view key, std::string_view complaint) {
    return fmt::format("{}: {}", key, complaint);
  }
  Diagnostics& out_;
};

const toml::table* entry_at_line(const toml::table& root, std::string_view key, int line) {
  const toml::array* const list = root.get_as<toml::array>(key);
  if (list == nullptr) return nullptr;
  for (const toml::node& entry : *list) {
    if (entry.is_table() && static_cast<int>(entry.source().begin.line) == line) {
      return entry.as_table();
    }
  }
  return nullptr;
}

}  // namespace

void inspect_disk(const toml::table& root, const Settings& settings, Diagnostics& out) {
  const auto table = [&](std::string_view key) { return root.get_as<toml::table>(key); };
  Disk disk(out);
  disk.writable(table("daemon"), "state_dir", settings.daemon.state_dir);
  disk.readable(table("network"), "ca_file", settings.network.ca_file);
  disk.readable(table("web"), "certificate", settings.web.certificate);
  disk.private_file(table("web"), "key", settings.web.key);
  disk.readable(table("mail"), "ca_file", settings.mail.ca_file);
  disk.secret(table("mail"), "password_file", "password_credential", settings.mail.password);
  for (const ProviderSettings& provider : settings.providers) {
    disk.secret(entry_at_line(root, "provider", provider.line), "credential_file", "credential",
                provider.secret);
  }
  for (const SubmissionSettings& route : settings.submissions) {
    disk.secret(entry_at_line(root, "submission", route.line), "credential_file", "credential",
                route.secret);
  }
  for (const WebhookSettings& webhook : settings.webhooks) {
    disk.secret(entry_at_line(root, "webhook", webhook.line), "secret_file", "secret_credential",
                webhook.secret);
  }
  for (const ReportSourceSettings& source : settings.report_sources) {
    const toml::table* const entry = entry_at_line(root, "report_source", source.line);
    disk.secret(entry, "secret_file", "secret_credential", source.secret);
  }
  for (const RobotSettings& robot : settings.robots) {
    const toml::table* const entry = entry_at_line(root, "robot", robot.line);
    disk.secret(entry, "address_file", "address_credential", robot.address);
    disk.secret(entry, "secret_file", "secret_credential", robot.secret);
  }
  disk.secret(table("deadman"), "address_file", "address_credential", settings.deadman.address);
  disk.writable(table("backup"), "dir", settings.backup.dir);
  disk.folder(table("data"), "dir", settings.data.dir);
  disk.folder(table("practice"), "dir", settings.practice.dir);
}

}  // namespace vouch::config
