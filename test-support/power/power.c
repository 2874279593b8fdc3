/*
 * Records what a power cut would take back. Preloaded into a process, it journals, before each change of a file below
 * $POWER_FOLDER, what the change destroys, and after each completed fsync or fdatasync how far it reached. Undoing
 * the journal from its end (power-cut.ts) leaves on disk what a power cut is allowed to leave: SIGKILL alone proves
 * nothing, because the page cache outlives the process.
 *
 * A record is a header, the path and the destroyed bytes, all in host byte order. Records are written under one lock,
 * together with the change they announce, so that their order is the order of the changes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CHANGE = 1, SYNCED = 2 };

struct header {
  uint32_t kind;
  uint32_t path_length;
  uint64_t offset;    /* CHANGE: where; SYNCED: the journal's length when the sync began */
  uint64_t old_size;  /* of the file, before the change */
  uint32_t length;    /* of the destroyed bytes that follow the path */
  uint32_t padding;
};

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_truncate)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int journal = -1;
static uint64_t journal_length;

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_truncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  folder = getenv("POWER_FOLDER");
  const char *path = getenv("POWER_JOURNAL");
  if (folder && path) journal = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

/* The path of a regular file of the folder, or 0. */
static int ours(int fd, char path[PATH_MAX]) {
  char link[64];
  if (journal < 0 || fd == journal) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  size_t prefix = strlen(folder);
  return strncmp(path, folder, prefix) == 0 && path[prefix] == '/';
}

static void record(struct header head, const char *path, const void *bytes) {
  head.path_length = (uint32_t)strlen(path);
  struct iovec parts[3] = {
      {&head, sizeof head}, {(void *)path, head.path_length}, {(void *)bytes, head.length}};
  ssize_t expected = (ssize_t)(sizeof head + head.path_length + head.length);
  if (writev(journal, parts, 3) != expected) abort();
  journal_length += (uint64_t)expected;
}

/* Records what `length` bytes from `offset` will destroy. Files are opened for reading as well by SQLite. */
static void record_change(int fd, const char *path, off64_t offset, size_t length) {
  struct stat64 status;
  if (fstat64(fd, &status) != 0) abort();
  struct header head = {.kind = CHANGE, .offset = (uint64_t)offset, .old_size = (uint64_t)status.st_size};
  char *bytes = NULL;
  if (offset < status.st_size && length > 0) {
    size_t left = (size_t)(status.st_size - offset);
    size_t wanted = length < left ? length : left;
    bytes = malloc(wanted);
    if (!bytes || pread64(fd, bytes, wanted, offset) != (ssize_t)wanted) abort();
    head.length = (uint32_t)wanted;
  }
  record(head, path, bytes);
  free(bytes);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  char path[PATH_MAX];
  if (!ours(fd, path)) return real_pwrite(fd, bytes, length, offset);
  pthread_mutex_lock(&lock);
  record_change(fd, path, offset, length);
  ssize_t result = real_pwrite(fd, bytes, length, offset);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  char path[PATH_MAX];
  if (!ours(fd, path)) return real_write(fd, bytes, length);
  pthread_mutex_lock(&lock);
  record_change(fd, path, lseek64(fd, 0, SEEK_CUR), length);
  ssize_t result = real_write(fd, bytes, length);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate64(int fd, off64_t size) {
  char path[PATH_MAX];
  if (!ours(fd, path)) return real_truncate(fd, size);
  pthread_mutex_lock(&lock);
  record_change(fd, path, size, SIZE_MAX);
  int result = real_truncate(fd, size);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

/* What was written before the sync began is safe once it has returned, and only then. */
static int synced(int fd, int (*sync)(int)) {
  char path[PATH_MAX];
  if (!ours(fd, path)) return sync(fd);
  pthread_mutex_lock(&lock);
  struct header head = {.kind = SYNCED, .offset = journal_length};
  pthread_mutex_unlock(&lock);
  int result = sync(fd);
  if (result != 0) return result;
  pthread_mutex_lock(&lock);
  record(head, path, NULL);
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) { return synced(fd, real_fsync); }

int fdatasync(int fd) { return synced(fd, real_fdatasync); }
