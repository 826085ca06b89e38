#include "clients/admin/formats/refused_writer.h"

#include <vector>

#include "clients/admin/formats/json_scanner.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"
#include "fmt/ostream.h"
#include "nlohmann/json.hpp"

namespace lectern::formats {
namespace {

constexpr std::string_view kColumn = "refused_because";
constexpr std::string_view kKey = "_refused";

// On one line.
std::string OneLine(std::string_view text) { return legacy::Collapse(text); }

std::string Json(std::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class Table : public RefusedWriter {
 public:
  Table(std::ostream& out, char separator) : out_(out), separator_(separator) {}

  void Write(std::string_view raw, std::string_view preamble, std::string_view reason) override {
    if (!began_) {
      const size_t last = LastCell(preamble);
      std::string_view name = legacy::Trim(preamble.substr(last));
      if (name.size() > 2 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
      had_column_ = legacy::AsciiLower(name) == kColumn;
      out_ << preamble;
      if (!had_column_) out_ << separator_ << kColumn;
      out_ << "\r\n";
      began_ = true;
    }
    if (had_column_) raw = raw.substr(0, std::max<size_t>(LastCell(raw), 1) - 1);
    out_ << raw << separator_ << '"';
    for (const char c : OneLine(reason)) {
      if (c == '"') out_ << '"';
      out_ << c;
    }
    out_ << "\"\r\n";
  }

 private:
  // Where the last cell begins.
  size_t LastCell(std::string_view row) const {
    bool quoted = false;
    size_t begin = 0;
    for (size_t at = 0; at < row.size(); ++at) {
      if (row[at] == '"') quoted = !quoted;
      if (row[at] == separator_ && !quoted) begin = at + 1;
    }
    return begin;
  }

  std::ostream& out_;
  const char separator_;
  bool began_ = false;
  bool had_column_ = false;
};

class JsonLines : public RefusedWriter {
 public:
  explicit JsonLines(std::ostream& out) : out_(out) {}

  void Write(std::string_view raw, std::string_view, std::string_view reason) override {
    out_ << "{\"comment\": " << Json("refused: " + OneLine(reason)) << "}\n" << raw << "\n";
  }

 private:
  std::ostream& out_;
};

class Bibtex : public RefusedWriter {
 public:
  explicit Bibtex(std::ostream& out) : out_(out) {}

  void Write(std::string_view raw, std::string_view preamble, std::string_view reason) override {
    // Definitions that came since the last record.
    if (preamble.size() > defined_) out_ << preamble.substr(defined_) << "\n";
    defined_ = std::max(defined_, preamble.size());
    out_ << "% refused: " << OneLine(reason) << "\n" << raw << "\n\n";
  }

 private:
  std::ostream& out_;
  size_t defined_ = 0;
};

class Ris : public RefusedWriter {
 public:
  explicit Ris(std::ostream& out) : out_(out) {}

  void Write(std::string_view raw, std::string_view, std::string_view reason) override {
    bool marked = false;
    for (size_t begin = 0; begin < raw.size();) {
      const size_t end = std::min(raw.find('\n', begin), raw.size());
      std::string_view line = raw.substr(begin, end - begin);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (!line.starts_with("XX  - refused: ")) out_ << line << "\r\n";
      if (!marked) out_ << "XX  - refused: " << OneLine(reason) << "\r\n";
      marked = true;
      begin = end + 1;
    }
    out_ << "\r\n";
  }

 private:
  std::ostream& out_;
};

class Csl : public RefusedWriter {
 public:
  explicit Csl(std::ostream& out) : out_(out) {}

  void Write(std::string_view raw, std::string_view, std::string_view reason) override {
    out_ << (began_ ? ",\n" : "[\n") << "{\"" << kKey << "\": " << Json(OneLine(reason));
    began_ = true;
    const std::string_view rest = WithoutMark(raw.substr(std::min<size_t>(1, raw.size())));
    out_ << (legacy::Trim(rest).starts_with('}') ? "" : ", ") << rest;
  }

  void Finish() override { out_ << (began_ ? "\n]\n" : "[]\n"); }

 private:
  // What stands behind the opening brace, without an earlier mark at its front.
  static std::string_view WithoutMark(std::string_view rest) {
    JsonScanner json(rest);
    std::string text;
    if (json.Peek() != '"' || !json.ReadString(&text) || text != kKey || !json.Take(':') || json.Peek() != '"' ||
        !json.ReadString(&text))
      return rest;
    json.Take(',');
    return rest.substr(json.offset());
  }

  std::ostream& out_;
  bool began_ = false;
};

}  // namespace

std::unique_ptr<RefusedWriter> NewRefusedWriter(Format format, std::ostream& out) {
  switch (format) {
    case Format::kCsv:
      return std::make_unique<Table>(out, ',');
    case Format::kTsv:
      return std::make_unique<Table>(out, '\t');
    case Format::kJsonLines:
      return std::make_unique<JsonLines>(out);
    case Format::kBibtex:
      return std::make_unique<Bibtex>(out);
    case Format::kRis:
      return std::make_unique<Ris>(out);
    case Format::kCslJson:
      return std::make_unique<Csl>(out);
  }
  return nullptr;
}

}  // namespace lectern::formats
