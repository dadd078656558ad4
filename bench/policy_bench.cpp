// links: policy
// Policies read a second on one core: the whole reading (structure and meaning) of the corpus' five policies, or of the
// sample where the corpus is absent, for a few seconds. Goal: 1,000.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "app/embedded.h"
#include "base/files.h"
#include "base/text.h"
#include "policy/read.h"

using namespace sekisho;

int main() {
  const char* corpus = std::getenv("SEKISHO_CORPUS");
  const std::string folder =
      (corpus != nullptr ? std::string(corpus) : std::string(SEKISHO_SOURCE_DIR) + "/../shared") + "/policies";
  std::vector<std::string> texts;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".txt") continue;
    Result<std::string> bytes = files::read(entry.path().string(), 1u << 20);
    if (bytes) texts.push_back(std::move(bytes).value());
  }
  if (texts.empty())
    texts.push_back(files::read(std::string(SEKISHO_SOURCE_DIR) + "/sample/policy.txt", 1u << 20).value());
  const policy::Lexicon lexicon = policy::Lexicon::create(app::embedded_catalog()).value();
  const auto begin = std::chrono::steady_clock::now();
  std::size_t read = 0;
  std::size_t duties = 0;
  double seconds = 0;
  while (seconds < 3) {
    for (const std::string& text : texts)
      for (const policy::Document& document : policy::read(text, lexicon)->documents) duties += document.duties.size();
    read += texts.size();
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  std::printf("policies read: %.0f a second on one core (%zu texts, %zu duties found; goal 1000)\n",
              static_cast<double>(read) / seconds, texts.size(), duties);
}
