/* Lets one system call of the threads that write fail: HOLDFAST_FAIL=NAME:NUMBER:ERRNO, the NUMBER-th call of NAME; ERRNO 0 is a short write.
   HOLDFAST_SLOW=MILLISECONDS: the disk takes so long to synchronise. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static atomic_int count;
static char wanted[32];
static int number, error;
static long slow;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("HOLDFAST_FAIL"), *wait = getenv("HOLDFAST_SLOW");
    if (wait != NULL) slow = atol(wait);
    if (text == NULL || sscanf(text, "%31[^:]:%d:%d", wanted, &number, &error) != 3) wanted[0] = 0;
}

/* 1 when this is the call; said on standard error, so that the test knows that it has come. */
static int fails(const char *name) {
    char thread[16] = "";
    if (strcmp(name, wanted) != 0) return 0;
    prctl(PR_GET_NAME, thread);
    if (strcmp(thread, "hf-store") != 0 && strcmp(thread, "hf-record") != 0) return 0;
    if (atomic_fetch_add(&count, 1) + 1 != number) return 0;
    dprintf(2, "FAILED %s of %s\n", name, thread);
    errno = error;
    return 1;
}

/* Whether one of the threads that write calls. */
static int writes(void) {
    char thread[16] = "";
    prctl(PR_GET_NAME, thread);
    return strcmp(thread, "hf-store") == 0 || strcmp(thread, "hf-record") == 0;
}

static void synchronises(void) {
    struct timespec wait = {.tv_sec = slow / 1000, .tv_nsec = slow % 1000 * 1000000};
    if (slow > 0 && writes()) nanosleep(&wait, NULL);
}

/* A file on a disk; what rings a bell does not fail. */
static int fails_on(const char *name, int fd) {
    struct stat information;
    int (*look)(int, struct stat *) = (int (*)(int, struct stat *))dlsym(RTLD_NEXT, "fstat");
    return strcmp(name, wanted) == 0 && look(fd, &information) == 0 && S_ISREG(information.st_mode) && fails(name);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t size) {
    if (fails_on("write", fd)) return error == 0 ? NEXT(write)(fd, bytes, size / 2) : -1;
    return NEXT(write)(fd, bytes, size);
}
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t place) {
    if (fails_on("pwrite64", fd)) return error == 0 ? NEXT(pwrite64)(fd, bytes, size / 2, place) : -1;
    return NEXT(pwrite64)(fd, bytes, size, place);
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t place) {
    if (fails_on("pwrite", fd)) return error == 0 ? NEXT(pwrite)(fd, bytes, size / 2, place) : -1;
    return NEXT(pwrite)(fd, bytes, size, place);
}
ssize_t read(int fd, void *bytes, size_t size) { return fails_on("read", fd) ? -1 : NEXT(read)(fd, bytes, size); }
ssize_t pread(int fd, void *bytes, size_t size, off_t place) { return fails_on("pread", fd) ? -1 : NEXT(pread)(fd, bytes, size, place); }
ssize_t pread64(int fd, void *bytes, size_t size, off64_t place) {
    return fails_on("pread64", fd) ? -1 : NEXT(pread64)(fd, bytes, size, place);
}
int fstat(int fd, struct stat *answer) { return strcmp("fstat", wanted) == 0 && fails("fstat") ? -1 : NEXT(fstat)(fd, answer); }
int fstat64(int fd, struct stat64 *answer) { return strcmp("fstat64", wanted) == 0 && fails("fstat64") ? -1 : NEXT(fstat64)(fd, answer); }
int stat(const char *path, struct stat *answer) { return fails("stat") ? -1 : NEXT(stat)(path, answer); }
int stat64(const char *path, struct stat64 *answer) { return fails("stat64") ? -1 : NEXT(stat64)(path, answer); }
int access(const char *path, int mode) { return fails("access") ? -1 : NEXT(access)(path, mode); }
int mkdir(const char *path, mode_t mode) { return fails("mkdir") ? -1 : NEXT(mkdir)(path, mode); }
int rename(const char *path, const char *other) { return fails("rename") ? -1 : NEXT(rename)(path, other); }
int unlink(const char *path) { return fails("unlink") ? -1 : NEXT(unlink)(path); }
int statvfs(const char *path, struct statvfs *answer) { return fails("statvfs") ? -1 : NEXT(statvfs)(path, answer); }
void *mmap64(void *place, size_t size, int rights, int flags, int fd, off64_t offset) {
    return fd >= 0 && fails_on("mmap64", fd) ? MAP_FAILED : NEXT(mmap64)(place, size, rights, flags, fd, offset);
}
int fdatasync(int fd) {
    synchronises();
    return fails_on("fdatasync", fd) ? -1 : NEXT(fdatasync)(fd);
}
int fsync(int fd) {
    synchronises();
    return fails_on("fsync", fd) ? -1 : NEXT(fsync)(fd);
}
int ftruncate64(int fd, off64_t size) { return fails_on("ftruncate64", fd) ? -1 : NEXT(ftruncate64)(fd, size); }
int open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    int mode = va_arg(list, int);
    va_end(list);
    return fails("open64") ? -1 : NEXT(open64)(path, flags, mode);
}
int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    int mode = va_arg(list, int);
    va_end(list);
    return fails("open") ? -1 : NEXT(open)(path, flags, mode);
}
