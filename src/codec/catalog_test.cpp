#include "codec/catalog.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/embedded.h"
#include "base/files.h"
#include "base/text.h"

using namespace sekisho;

namespace {

// Where the argument that begins at `at` ends: at a comma or bracket of its own level.
std::size_t end_of_argument(std::string_view code, std::size_t at) {
  int depth = 0;
  bool quoted = false;
  for (; at < code.size(); ++at) {
    const char c = code[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '(' || c == '{' || c == '[') {
      ++depth;
    } else if (c == ')' || c == '}' || c == ']') {
      if (depth-- == 0) return at;
    } else if (c == ',' && depth == 0) {
      return at;
    }
  }
  return at;
}

// The ids given as literals to fail(code, detail, "id").
std::vector<std::string> ids_in(std::string_view code) {
  std::vector<std::string> ids;
  for (std::size_t call = code.find("fail("); call != std::string_view::npos; call = code.find("fail(", call + 1)) {
    std::size_t begin = call + 5;
    std::size_t end = end_of_argument(code, begin);
    int argument = 0;
    for (; argument < 2 && end < code.size() && code[end] == ','; ++argument) {
      begin = end + 1;
      end = end_of_argument(code, begin);
    }
    const std::string_view id = text::trim(code.substr(begin, end - begin));
    if (argument == 2 && id.size() > 2 && id.front() == '"') ids.emplace_back(id.substr(1, id.size() - 2));
  }
  return ids;
}

std::set<std::string> placeholders(std::string_view pattern) {
  std::set<std::string> names;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
    const std::size_t close = pattern.find('}', open);
    REQUIRE(close != std::string_view::npos);
    std::string_view name = pattern.substr(open + 1, close - open - 1);
    if (name.ends_with("_en")) name.remove_suffix(3);
    names.emplace(name);
  }
  return names;
}

}  // namespace

TEST_CASE("every message that the code names is in the catalogue") {
  const Messages messages = codec::load_messages(app::embedded_catalog()).value();
  std::size_t named = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SEKISHO_SOURCE_DIR "/src")) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".cpp") && !path.ends_with(".h")) continue;
    if (path.ends_with("_test.cpp")) continue;
    for (const std::string& id : ids_in(files::read(path, 4U << 20).value())) {
      CAPTURE(path);
      CAPTURE(id);
      CHECK(messages.has(id));
      ++named;
    }
  }
  CHECK(named > 10);
}

// {why} may stand in one language alone: a library's reason is English, and a clerk is told what to do instead.
// {item_en} is what {item} is in English.
TEST_CASE("both languages of a message have the same placeholders") {
  const Messages messages = codec::load_messages(app::embedded_catalog()).value();
  CHECK(messages.entries().size() > 10);
  for (const auto& [id, entry] : messages.entries()) {
    const std::string name = id;
    CAPTURE(name);
    auto ja = placeholders(entry.ja);
    auto en = placeholders(entry.en);
    ja.erase("why");
    en.erase("why");
    CHECK(ja == en);
  }
}

TEST_CASE("the search for ids finds what it should") {
  CHECK(
      ids_in(
          R"code(return fail(Code::invalid, "a, (b)" + f(x, y), "x.y").with("k", v); fail(Code::internal, "no id");)code") ==
      std::vector<std::string>{"x.y"});
}

TEST_CASE("messages are refused when double or incomplete") {
  const auto load = [](CatalogFiles files) { return codec::load_messages(files); };
  CHECK(load({{"messages/a.toml", "[\"x.y\"]\nja = \"あ\"\nen = \"a\"\n"}, {"other/b.toml", "broken"}})
            .value()
            .has("x.y"));
  const auto twice = load({{"messages/a.toml", "[\"x.y\"]\nja = \"あ\"\nen = \"a\"\n"},
                           {"messages/b.toml", "\n[\"x.y\"]\nja = \"い\"\nen = \"b\"\n"}});
  REQUIRE_FALSE(twice);
  CHECK(twice.error().message == "catalog.message_twice");
  CHECK(twice.error().params.at(0).second == "messages/b.toml");
  CHECK(twice.error().params.at(1).second == "2");
  CHECK(load({{"messages/a.toml", "[\"x.y\"]\nja = \"あ\"\n"}}).error().message == "catalog.message_incomplete");
  CHECK(load({{"messages/a.toml", "x = 1"}}).error().message == "catalog.message_incomplete");
  CHECK(load({{"messages/a.toml", "x"}}).error().message == "codec.toml");
}

TEST_CASE("an office's files lie over the embedded ones") {
  std::string folder = (std::filesystem::temp_directory_path() / "sekisho-XXXXXX").string();
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  REQUIRE(files::make_folder(folder + "/controls"));
  REQUIRE(files::write_atomically(folder + "/controls/a.toml", "own"));
  REQUIRE(files::write_atomically(folder + "/controls/b.toml", "new"));
  REQUIRE(files::write_atomically(folder + "/controls/b.toml~", "kept by an editor"));
  const CatalogFiles base = {{"controls/a.toml", "old"}, {"controls/c.toml", "stays"}};
  CHECK(codec::overlay(base, folder).value() ==
        CatalogFiles{{"controls/a.toml", "own"}, {"controls/b.toml", "new"}, {"controls/c.toml", "stays"}});
  CHECK(codec::overlay(base, folder + "/none").error().message == "file.not_found");
  std::filesystem::remove_all(folder);
}
