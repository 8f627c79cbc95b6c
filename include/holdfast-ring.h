/* The ring in which holdfastd publishes every reading, as other programs map it.
 *
 * OpenRing of org.holdfast.station1 (on control.sock) passes two file descriptors: the memory, which can be mapped for reading and
 * never be written or resized by a client, and a bell, which is a socket that becomes readable after new readings. The daemon
 * overwrites the oldest reading and waits for nobody. A reader that falls behind learns from holdfast_ring_read that readings are
 * lost, and goes on at holdfast_ring_oldest. examples/ring.c and examples/ring.py are whole programs.
 *
 *   map the memory; position = holdfast_ring_next(ring)
 *   poll the bell; read it empty; read positions until HOLDFAST_RING_EMPTY; poll again
 *
 * When the connection of the call closes, the daemon writes this ring no more and rings this bell no more: open it again.
 * Numbers are in the byte order of the host. C11 or C++, GCC or Clang.
 */
#ifndef HOLDFAST_RING_H
#define HOLDFAST_RING_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HOLDFAST_RING_MAGIC UINT64_C(0x3174736166646C48) /* "Hldfast1" */
#define HOLDFAST_RING_VERSION UINT64_C(1)
#define HOLDFAST_RING_HEADER 4096 /* bytes before the first slot */
#define HOLDFAST_RING_WORDS 16    /* 64-bit words in a slot */
#define HOLDFAST_RING_SLOTS 3     /* the word with the number of slots, a power of two */
#define HOLDFAST_RING_INTENT 8    /* the word with the number of readings that were begun */
#define HOLDFAST_RING_COMMIT 16   /* the word with the number of readings that are complete */

/* Bits of `flags`. */
#define HOLDFAST_DISCONTINUITY 0x001u  /* samples are missing before this one, or the stream begins */
#define HOLDFAST_SATURATED 0x002u      /* the converter was at the end of its range */
#define HOLDFAST_NOT_A_NUMBER 0x004u   /* the device sent no number for a channel */
#define HOLDFAST_CLOCK_UNLOCKED 0x008u /* `time` is the arrival: the clock of the sensor is not known yet */
#define HOLDFAST_SPIKE 0x100u          /* an impossible sample, which is left out; `force` is NaN */

/* One sample of one sensor. Numbers that are not known are NaN. */
struct holdfast_reading {
    uint16_t sensor;           /* its number in the list of OpenRing */
    uint8_t phase;             /* 0 settling, 1 rest, 2 armed, 3 rising, 4 ramp, 5 holding, 6 hold, 7 release */
    uint8_t present;           /* bit n: channels[n] is a number */
    uint16_t flags;
    uint16_t calibration;      /* changes when the sensor is measured with another calibration */
    uint64_t index;            /* of the sample; a gap: samples were lost */
    int64_t time_ns;           /* when it was taken, CLOCK_MONOTONIC */
    int64_t arrival_ns;        /* when it was read */
    double force;              /* N, tared; an uncalibrated sensor: its own unit */
    double mean;               /* trailing 20 ms, N */
    double tare;               /* what was subtracted, N */
    double tremor;             /* trailing 1 s RMS of 4-14 Hz, N */
    double percent_of_maximum; /* of the athlete's maximum, net of the level of rest */
    float centre_x;            /* centre of pressure, m */
    float centre_y;
    float channels[8];         /* calibrated, not tared, N */
    uint64_t hold;             /* the hold under way, 0: none */
    uint64_t sequence;         /* readings of this sensor before this one */
};

enum holdfast_ring_result { HOLDFAST_RING_READ, HOLDFAST_RING_EMPTY, HOLDFAST_RING_LOST };

static inline uint64_t holdfast_ring_word(const void *ring, size_t word, int order) {
    return order ? __atomic_load_n((const uint64_t *)ring + word, __ATOMIC_ACQUIRE)
                 : __atomic_load_n((const uint64_t *)ring + word, __ATOMIC_RELAXED);
}

/* Whether `bytes` of mapped memory are a ring that this header describes. */
static inline int holdfast_ring_fits(const void *ring, size_t bytes) {
    if (bytes < HOLDFAST_RING_HEADER) return 0;
    uint64_t slots = holdfast_ring_word(ring, HOLDFAST_RING_SLOTS, 1);
    return holdfast_ring_word(ring, 0, 0) == HOLDFAST_RING_MAGIC && holdfast_ring_word(ring, 1, 0) == HOLDFAST_RING_VERSION
        && holdfast_ring_word(ring, 2, 0) == HOLDFAST_RING_WORDS && slots > 0 && (slots & (slots - 1)) == 0
        && (bytes - HOLDFAST_RING_HEADER) / (HOLDFAST_RING_WORDS * 8) >= slots;
}

/* The position that the next reading will get. */
static inline uint64_t holdfast_ring_next(const void *ring) { return holdfast_ring_word(ring, HOLDFAST_RING_COMMIT, 1); }

/* The oldest position from which a reader can go on: a sixteenth of the ring is left to the writer. */
static inline uint64_t holdfast_ring_oldest(const void *ring) {
    uint64_t slots = holdfast_ring_word(ring, HOLDFAST_RING_SLOTS, 0), depth = slots - slots / 16, next = holdfast_ring_next(ring);
    return next > depth ? next - depth : 0;
}

/* Copies the reading at a position. LOST: it was overwritten, and `out` is not valid. */
static inline enum holdfast_ring_result holdfast_ring_read(const void *ring, uint64_t position, struct holdfast_reading *out) {
    uint64_t slots = holdfast_ring_word(ring, HOLDFAST_RING_SLOTS, 0), next = holdfast_ring_next(ring), words[HOLDFAST_RING_WORDS];
    if (position >= next) return HOLDFAST_RING_EMPTY;
    if (next - position > slots) return HOLDFAST_RING_LOST;
    size_t first = HOLDFAST_RING_HEADER / 8 + (size_t)(position & (slots - 1)) * HOLDFAST_RING_WORDS;
    for (size_t i = 0; i < HOLDFAST_RING_WORDS; i++) words[i] = holdfast_ring_word(ring, first + i, 0);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    /* The writer announces a slot before it writes it. */
    if (holdfast_ring_word(ring, HOLDFAST_RING_INTENT, 0) - position > slots) return HOLDFAST_RING_LOST;
    memcpy(out, words, sizeof words);
    return HOLDFAST_RING_READ;
}

#endif
