// links: base
// The program as a user starts it, beside this one in the build folder: how long it takes to start, how long `status`
// of a small office takes, each against starting /bin/true; and how much memory importing 5,000 rows and 50,000
// observations and then telling the status of that office needs at its peak, against the 200 MB that a retired PC can
// spare.
//   program_bench [PROGRAM]

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

constexpr int kTimes = 15;
constexpr int kRows = 5'000;
constexpr int kObservations = 50'000;
constexpr double kMemoryGoal = 200;  // MB

struct Cost {
  double wall = 0;       // ms
  double processor = 0;  // ms
  double memory = 0;     // MB, the most it held at once
};

double milliseconds(const timeval& time) {
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
}

[[noreturn]] void become(const Arguments& arguments) {
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  const int nowhere = ::open("/dev/null", O_RDWR);
  ::dup2(nowhere, STDIN_FILENO);
  ::dup2(nowhere, STDOUT_FILENO);
  ::execv(words[0], words.data());
  ::_exit(127);
}

Cost cost_of(const Arguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become(arguments);
  int status = 0;
  rusage usage{};
  if (::wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::string shown;
    for (const std::string& argument : arguments) shown += argument + " ";
    throw std::runtime_error("failed: " + shown);
  }
  return {std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(),
          milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

Cost median_of(const Arguments& arguments) {
  std::vector<Cost> costs;
  for (int i = 0; i < kTimes; ++i) costs.push_back(cost_of(arguments));
  std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) { return a.wall < b.wall; });
  return costs[kTimes / 2];
}

void write_terminals(const std::string& path) {
  std::ofstream file(path);
  file << "number,place,custodian\n";
  for (int i = 0; i < kRows; ++i) file << "PC-" << i << ",本庁舎" << i % 7 << "階,総務課\n";
}

void write_observations(const std::string& path) {
  std::ofstream file(path);
  for (int i = 0; i < kObservations; ++i) {
    const int minute = i / kRows;
    file << R"({"check":"technical.malware.protection","source":"log-watch/1","subject":"PC-)" << i % kRows
         << R"(","verdict":"pass","collected_at":"2026-11-20T00:)" << minute / 10 << minute % 10 << R"(:00Z"})" << '\n';
  }
}

class Bench {
 public:
  Bench(std::string program, std::string folder) : program_(std::move(program)), folder_(std::move(folder)) {}

  void run() {
    const Cost nothing = median_of({"/bin/true"});
    tell("/bin/true", nothing, nothing);
    tell("sekisho --version", median_of({program_, "--version"}), nothing);
    make_office("small");
    tell("sekisho status, a small office", median_of(sekisho("small", {"status"})), nothing);
    make_office("large");
    write_terminals(folder_ + "/terminals.csv");
    write_observations(folder_ + "/observations.jsonl");
    tell_memory(
        "import of 5,000 rows",
        cost_of(sekisho("large", {"register", "import", "--register", "terminals", folder_ + "/terminals.csv"})));
    tell_memory("50,000 observations",
                cost_of(sekisho("large", {"observe", "--file", folder_ + "/observations.jsonl"})));
    tell_memory("status of that office", cost_of(sekisho("large", {"status", "--json"})));
    tell_memory("pack of that office", cost_of(sekisho("large", {"pack", "--out", folder_ + "/a.pack"})));
  }

 private:
  Arguments sekisho(const std::string& data, Arguments words) const {
    words.insert(words.begin(), {program_, "--now", "2026-11-21"});
    words.insert(words.end(), {"--data", folder_ + "/" + data});
    return words;
  }

  void make_office(const std::string& data) const {
    cost_of(sekisho(data, {"init", "--name", "峠町組合", "--regime", "local_public_body"}));
    cost_of(sekisho(data, {"policy", "add", "--confirm", SEKISHO_SOURCE_DIR "/tests/offices/all-concepts.txt"}));
  }

  static void tell(const char* what, const Cost& cost, const Cost& nothing) {
    std::printf("%-36s %7.1f ms, processor %7.1f ms, %6.1f MB: %.0f times /bin/true\n", what, cost.wall, cost.processor,
                cost.memory, cost.wall / nothing.wall);
  }
  static void tell_memory(const char* what, const Cost& cost) {
    std::printf("%-36s %7.1f ms, processor %7.1f ms, %6.1f MB: %.2f of the memory to spare\n", what, cost.wall,
                cost.processor, cost.memory, cost.memory / kMemoryGoal);
  }

  std::string program_;
  std::string folder_;
};

}  // namespace

int main(int count, char** arguments) {
  std::string pattern = (fs::temp_directory_path() / "sekisho-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return 3;
  int code = 0;
  try {
    const std::string beside = (fs::read_symlink("/proc/self/exe").parent_path() / "../sekisho").string();
    Bench(count > 1 ? arguments[1] : beside, pattern).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "program_bench: %s\n", error.what());
    code = 1;
  }
  fs::remove_all(pattern);
  return code;
}
