#include "CLinux.h"

#include <linux/hidraw.h>
#include <string.h>
#include <sys/ioctl.h>

ssize_t clinux_hid_descriptor(int descriptor, void *bytes, size_t capacity) {
    int size = 0;
    if (ioctl(descriptor, HIDIOCGRDESCSIZE, &size) < 0) return -1;
    struct hidraw_report_descriptor report = {.size = (uint32_t)size};
    if (ioctl(descriptor, HIDIOCGRDESC, &report) < 0) return -1;
    size_t count = report.size < capacity ? report.size : capacity;
    memcpy(bytes, report.value, count);
    return (ssize_t)count;
}
