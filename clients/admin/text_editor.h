// The user's own text editor.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"

namespace lectern::admin {

// A text in a file of its own that its owner alone can read. The file goes with the object, unless it is kept.
class EditedFile {
 public:
  EditedFile() = default;
  ~EditedFile();
  EditedFile(const EditedFile&) = delete;
  EditedFile& operator=(const EditedFile&) = delete;

  // Makes the file, in the folder for temporary files, with `text`. Called once. UNAVAILABLE: it cannot be written.
  absl::Status Create(const std::string& text);
  const std::string& path() const { return path_; }
  // What the file holds now; nothing where it cannot be read.
  std::optional<std::string> Read() const;
  void Keep() { kept_ = true; }

 private:
  std::string path_;
  bool kept_ = false;
};

// What VISUAL or, without it, EDITOR says; "vi" without either where somebody sits at a terminal; else "".
std::string EditorCommand(bool terminal);

// Runs `command` on the file and waits for its end. UNAVAILABLE: it could not be run, or did not end well.
absl::Status RunEditor(const std::string& command, const std::string& path);

}  // namespace lectern::admin
