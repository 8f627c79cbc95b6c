// Prints every reading of every sensor at once, from the ring that holdfastd shares. Loss is reported on standard error.
//
//     cc -O2 -o ring ring.c && ./ring /run/holdfast/control.sock [COUNT]
#define _GNU_SOURCE
#include <err.h>
#include <holdfast-ring.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **arguments) {
    if (count < 2) errx(64, "usage: ring SOCKET [COUNT]");
    long left = count > 2 ? atol(arguments[2]) : -1;
    int station = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", arguments[1]);
    static const char call[] = "{\"method\":\"org.holdfast.station1.OpenRing\",\"more\":true}";
    if (connect(station, (struct sockaddr *)&address, sizeof address) || send(station, call, sizeof call, 0) != sizeof call)
        err(1, "%s", arguments[1]);

    // The reply lists the sensors; the descriptors come with its first byte: the memory, then the bell.
    static char reply[1 << 16], control[CMSG_SPACE(2 * sizeof(int))];
    struct iovec part = {reply, sizeof reply - 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(station, &message, 0) <= 0) err(1, "%s", arguments[1]);
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    if (rights == NULL || rights->cmsg_type != SCM_RIGHTS) errx(1, "no ring: %s", reply);
    int passed[2];
    memcpy(passed, CMSG_DATA(rights), sizeof passed);
    fprintf(stderr, "%s\n", reply);

    size_t size = (size_t)lseek(passed[0], 0, SEEK_END);
    void *ring = mmap(NULL, size, PROT_READ, MAP_SHARED, passed[0], 0);
    if (ring == MAP_FAILED) err(1, "mmap");
    if (!holdfast_ring_fits(ring, size)) errx(1, "another version of the ring");

    uint64_t position = holdfast_ring_next(ring);
    struct pollfd waits[2] = {{.fd = passed[1], .events = POLLIN}, {.fd = station, .events = POLLIN}};
    while (left != 0 && poll(waits, 2, -1) > 0) {
        // Further replies have the sensors again when they have changed.
        for (int i = 0; i < 2; i++)
            if (waits[i].revents && recv(waits[i].fd, reply, sizeof reply, 0) <= 0) errx(1, "the station has closed the ring");
        struct holdfast_reading reading;
        for (enum holdfast_ring_result result; left != 0; position++, left--) {
            while ((result = holdfast_ring_read(ring, position, &reading)) == HOLDFAST_RING_LOST) {
                uint64_t oldest = holdfast_ring_oldest(ring);
                fprintf(stderr, "%llu readings lost\n", (unsigned long long)(oldest - position));
                position = oldest;
            }
            if (result == HOLDFAST_RING_EMPTY) break;
            printf("%u %llu %.6f %.4f\n", reading.sensor, (unsigned long long)reading.index, (double)reading.time_ns / 1e9, reading.force);
        }
    }
}
