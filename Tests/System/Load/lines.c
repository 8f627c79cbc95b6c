// Feeds pseudo-terminals with lines at an even rate, reads a second set of them as barely as a program can, and measures how long a
// line takes to a client: of the bare reader, and of a daemon that reads the first set. See lines.py.
//
// usage: lines SENSORS RATE holds|count|both     both: the first sensor counts, the others hold
//
// It prints the path of each pseudo-terminal for the daemon, and then obeys a command a line: start; cpu; relay SECONDS;
// monitor SECONDS SOCKET; ring SECONDS SOCKET. A latency is answered as the median, the 99th percentile (microseconds) and how many
// lines came of how many.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <holdfast-ring.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 64, KEPT = 4096, HOLD_SECONDS = 12, MOST = 1 << 20 };

static int sensors, rate, masters[2][LIMIT], slaves[2][LIMIT], relayEnds[2];
static int firstHeld; // The first sensor with an athlete; those before it count.
static _Atomic int relaying;
static _Atomic int64_t sent[2][KEPT];
static pthread_t reader;
static double latencies[MOST];
static long came;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int openPair(int *slave) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0 || grantpt(master) || unlockpt(master)) fail("posix_openpt");
    *slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    struct termios t;
    if (*slave < 0 || tcgetattr(*slave, &t)) fail("open");
    cfmakeraw(&t);
    tcsetattr(*slave, TCSANOW, &t);
    return master;
}

// An athlete who holds for 6 s of every 12 s with a tremor of 9 Hz; each sensor a little later than the one before.
static double held(int sensor, long n) {
    double moment = fmod((double)n / rate - 0.2 * sensor + HOLD_SECONDS, HOLD_SECONDS);
    double noise = ((double)((n * 2654435761u + (unsigned)sensor * 40503u) >> 7 & 1023) / 512 - 1) * 0.4;
    if (moment < 4 || moment >= 10) return noise;
    return noise + 400 * (1 - exp((4 - moment) / 0.08)) + 6 * sin(2 * M_PI * 9 * moment);
}

// One line of one sensor at a time, evenly: the worst case, because no two come together.
static void *feed(void *unused) {
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    int64_t begun = now();
    for (long step = 0;; step++) {
        int64_t due = begun + (int64_t)((double)step * 1e9 / ((double)rate * sensors));
        struct timespec t = {due / 1000000000, due % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
        int sensor = (int)(step % sensors);
        long n = step / sensors;
        char line[32];
        int length = snprintf(line, sizeof line, "%.3f\n", sensor >= firstHeld ? held(sensor, n) : (double)(n % KEPT) / 1000);
        for (int set = 0; set < 2; set++) {
            if (sensor == 0) sent[set][n % KEPT] = now();
            if (write(masters[set][sensor], line, (size_t)length) < 0 && errno != EAGAIN) fail("write");
        }
    }
    return unused;
}

// The bare reader: waits and reads, and passes on the lines of the first sensor while somebody measures them.
static void *readBarely(void *unused) {
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < sensors; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)i};
        epoll_ctl(epoll, EPOLL_CTL_ADD, slaves[1][i], &event);
    }
    for (;;) {
        struct epoll_event events[LIMIT];
        int count = epoll_wait(epoll, events, LIMIT, -1);
        for (int i = 0; i < count; i++) {
            char bytes[4096];
            ssize_t n = read(slaves[1][events[i].data.u64], bytes, sizeof bytes);
            if (n > 0 && relaying && events[i].data.u64 == 0) send(relayEnds[0], bytes, (size_t)n, MSG_DONTWAIT);
        }
    }
    return unused;
}

static void note(int set, double value, int64_t at) {
    long n = lround(value * 1000);
    if (n < 0 || n >= KEPT || came >= MOST) return;
    latencies[came++] = (double)(at - sent[set][n]) / 1000;
}

static int byValue(const void *a, const void *b) { return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b); }

static void answer(double seconds) {
    qsort(latencies, (size_t)came, sizeof *latencies, byValue);
    printf("%.1f %.1f %ld %.0f\n", came ? latencies[came / 2] : 0, came ? latencies[came * 99 / 100] : 0, came, seconds * rate);
    came = 0;
}

static int connectTo(const char *path) {
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address)) fail(path);
    return descriptor;
}

static void relay(double seconds) {
    char bytes[4096];
    while (recv(relayEnds[1], bytes, sizeof bytes, MSG_DONTWAIT) > 0) continue;
    relaying = 1;
    for (int64_t end = now() + (int64_t)(seconds * 1e9); now() < end;) {
        ssize_t n = recv(relayEnds[1], bytes, sizeof bytes - 1, 0);
        int64_t at = now();
        bytes[n > 0 ? n : 0] = 0;
        for (char *line = bytes, *next; (next = strchr(line, '\n')); line = next + 1) note(1, strtod(line, NULL), at);
    }
    relaying = 0;
    answer(seconds);
}

static void monitor(double seconds, const char *path) {
    static const char call[] = "{\"method\":\"org.holdfast.station1.Monitor\",\"parameters\":{\"sensor\":\"s0\",\"signals\":"
                               "[\"force\"],\"intervalMs\":0},\"more\":true}";
    int descriptor = connectTo(path);
    if (send(descriptor, call, sizeof call, 0) != sizeof call) fail("send");
    static char bytes[1 << 20];
    size_t have = 0;
    for (int64_t end = now() + (int64_t)(seconds * 1e9); now() < end;) {
        ssize_t n = recv(descriptor, bytes + have, sizeof bytes - have, 0);
        if (n <= 0) fail("recv");
        int64_t at = now();
        have += (size_t)n;
        char *message = bytes, *zero;
        while ((zero = memchr(message, 0, have))) {
            char *place = strstr(message, "\"samples\":[");
            for (place = place ? place + 11 : NULL; place && *place != ']'; place += *place == ',')
                note(0, strtod(place, &place), at);
            have -= (size_t)(zero + 1 - message);
            message = zero + 1;
        }
        memmove(bytes, message, have);
    }
    close(descriptor);
    answer(seconds);
}

static void readRing(double seconds, const char *path) {
    static const char call[] = "{\"method\":\"org.holdfast.station1.OpenRing\",\"more\":true}";
    int descriptor = connectTo(path), passed[2];
    if (send(descriptor, call, sizeof call, 0) != sizeof call) fail("send");
    char reply[1 << 16], control[CMSG_SPACE(sizeof passed)];
    struct iovec part = {reply, sizeof reply};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(descriptor, &message, 0) <= 0 || CMSG_FIRSTHDR(&message) == NULL) fail("recvmsg");
    memcpy(passed, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof passed);
    off_t size = lseek(passed[0], 0, SEEK_END);
    void *ring = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, passed[0], 0);
    if (ring == MAP_FAILED || !holdfast_ring_fits(ring, (size_t)size)) fail("mmap");
    uint64_t position = holdfast_ring_next(ring);
    for (int64_t end = now() + (int64_t)(seconds * 1e9); now() < end;) {
        if (recv(passed[1], reply, sizeof reply, 0) <= 0) fail("the bell");
        struct holdfast_reading reading;
        for (; holdfast_ring_read(ring, position, &reading) == HOLDFAST_RING_READ; position++)
            if (reading.sensor == 0) note(0, reading.force, now());
    }
    munmap(ring, (size_t)size);
    close(passed[0]);
    close(passed[1]);
    close(descriptor);
    answer(seconds);
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    sensors = atoi(arguments[1]);
    rate = atoi(arguments[2]);
    firstHeld = strcmp(arguments[3], "holds") == 0 ? 0 : strcmp(arguments[3], "both") == 0 ? 1 : LIMIT;
    if (sensors < 1 || sensors > LIMIT || rate < 1) return 64;
    for (int set = 0; set < 2; set++)
        for (int i = 0; i < sensors; i++) {
            masters[set][i] = openPair(&slaves[set][i]);
            if (set == 0) printf("%s\n", ptsname(masters[0][i]));
        }
    fflush(stdout);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, relayEnds)) fail("socketpair");
    char command[32], path[108];
    double seconds;
    char text[256];
    while (fgets(text, sizeof text, stdin)) {
        int parts = sscanf(text, "%31s %lf %107s", command, &seconds, path);
        if (parts == 1 && strcmp(command, "start") == 0) {
            pthread_t feeder;
            pthread_create(&reader, NULL, readBarely, NULL);
            pthread_create(&feeder, NULL, feed, NULL);
            printf("ok\n");
        } else if (parts == 1 && strcmp(command, "cpu") == 0) {
            clockid_t clock;
            struct timespec t;
            pthread_getcpuclockid(reader, &clock);
            clock_gettime(clock, &t);
            printf("%.6f\n", (double)t.tv_sec + (double)t.tv_nsec / 1e9);
        } else if (parts == 2 && strcmp(command, "relay") == 0) relay(seconds);
        else if (parts == 3 && strcmp(command, "monitor") == 0) monitor(seconds, path);
        else if (parts == 3 && strcmp(command, "ring") == 0) readRing(seconds, path);
        else return 64;
        fflush(stdout);
    }
    return 0;
}
