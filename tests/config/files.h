// Files of the source tree, and a scratch folder of its own for each test.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string>

#include <unistd.h>

#include "core/text.h"

namespace vouch::config::test {

inline std::string file_text(const std::string& name) {
  std::ifstream in(std::string(VOUCH_SOURCE_DIR) + "/" + name, std::ios::binary);
  if (!in) throw std::runtime_error("no " + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

// vouch.toml with every example switched on.
inline std::string uncommented(const std::string& toml) {
  static const std::regex kExample(R"(^# ((\[\[?[a-z_]+\]?\])|([a-z_]+ = .*))$)");
  std::string out;
  for (const std::string& line : split_lines(toml)) {
    std::smatch found;
    out += (std::regex_match(line, found, kExample) ? found[1].str() : line) + "\n";
  }
  return out;
}

class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "vouch-config-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    dir_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(dir_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }
  std::filesystem::path write(const std::string& name, const std::string& text,
                              unsigned mode = 0600) const {
    const std::filesystem::path path = dir_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return path;
  }

 private:
  std::filesystem::path dir_;
};

}  // namespace vouch::config::test
