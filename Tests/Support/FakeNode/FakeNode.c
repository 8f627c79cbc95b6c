// `ioctl` stands in front of that of the C library in the tests' own program.
#define _GNU_SOURCE
#include "FakeNode.h"

// HIDIOC… needs it.
#include <linux/ioctl.h>
#include <linux/hidraw.h>
#include <linux/serial.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { GET_SERIAL = 0x541E, SET_SERIAL = 0x541F };

static _Thread_local dev_t played;
static _Thread_local const uint8_t *descriptor;
static _Thread_local int count, flags;

void fakenode_begin(const char *path, const uint8_t *bytes, int length) {
    struct stat information;
    played = stat(path, &information) == 0 ? information.st_rdev : 0;
    descriptor = bytes;
    count = length;
    flags = -1;
}
void fakenode_end(void) { played = 0; }
int fakenode_flags(void) { return flags; }

static int is_played(int number) {
    struct stat information;
    return played != 0 && fstat(number, &information) == 0 && information.st_rdev == played;
}

int ioctl(int number, unsigned long request, ...) {
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    if (is_played(number)) {
        if (count == 0 && request == GET_SERIAL) {
            memset(argument, 0, sizeof(struct serial_struct));
            return 0;
        }
        if (count == 0 && request == SET_SERIAL) {
            flags = ((struct serial_struct *)argument)->flags;
            return 0;
        }
        if (count > 0 && request == HIDIOCGRDESCSIZE) {
            *(int *)argument = count;
            return 0;
        }
        if (count > 0 && request == HIDIOCGRDESC) {
            struct hidraw_report_descriptor *answer = argument;
            memcpy(answer->value, descriptor, (size_t)count);
            return 0;
        }
    }
    return (int)syscall(SYS_ioctl, number, request, argument);
}
