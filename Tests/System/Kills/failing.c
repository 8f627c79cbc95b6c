/* Lets one system call of the threads that write fail: HOLDFAST_FAIL=NAME:NUMBER:ERRNO, the NUMBER-th call of NAME; ERRNO 0 is a short write. */
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
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_int count;
static char wanted[32];
static int number, error;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("HOLDFAST_FAIL");
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

/* A file on a disk; what rings a bell does not fail. */
static int fails_on(const char *name, int fd) {
    struct stat information;
    return strcmp(name, wanted) == 0 && fstat(fd, &information) == 0 && S_ISREG(information.st_mode) && fails(name);
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
int fdatasync(int fd) { return fails_on("fdatasync", fd) ? -1 : NEXT(fdatasync)(fd); }
int fsync(int fd) { return fails_on("fsync", fd) ? -1 : NEXT(fsync)(fd); }
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
