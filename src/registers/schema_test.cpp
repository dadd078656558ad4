#include "registers/schema.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "app/embedded.h"
#include "codec/catalog.h"

namespace sekisho::registers {
namespace {

const std::string kContractors = R"(
id = "contractors"
group = "others"
title = { ja = "委託先台帳", en = "Contractors" }
help = { ja = "委託先を書きます。", en = "Whom the office hires." }
key = ["name"]
[[field]]
name = "name"
type = "text"
title = { ja = "名称", en = "Name" }
)";

const std::string kContracts = R"(
id = "contracts"
group = "others"
title = { ja = "契約台帳", en = "Contracts" }
help = { ja = "契約を書きます。", en = "Contracts in force." }
key = ["number"]
retention_years = 5
[[field]]
name = "number"
type = "text"
title = { ja = "契約番号", en = "Contract no." }
synonyms = ["契約No", "No."]
digits_allowed = true
[[field]]
name = "contractor"
type = "reference"
title = { ja = "委託先", en = "Contractor" }
register = "contractors"
required = true
[[field]]
name = "class"
type = "choice"
title = { ja = "機密性", en = "Confidentiality" }
[[field.choices]]
value = "3A"
title = { ja = "機密性3A", en = "Class 3A" }
synonyms = ["３Ａ"]
[[field.choices]]
value = "2"
title = { ja = "機密性2", en = "Class 2" }
)";

std::vector<std::string> problems_of(const std::string& contracts) {
  std::vector<std::string> messages;
  for (const Error& error :
       Schemas::problems({{"registers/contracts.toml", contracts}, {"registers/contractors.toml", kContractors}}))
    messages.push_back(error.message);
  return messages;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST_CASE("registers: a declaration is read whole") {
  const auto schemas =
      Schemas::load({{"registers/contracts.toml", kContracts}, {"registers/contractors.toml", kContractors}});
  REQUIRE(schemas);
  CHECK(schemas->import_order() == std::vector<std::string>{"contractors", "contracts"});
  const RegisterSchema* contracts = schemas->find("contracts");
  REQUIRE(contracts != nullptr);
  CHECK(contracts->title.en == "Contracts");
  CHECK(contracts->group == Group::others);
  CHECK(contracts->retention_years == 5);
  CHECK(contracts->table() == "reg_contracts");
  REQUIRE(contracts->fields.size() == 3);
  CHECK(contracts->key == std::vector<std::size_t>{0});
  CHECK(contracts->fields[0].required);  // as part of the key
  CHECK(contracts->fields[0].digits_allowed);
  CHECK(contracts->fields[1].target == "contractors");
  CHECK(contracts->find("class")->choices[0].synonyms == std::vector<std::string>{"３Ａ"});
  CHECK(contracts->find("no_such") == nullptr);
  CHECK(schemas->get("no_such").error().message == "registers.unknown");
}

TEST_CASE("registers: people name registers and fields by their titles") {
  const auto schemas =
      Schemas::load({{"registers/contracts.toml", kContracts}, {"registers/contractors.toml", kContractors}});
  REQUIRE(schemas);
  const RegisterSchema* contracts = schemas->find("contracts");
  CHECK(schemas->get(contracts->title.ja).value() == contracts);
  CHECK(schemas->get("ＣＯＮＴＲＡＣＴＳ").value() == contracts);
  CHECK(schemas->get("contracst").error().message == "registers.unknown_near");
  for (const Field& field : contracts->fields) {
    CHECK(contracts->named(field.name) == contracts->index_of(field.name));
    CHECK(contracts->named(field.title.ja) == contracts->index_of(field.name));
  }
  CHECK(contracts->named("no_such") == std::nullopt);
  CHECK(contracts->fields[1].target_title.ja == schemas->find("contractors")->title.ja);
}

TEST_CASE("registers: what a declaration must not say") {
  using Expected = std::vector<std::string>;
  const auto with = [](const std::string& from, const std::string& to) {
    return problems_of(changed(kContracts, from, to));
  };
  CHECK(problems_of(kContracts).empty());
  CHECK(with("required = true", "requierd = true") == Expected{"registers.schema.unknown_key"});
  CHECK(with("required = true", "required = 1") == Expected{"registers.schema.wrong_type"});
  CHECK(with("group = \"others\"", "") == Expected{"registers.schema.missing"});
  CHECK(with("group = \"others\"", "group = \"other\"") == Expected{"registers.schema.one_of"});
  CHECK(with("{ ja = \"契約台帳\", en = \"Contracts\" }", "{ ja = \"契約台帳\" }") ==
        Expected{"registers.schema.bilingual"});
  CHECK(with("name = \"class\"", "name = \"Class\"") == Expected{"registers.schema.identifier"});
  CHECK(with("name = \"class\"", "name = \"order\"") == Expected{"registers.schema.sql_word"});
  CHECK(with("name = \"class\"", "name = \"version\"") == Expected{"registers.schema.reserved"});
  CHECK(with("id = \"contracts\"", "id = \"contract\"") == Expected{"registers.schema.file_name"});
  CHECK(with("id = \"contracts\"", "id = \"duties\"") ==
        Expected{"registers.schema.reserved", "registers.schema.file_name"});
  CHECK(with("name = \"class\"", "name = \"contractor\"") ==
        Expected{"registers.schema.field_twice", "registers.schema.header_twice"});
  CHECK(with("key = [\"number\"]", "key = [\"no\"]") == Expected{"registers.schema.key_field"});
  CHECK(with("type = \"text\"", "type = \"long_text\"") == Expected{"registers.schema.key_type"});
  CHECK(with("\"No.\"", "\"機密 性\"") == Expected{"registers.schema.header_twice"});
  CHECK(with("type = \"choice\"", "type = \"text\"") == Expected{"registers.schema.only_for"});
  CHECK(with("\"３Ａ\"", "\"２\"") == Expected{"registers.schema.choice_twice"});
  CHECK(with("register = \"contractors\"", "register = \"vendors\"") == Expected{"registers.schema.target"});
  CHECK(with("register = \"contractors\"", "") == Expected{"registers.schema.missing"});
  CHECK(with("retention_years = 5", "retention_years = 0") == Expected{"registers.schema.wrong_type"});
  CHECK(with("id = ", "id == ").front() == "codec.toml");
}

TEST_CASE("registers: an error names file, line and remedy") {
  const auto problems =
      Schemas::problems({{"registers/contracts.toml", changed(kContracts, "required = true", "requierd = true")},
                         {"registers/contractors.toml", kContractors}});
  REQUIRE(problems.size() == 1);
  const auto messages = codec::load_messages(app::embedded_catalog());
  REQUIRE(messages);
  const std::string text = messages->text(problems[0], Language::en);
  CHECK(text ==
        "registers/contracts.toml line 19: there is no key \"requierd\". Possible are name, type, title, help, "
        "required, secret, "
        "personal, past, digits_allowed, synonyms, register, choices. Correct or remove it.");
}

TEST_CASE("registers: references between registers") {
  const auto problem = [](const std::string& contractors) {
    const auto all =
        Schemas::problems({{"registers/contracts.toml", kContracts}, {"registers/contractors.toml", contractors}});
    return all.empty() ? std::string() : all.front().message;
  };
  CHECK(problem(kContractors + "personal = true\n") == "registers.schema.personal_reference");
  CHECK(problem(changed(kContractors, "type = \"text\"", "type = \"integer\"")) == "registers.schema.target_key");
  const std::string back =
      "[[field]]\nname = \"first\"\ntype = \"reference\"\nregister = \"contracts\"\n"
      "title = { ja = \"最初の契約\", en = \"First\" }\n";
  CHECK(problem(kContractors + back + "required = true\n") == "registers.schema.circle");
  CHECK(problem(kContractors + back) == "");
  const auto schemas =
      Schemas::load({{"registers/contracts.toml", kContracts}, {"registers/contractors.toml", kContractors + back}});
  REQUIRE(schemas);
  CHECK(schemas->import_order() == std::vector<std::string>{"contractors", "contracts"});
}

TEST_CASE("registers: header words are compared without width, spaces, case and spelling") {
  CHECK(header_form("契約 Ｎｏ．") == header_form("契約番号"));
  CHECK(header_form("契約№") == header_form("契約番号"));
  CHECK(header_form("契約ナンバー") == header_form("契約番号"));
  CHECK(header_form("サーバー名：") == header_form("サーバ名"));
  CHECK(header_form("Contract No") == header_form("contract no."));
  CHECK(header_form("Casino") != header_form("Casi番号"));
}

TEST_CASE("registers: every register of the catalogue parses") {
  const CatalogFiles files = app::embedded_catalog();
  const auto messages = codec::load_messages(files);
  REQUIRE(messages);
  for (const Error& problem : Schemas::problems(files)) FAIL_CHECK(messages->text(problem, Language::en));
  CHECK(Schemas::load(files).has_value());
}

TEST_CASE("registers: every message that the room names is in the catalogue") {
  const auto messages = codec::load_messages(app::embedded_catalog());
  REQUIRE(messages);
  std::set<std::string> named;
  for (const char* file : {"schema_reader", "schema_check", "table_reader", "schema", "validate", "value_text",
                           "import", "mapping", "batches", "store", "versions", "tables", "number_scan"}) {
    for (const char* kind : {".cpp", ".h"}) {
      std::ifstream in(std::string(SEKISHO_SOURCE_DIR) + "/src/registers/" + file + kind);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      for (std::size_t at = text.find("\"registers."); at != std::string::npos; at = text.find("\"registers.", at + 1))
        named.insert(text.substr(at + 1, text.find('"', at + 1) - at - 1));
    }
  }
  CHECK(named.size() > 50);
  for (const std::string& id : named) {
    CAPTURE(id);
    CHECK(messages->has(id));
  }
}

}  // namespace
}  // namespace sekisho::registers
