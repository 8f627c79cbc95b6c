/* The host has slept for as many seconds as the size of the file $HOLDFAST_ASLEEP: CLOCK_BOOTTIME has gone on, and CLOCK_MONOTONIC has not. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *moment) {
    static int (*next)(clockid_t, struct timespec *);
    if (next == NULL) next = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int code = next(clock, moment);
    struct stat information;
    const char *path = clock == CLOCK_BOOTTIME ? getenv("HOLDFAST_ASLEEP") : NULL;
    if (code == 0 && path != NULL && stat(path, &information) == 0) moment->tv_sec += information.st_size;
    return code;
}
