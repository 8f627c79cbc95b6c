// Prints every reading of every sensor at once, from the ring that holdfastd shares. Loss is reported on standard error.
//
//     cc -O2 -o ring ring.c && ./ring /run/holdfast/control.sock [COUNT]
#define _GNU_SOURCE
#include <holdfast-ring.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int fail(const char *what) {
    perror(what);
    return 1;
}

int main(int count, char **arguments) {
    if (count < 2) return fprintf(stderr, "usage: ring SOCKET [COUNT]\n"), 64;
    long left = count > 2 ? atol(arguments[2]) : -1;
    int station = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", arguments[1]);
    if (connect(station, (struct sockaddr *)&address, sizeof address)) return fail(arguments[1]);
    static const char call[] = "{\"method\":\"org.holdfast.station1.OpenRing\",\"more\":true}";
    if (send(station, call, sizeof call, 0) != sizeof call) return fail("send");

    // The reply lists the sensors; the descriptors come with its first byte: the memory, then the bell.
    static char reply[1 << 16];
    char control[CMSG_SPACE(2 * sizeof(int))];
    struct iovec part = {reply, sizeof reply - 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(station, &message, 0) <= 0) return fail("recvmsg");
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    if (rights == NULL || rights->cmsg_type != SCM_RIGHTS) return fprintf(stderr, "no ring: %s\n", reply), 1;
    int passed[2];
    memcpy(passed, CMSG_DATA(rights), sizeof passed);
    fprintf(stderr, "%s\n", reply);

    struct stat file;
    if (fstat(passed[0], &file)) return fail("fstat");
    void *ring = mmap(NULL, (size_t)file.st_size, PROT_READ, MAP_SHARED, passed[0], 0);
    if (ring == MAP_FAILED) return fail("mmap");
    if (!holdfast_ring_fits(ring, (size_t)file.st_size)) return fprintf(stderr, "another version of the ring\n"), 1;

    uint64_t position = holdfast_ring_next(ring);
    struct pollfd waits[2] = {{.fd = passed[1], .events = POLLIN}, {.fd = station, .events = POLLIN}};
    while (left != 0 && poll(waits, 2, -1) > 0) {
        // Further replies have the sensors again when they have changed.
        if (waits[1].revents && recv(station, reply, sizeof reply, 0) <= 0) break;
        char rings[256];
        while (recv(passed[1], rings, sizeof rings, MSG_DONTWAIT) == sizeof rings) continue;
        struct holdfast_reading reading;
        enum holdfast_ring_result result;
        while (left != 0 && (result = holdfast_ring_read(ring, position, &reading)) != HOLDFAST_RING_EMPTY) {
            if (result == HOLDFAST_RING_LOST) {
                uint64_t oldest = holdfast_ring_oldest(ring);
                fprintf(stderr, "%llu readings lost\n", (unsigned long long)(oldest - position));
                position = oldest;
                continue;
            }
            position++, left--;
            printf("%u %llu %.6f %.4f\n", reading.sensor, (unsigned long long)reading.index, (double)reading.time_ns / 1e9,
                reading.force);
        }
    }
    return left > 0 ? fprintf(stderr, "the station has closed the ring\n"), 1 : 0;
}
