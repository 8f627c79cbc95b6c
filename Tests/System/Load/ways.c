// How long a line takes from a pseudo-terminal to a client: through a bare relay, through the daemon's socket and its shared ring, through
// gpsd, through liblsl; and how long a thread takes to wake another.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <holdfast-ring.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "lines.h"

enum { MOST = 1 << 20 };

static double latencies[MOST];
static long came;

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

static void throughRelay(double seconds, const char *unused) {
    (void)unused;
    char bytes[4096];
    while (recv(relayEnds[1], bytes, sizeof bytes, MSG_DONTWAIT) > 0) continue;
    relaying = 1;
    for (int64_t end = now() + (int64_t)(seconds * 1e9); now() < end;) {
        ssize_t n = recv(relayEnds[1], bytes, sizeof bytes - 1, 0);
        int64_t at = now();
        bytes[n > 0 ? n : 0] = 0;
        for (char *line = bytes, *next; (next = strchr(line, '\n')); line = next + 1) note(BARE, strtod(line, NULL), at);
    }
    relaying = 0;
    answer(seconds);
}

static void throughMonitor(double seconds, const char *path) {
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
                note(DAEMON, strtod(place, &place), at);
            have -= (size_t)(zero + 1 - message);
            message = zero + 1;
        }
        memmove(bytes, message, have);
    }
    close(descriptor);
    answer(seconds);
}

static void throughRing(double seconds, const char *path) {
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
            if (reading.sensor == 0) note(DAEMON, reading.force, now());
    }
    munmap(ring, (size_t)size);
    close(passed[0]);
    close(passed[1]);
    close(descriptor);
    answer(seconds);
}

// gpsd passes each sentence on as it is, which is the least that it can do. It opens its port for its
// first client, and finds out what sends.
static void throughGpsd(double seconds, const char *port) {
    static const char watch[] = "?WATCH={\"enable\":true,\"nmea\":true};\n";
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address)) fail("gpsd");
    struct timeval patience = {10, 0};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (send(descriptor, watch, sizeof watch - 1, 0) != sizeof watch - 1) fail("send");
    feeding[GPSD] = 1;
    static char bytes[1 << 16];
    size_t have = 0;
    // It first finds out what sends, and takes what it has missed in one piece.
    for (int64_t begun = now() + 2000000000LL, end = begun + (int64_t)(seconds * 1e9); now() < end;) {
        ssize_t n = recv(descriptor, bytes + have, sizeof bytes - have, 0);
        if (n <= 0) fail("gpsd passes nothing on");
        int64_t at = now();
        have += (size_t)n;
        char *line = bytes, *next;
        while ((next = memchr(line, '\n', have))) {
            char *field = strncmp(line, "$GPGGA", 6) == 0 ? line : NULL;
            for (int comma = 0; field && comma < 9; comma++) {
                field = memchr(field, ',', (size_t)(next - field));
                field = field ? field + 1 : NULL;
            }
            if (field && at >= begun) note(GPSD, strtod(field, NULL) / 1000, at);
            have -= (size_t)(next + 1 - line);
            line = next + 1;
        }
        memmove(bytes, line, have);
    }
    feeding[GPSD] = 0;
    close(descriptor);
    answer(seconds);
}

// What is needed of lsl_c.h; 2 is a channel of doubles.
static struct {
    void *(*info)(const char *, const char *, int32_t, double, int32_t, const char *), *(*outlet)(void *, int32_t, int32_t),
        *(*inlet)(void *, int32_t, int32_t, int32_t);
    int32_t (*push)(void *, const double *), (*resolve)(void **, uint32_t, const char *, const char *, int32_t, double);
    double (*pull)(void *, double *, int32_t, double, int32_t *);
    void (*close)(void *);
} lsl;

static void loadLSL(const char *path) {
    void *library = dlopen(path, RTLD_NOW);
    if (!library) fail(dlerror());
    *(void **)&lsl.info = dlsym(library, "lsl_create_streaminfo");
    *(void **)&lsl.outlet = dlsym(library, "lsl_create_outlet");
    *(void **)&lsl.inlet = dlsym(library, "lsl_create_inlet");
    *(void **)&lsl.push = dlsym(library, "lsl_push_sample_d");
    *(void **)&lsl.resolve = dlsym(library, "lsl_resolve_byprop");
    *(void **)&lsl.pull = dlsym(library, "lsl_pull_sample_d");
    *(void **)&lsl.close = dlsym(library, "lsl_destroy_inlet");
}

int push(const char *library, const char *path) {
    loadLSL(library);
    void *outlet = lsl.outlet(lsl.info("lines", "force", 1, 0, 2, "holdfast-lines"), 0, 360);
    int descriptor = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    char bytes[4096];
    for (ssize_t n; (n = read(descriptor, bytes, sizeof bytes - 1)) > 0;) {
        bytes[n] = 0;
        for (char *line = bytes, *next; (next = strchr(line, '\n')); line = next + 1) {
            double value = strtod(line, NULL);
            lsl.push(outlet, &value);
        }
    }
    return 0;
}

static void throughLSL(double seconds, const char *library) {
    if (!lsl.pull) loadLSL(library);
    void *found = NULL;
    if (lsl.resolve(&found, 1, "source_id", "holdfast-lines", 1, 20) < 1) fail("no stream of liblsl");
    void *inlet = lsl.inlet(found, 360, 0, 1);
    double value;
    int32_t error = 0;
    feeding[LSL] = 1;
    // It connects with the first sample.
    if (lsl.pull(inlet, &value, 1, 20, &error) == 0 || error) fail("nothing comes through liblsl");
    for (int64_t end = now() + (int64_t)(seconds * 1e9); now() < end;) {
        if (lsl.pull(inlet, &value, 1, 10, &error) == 0 || error) fail("liblsl");
        note(LSL, value, now());
    }
    feeding[LSL] = 0;
    lsl.close(inlet);
    answer(seconds);
}

static int wakeEvent;
static _Atomic int64_t rung;
static _Atomic int isRinging;

static void *ring(void *unused) {
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    for (int64_t due = now(); isRinging; due += 1000000000 / rate) {
        struct timespec t = {due / 1000000000, due % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
        rung = now();
        eventfd_write(wakeEvent, 1);
    }
    return unused;
}

static void wake(double seconds, const char *unused) {
    (void)unused;
    wakeEvent = eventfd(0, EFD_CLOEXEC);
    isRinging = 1;
    pthread_t thread;
    pthread_create(&thread, NULL, ring, NULL);
    for (int64_t end = now() + (int64_t)(seconds * 1e9); now() < end;) {
        eventfd_t count;
        eventfd_read(wakeEvent, &count);
        if (came < MOST) latencies[came++] = (double)(now() - rung) / 1000;
    }
    isRinging = 0;
    pthread_join(thread, NULL);
    close(wakeEvent);
    answer(seconds);
}

int measure(const char *way, double seconds, const char *where) {
    static const struct {
        const char *name;
        void (*run)(double, const char *);
    } ways[] = {{"relay", throughRelay}, {"monitor", throughMonitor}, {"ring", throughRing},
                {"gpsd", throughGpsd},   {"lsl", throughLSL},         {"wake", wake}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (strcmp(ways[i].name, way) == 0) {
            ways[i].run(seconds, where);
            return 1;
        }
    return 0;
}
