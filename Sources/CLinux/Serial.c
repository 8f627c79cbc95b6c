// termios2 is in the kernel's headers, which cannot be combined with <termios.h>, so this code has a file of its own.
#include "CLinux.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/serial.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

extern int ioctl(int, unsigned long, ...);

int clinux_serial_configure(int descriptor, uint32_t baud, int flow) {
    struct termios2 settings;
    if (ioctl(descriptor, TCGETS2, &settings) != 0) return -1;
    settings.c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF | IXANY);
    settings.c_oflag &= ~OPOST;
    settings.c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    settings.c_cflag &= ~(CSIZE | PARENB | CSTOPB | CRTSCTS | HUPCL | CBAUD | (CBAUD << IBSHIFT));
    settings.c_cflag |= CS8 | CLOCAL | CREAD | BOTHER | (BOTHER << IBSHIFT) | (flow ? CRTSCTS : 0);
    settings.c_ispeed = baud;
    settings.c_ospeed = baud;
    // A read without data is EAGAIN. With VMIN 0 it would be 0, which is what a line that was hung up returns.
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    return ioctl(descriptor, TCSETS2, &settings);
}

int clinux_serial_exclusive(int descriptor, int on) { return ioctl(descriptor, on ? TIOCEXCL : TIOCNXCL, NULL); }

int clinux_serial_is_pseudo(int descriptor) {
    struct stat information;
    if (fstat(descriptor, &information) != 0) return 0;
    // UNIX98_PTY_SLAVE_MAJOR and the seven after it.
    return major(information.st_rdev) >= 136 && major(information.st_rdev) <= 143;
}

int clinux_serial_is_exclusive(int descriptor) {
    int exclusive = 0;
    return ioctl(descriptor, TIOCGEXCL, &exclusive) == 0 ? exclusive != 0 : -1;
}

int clinux_serial_low_latency(int descriptor) {
    struct serial_struct settings;
    if (ioctl(descriptor, TIOCGSERIAL, &settings) != 0) return -1;
    settings.flags |= ASYNC_LOW_LATENCY;
    return ioctl(descriptor, TIOCSSERIAL, &settings);
}
