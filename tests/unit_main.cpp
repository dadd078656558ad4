// main() of every unit test program. With --test-worker it plays a confined worker instead:
// src/sandbox/worker_test.cpp.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstring>

__attribute__((weak)) int sekisho_test_worker(const char* deed);

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--test-worker") == 0 && sekisho_test_worker != nullptr)
    return sekisho_test_worker(argv[2]);
  doctest::Context context(argc, argv);
  return context.run();
}
