// Preloaded into the program: the n-th write, fsync, truncate or rename below a folder fails, once or from then on.
// FAULT_DIR folder · FAULT_N which call (0: none, only count) · FAULT_EVER 1: all from the n-th on · FAULT_ERRNO number ·
// FAULT_COUNT file that gets the number of calls seen.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long seen;

static int is_below(const char* path) {
  const char* folder = getenv("FAULT_DIR");
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int below(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return is_below(path);
}

static int fails(int counts) {
  if (!counts) return 0;
  const char* which = getenv("FAULT_N");
  const char* ever = getenv("FAULT_EVER");
  const char* error = getenv("FAULT_ERRNO");
  long n = which != NULL ? atol(which) : 0;
  ++seen;
  if (n == 0 || seen < n || (seen > n && !(ever != NULL && *ever == '1'))) return 0;
  errno = error != NULL ? atoi(error) : EIO;
  return 1;
}

__attribute__((destructor)) static void report(void) {
  const char* file = getenv("FAULT_COUNT");
  if (file == NULL) return;
  FILE* out = fopen(file, "w");
  if (out != NULL) fprintf(out, "%ld\n", seen), fclose(out);
}

#define REAL(name, type) static type real; if (real == NULL) real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*write_type)(int, const void*, size_t);
ssize_t write(int fd, const void* bytes, size_t size) {
  REAL("write", write_type);
  return fails(below(fd)) ? -1 : real(fd, bytes, size);
}
typedef ssize_t (*pwrite_type)(int, const void*, size_t, off_t);
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  REAL("pwrite", pwrite_type);
  return fails(below(fd)) ? -1 : real(fd, bytes, size, at);
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off_t at) {
  REAL("pwrite64", pwrite_type);
  return fails(below(fd)) ? -1 : real(fd, bytes, size, at);
}
typedef int (*sync_type)(int);
int fsync(int fd) {
  REAL("fsync", sync_type);
  return fails(below(fd)) ? -1 : real(fd);
}
int fdatasync(int fd) {
  REAL("fdatasync", sync_type);
  return fails(below(fd)) ? -1 : real(fd);
}
typedef int (*truncate_type)(int, off_t);
int ftruncate(int fd, off_t size) {
  REAL("ftruncate", truncate_type);
  return fails(below(fd)) ? -1 : real(fd, size);
}
int ftruncate64(int fd, off_t size) {
  REAL("ftruncate64", truncate_type);
  return fails(below(fd)) ? -1 : real(fd, size);
}
typedef int (*rename_type)(const char*, const char*);
int rename(const char* from, const char* to) {
  REAL("rename", rename_type);
  return fails(is_below(to)) ? -1 : real(from, to);
}
