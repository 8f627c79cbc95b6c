// Feeds pseudo-terminals with lines at an even rate, reads a second set of them as barely as a program can, and measures how long a
// line takes to a client (ways.c). See lines.py.
//
// usage: lines SENSORS RATE holds|count|both|wide     both: the first sensor counts, the others hold; wide: eight channels of a hold
//        lines push LIBRARY PATH                      gives the lines of a pseudo-terminal to liblsl
//
// It prints the path of each pseudo-terminal for the daemon, and then obeys a command a line: start; cpu; dropped; path SET; WAY SECONDS [WHERE],
// which is answered as ways.c says.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "lines.h"

// Wide lines come in blocks, as USB brings them each millisecond.
enum { LIMIT = 64, HOLD_SECONDS = 12, CHANNELS = 8, BLOCK = 10 };

int rate, relayEnds[2];
_Atomic int feeding[SETS] = {[DAEMON] = 1, [BARE] = 1}, relaying;
_Atomic int64_t sent[SETS][KEPT];
// The last two sets have one pseudo-terminal.
static int sensors, masters[SETS][LIMIT], slaves[SETS][LIMIT];
static int firstHeld; // The first sensor with an athlete; those before it count.
static int isWide;
static pthread_t reader;
// Lines for the daemon that found no room: a reader that waits too long loses them.
static _Atomic long dropped;

int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

void fail(const char *what) {
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

static void sleepUntil(int64_t moment) {
    struct timespec t = {moment / 1000000000, moment % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

// A position whose altitude is the number of the line.
static int sentence(char *line, size_t room, long number) {
    int length = snprintf(line, room, "$GPGGA,120000.00,4717.1140,N,00833.9150,E,1,08,1.01,%ld.0,M,48.0,M,,", number);
    unsigned char sum = 0;
    for (int i = 1; i < length; i++) sum ^= (unsigned char)line[i];
    return length + snprintf(line + length, room - (size_t)length, "*%02X\r\n", sum);
}

// What was not taken of the last block.
static struct rest {
    int count;
    char bytes[2048];
} rests[SETS][LIMIT];

// Writes a block, after what is left of the one before; as long as that finds no room, the lines are dropped.
static void give(int set, int sensor, const char *block, int length, int lines) {
    struct rest *rest = &rests[set][sensor];
    if (rest->count > 0) {
        ssize_t written = write(masters[set][sensor], rest->bytes, (size_t)rest->count);
        if (written > 0) memmove(rest->bytes, rest->bytes + written, (size_t)(rest->count -= (int)written));
    }
    ssize_t written = rest->count > 0 ? -1 : write(masters[set][sensor], block, (size_t)length);
    if (written < 0 && errno != EAGAIN) fail("write");
    if (written <= 0 && set == DAEMON) dropped += lines;
    if (written > 0) memcpy(rest->bytes, block + written, (size_t)(rest->count = length - (int)written));
}

static int wide(char *block, size_t room, int sensor, long n) {
    int length = 0;
    for (int line = 0; line < BLOCK; line++) {
        double force = held(sensor, n * BLOCK + line) / CHANNELS;
        for (int channel = 0; channel < CHANNELS; channel++)
            length += snprintf(block + length, room - (size_t)length, "%.3f%c", force + 0.01 * (double)((n * BLOCK + line) * (7919 + 2 * channel) >> 5 & 31), channel < CHANNELS - 1 ? ' ' : '\n');
    }
    return length;
}

// One line of one sensor at a time, evenly: the worst case, because no two come together. Lines that are only counted come to one set
// after the other: who is measured has the machine to itself.
static void *feed(void *unused) {
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    // An instrument has a processor of its own; this comes near to it. Who may not do it feeds as well as it can.
    struct sched_param priority = {.sched_priority = 10};
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
    int64_t begun = now();
    int lines = isWide ? BLOCK : 1;
    double period = 1e9 * lines / ((double)rate * sensors);
    int isApart = firstHeld == LIMIT;
    for (long step = 0;; step++) {
        int64_t due = begun + (int64_t)((double)step * period);
        int sensor = (int)(step % sensors);
        long n = step / sensors;
        for (int set = 0; set < SETS; set++) {
            if (set == 0 || isApart) sleepUntil(due + (int64_t)(set * period / SETS));
            if (!feeding[set] || (set > BARE && (sensor > 0 || !isApart))) continue;
            char block[2048];
            double value = sensor >= firstHeld ? held(sensor, n) : (double)(n % KEPT) / 1000;
            int length = set == GPSD ? sentence(block, sizeof block, n % KEPT)
                         : isWide    ? wide(block, sizeof block, sensor, n)
                                     : snprintf(block, sizeof block, "%.3f\n", value);
            if (sensor == 0) sent[set][n % KEPT] = now();
            give(set, sensor, block, length, lines);
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

int main(int count, char **arguments) {
    if (count != 4) return 64;
    if (strcmp(arguments[1], "push") == 0) return push(arguments[2], arguments[3]);
    sensors = atoi(arguments[1]);
    rate = atoi(arguments[2]);
    firstHeld = strcmp(arguments[3], "holds") == 0 ? 0 : strcmp(arguments[3], "both") == 0 ? 1 : LIMIT;
    isWide = strcmp(arguments[3], "wide") == 0;
    if (isWide) firstHeld = 0;
    if (sensors < 1 || sensors > LIMIT || rate < 1) return 64;
    for (int set = 0; set < SETS; set++)
        for (int i = 0; i < (set > BARE ? 1 : sensors); i++) masters[set][i] = openPair(&slaves[set][i]);
    for (int i = 0; i < sensors; i++) printf("%s\n", ptsname(masters[DAEMON][i]));
    fflush(stdout);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, relayEnds)) fail("socketpair");
    char text[256], command[32], where[160];
    double number;
    while (fgets(text, sizeof text, stdin)) {
        int parts = sscanf(text, "%31s %lf %159s", command, &number, where);
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
        } else if (parts == 1 && strcmp(command, "dropped") == 0) {
            printf("%ld\n", dropped);
        } else if (parts == 2 && strcmp(command, "path") == 0 && number >= 0 && number < SETS) {
            printf("%s\n", ptsname(masters[(int)number][0]));
        } else if (parts < 2 || !measure(command, number, parts == 3 ? where : "")) return 64;
        fflush(stdout);
    }
    return 0;
}
