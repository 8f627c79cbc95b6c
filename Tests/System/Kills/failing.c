/* Lets one system call of a thread that writes fail: HOLDFAST_FAIL=THREAD:NAME:NUMBER:ERRNO, the NUMBER-th call of NAME by THREAD; ERRNO 0 is a
   short write. HOLDFAST_SLOW=MILLISECONDS: the disk takes so long to synchronise.
   SQLite calls the functions for large files (open64), the daemon the plain ones: both have the name of the system call. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
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

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_int count;
static char who[16], wanted[32];
static int number, error;
static long slow;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("HOLDFAST_FAIL"), *wait = getenv("HOLDFAST_SLOW");
    if (wait != NULL) slow = atol(wait);
    if (text == NULL || sscanf(text, "%15[^:]:%31[^:]:%d:%d", who, wanted, &number, &error) != 4) wanted[0] = 0;
}

static int is_thread(const char *name) {
    char thread[16] = "";
    prctl(PR_GET_NAME, thread);
    return strcmp(thread, name) == 0;
}

/* 1 when this is the call; said on standard error, so that the test knows that it has come. */
static int fails(const char *name) {
    if (strcmp(name, wanted) != 0 || !is_thread(who) || atomic_fetch_add(&count, 1) + 1 != number) return 0;
    dprintf(2, "FAILED %s of %s\n", name, who);
    errno = error;
    return 1;
}

/* A file on a disk; what rings a bell does not fail, nor does the log. */
static int fails_on(const char *name, int fd) {
    struct stat information;
    return strcmp(name, wanted) == 0 && fd > 2 && NEXT(fstat)(fd, &information) == 0
        && (S_ISREG(information.st_mode) || S_ISDIR(information.st_mode)) && fails(name);
}

static void synchronises(void) {
    struct timespec wait = {.tv_sec = slow / 1000, .tv_nsec = slow % 1000 * 1000000};
    if (slow > 0 && (is_thread("hf-store") || is_thread("hf-record"))) nanosleep(&wait, NULL);
}

/* MARK: data */

ssize_t write(int fd, const void *bytes, size_t size) {
    if (fails_on("write", fd)) return error == 0 ? NEXT(write)(fd, bytes, size / 2) : -1;
    return NEXT(write)(fd, bytes, size);
}
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t place) {
    if (fails_on("pwrite", fd)) return error == 0 ? NEXT(pwrite64)(fd, bytes, size / 2, place) : -1;
    return NEXT(pwrite64)(fd, bytes, size, place);
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t place) { return pwrite64(fd, bytes, size, place); }
ssize_t read(int fd, void *bytes, size_t size) { return fails_on("read", fd) ? -1 : NEXT(read)(fd, bytes, size); }
ssize_t pread64(int fd, void *bytes, size_t size, off64_t place) {
    return fails_on("pread", fd) ? -1 : NEXT(pread64)(fd, bytes, size, place);
}
ssize_t pread(int fd, void *bytes, size_t size, off_t place) { return pread64(fd, bytes, size, place); }
void *mmap64(void *place, size_t size, int rights, int flags, int fd, off64_t offset) {
    return fd >= 0 && fails_on("mmap", fd) ? MAP_FAILED : NEXT(mmap64)(place, size, rights, flags, fd, offset);
}
int fdatasync(int fd) {
    synchronises();
    return fails_on("fdatasync", fd) ? -1 : NEXT(fdatasync)(fd);
}
int fsync(int fd) {
    synchronises();
    return fails_on("fsync", fd) ? -1 : NEXT(fsync)(fd);
}
int ftruncate64(int fd, off64_t size) { return fails_on("ftruncate", fd) ? -1 : NEXT(ftruncate64)(fd, size); }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
off_t lseek(int fd, off_t place, int from) { return fails_on("lseek", fd) ? -1 : NEXT(lseek)(fd, place, from); }
/* Closed all the same, as Linux does it. */
int close(int fd) {
    int failed = fails_on("close", fd), reason = errno, code = NEXT(close)(fd);
    if (failed) errno = reason;
    return failed ? -1 : code;
}
/* What SQLite locks its file with. */
int fcntl64(int fd, int command, ...) {
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    if ((command == F_SETLK || command == F_SETLKW) && fails_on("lock", fd)) return -1;
    return NEXT(fcntl64)(fd, command, argument);
}

/* MARK: names */

int open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    int mode = va_arg(list, int);
    va_end(list);
    return fails("open") ? -1 : NEXT(open64)(path, flags, mode);
}
int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    int mode = va_arg(list, int);
    va_end(list);
    return open64(path, flags, mode);
}
int fstat64(int fd, struct stat64 *answer) { return fails_on("fstat", fd) ? -1 : NEXT(fstat64)(fd, answer); }
int fstat(int fd, struct stat *answer) { return fails_on("fstat", fd) ? -1 : NEXT(fstat)(fd, answer); }
int stat64(const char *path, struct stat64 *answer) { return fails("stat") ? -1 : NEXT(stat64)(path, answer); }
int stat(const char *path, struct stat *answer) { return fails("stat") ? -1 : NEXT(stat)(path, answer); }
int lstat64(const char *path, struct stat64 *answer) { return fails("stat") ? -1 : NEXT(lstat64)(path, answer); }
int access(const char *path, int mode) { return fails("access") ? -1 : NEXT(access)(path, mode); }
int mkdir(const char *path, mode_t mode) { return fails("mkdir") ? -1 : NEXT(mkdir)(path, mode); }
int chmod(const char *path, mode_t mode) { return fails("chmod") ? -1 : NEXT(chmod)(path, mode); }
int fchown(int fd, uid_t user, gid_t group) { return fails_on("fchown", fd) ? -1 : NEXT(fchown)(fd, user, group); }
int rename(const char *path, const char *other) { return fails("rename") ? -1 : NEXT(rename)(path, other); }
int linkat(int from, const char *path, int to, const char *other, int flags) {
    return fails("link") ? -1 : NEXT(linkat)(from, path, to, other, flags);
}
int unlink(const char *path) { return fails("unlink") ? -1 : NEXT(unlink)(path); }
int statvfs(const char *path, struct statvfs *answer) { return fails("statvfs") ? -1 : NEXT(statvfs)(path, answer); }
DIR *opendir(const char *path) { return fails("opendir") ? NULL : NEXT(opendir)(path); }
struct dirent *readdir(DIR *directory) { return fails("readdir") ? NULL : NEXT(readdir)(directory); }
