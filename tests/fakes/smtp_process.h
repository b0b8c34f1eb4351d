// Child programs of the mail tests: the real SMTP server, openssl, Python's mail parser. One
// thread.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace vouch::fakes {

// A folder of its own that goes away with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vouch-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Its standard input stays open as long as this lives; standard output can be read.
class ChildProcess {
 public:
  explicit ChildProcess(const std::vector<std::string>& arguments) {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    const int failed = ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), ::environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    output_ = output[0];
    if (failed != 0) {
      pid_ = -1;
      throw std::runtime_error("cannot start " + arguments[0]);
    }
  }
  ~ChildProcess() {
    ::close(input_);
    ::close(output_);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void say(const std::string& bytes) const {
    if (::write(input_, bytes.data(), bytes.size()) < 0) throw std::runtime_error("child is gone");
  }
  std::string read_line() {
    std::string line;
    char c = 0;
    while (::read(output_, &c, 1) == 1 && c != '\n') line += c;
    return line;
  }
  std::string read_all() {
    std::string all;
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::read(output_, piece.data(), piece.size())) > 0;) {
      all.append(piece.data(), static_cast<std::size_t>(got));
    }
    return all;
  }
  [[nodiscard]] pid_t id() const { return pid_; }
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
};

// A self-signed certificate for localhost, made by openssl for this run.
struct Certificate {
  std::filesystem::path cert;
  std::filesystem::path key;

  static Certificate make(const std::filesystem::path& folder) {
    Certificate made{folder / "cert.pem", folder / "key.pem"};
    ChildProcess openssl({"/bin/sh", "-c",
                          "exec /usr/bin/openssl req -x509 -newkey ec -pkeyopt "
                          "ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
                          "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout '" +
                              made.key.string() + "' -out '" + made.cert.string() +
                              "' 2>/dev/null"});
    if (openssl.wait() != 0) throw std::runtime_error("openssl could not make a certificate");
    return made;
  }
};

class RealSmtp {
 public:
  // `mode`: plain, starttls or tls; an empty user: no login is asked for.
  RealSmtp(const std::string& source_dir, const std::string& mode, const std::string& user,
           const std::string& password, const Certificate& certificate)
      : child_({"/usr/bin/python3", source_dir + "/tests/fakes/smtp_server.py",
                folder_.path().string(), mode, user, password, certificate.cert.string(),
                certificate.key.string()}) {
    const std::string line = child_.read_line();
    if (!line.starts_with("PORT ")) {
      throw std::runtime_error("the SMTP server did not start (package python3-aiosmtpd?)");
    }
    port_ = static_cast<std::uint16_t>(std::stoul(line.substr(5)));
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::filesystem::path mail(const std::string& name) const {
    return folder_.path() / name;
  }
  [[nodiscard]] std::string envelopes() const { return read(folder_.path() / "envelopes.jsonl"); }

  static std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  TemporaryFolder folder_;
  ChildProcess child_;
  std::uint16_t port_ = 0;
};

// What Python's email package makes of a mail: JSON (smtp_parse.py).
inline std::string parse_mail_file(const std::string& source_dir,
                                   const std::filesystem::path& file) {
  ChildProcess parser(
      {"/usr/bin/python3", source_dir + "/tests/fakes/smtp_parse.py", file.string()});
  std::string json = parser.read_all();
  if (parser.wait() != 0) throw std::runtime_error("smtp_parse.py failed");
  return json;
}

}  // namespace vouch::fakes
