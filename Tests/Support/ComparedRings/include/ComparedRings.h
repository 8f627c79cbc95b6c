// What Holdfast's ring is measured by: the same design in C, and boost's spsc_queue. Each function passes `count` elements of the
// size of a Frame through a ring and returns nanoseconds per element; NaN where the ring is not there or an element was lost.
#ifndef COMPARED_RINGS_H
#define COMPARED_RINGS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    COMPARED_RINGS_CAPACITY = 1024,
    COMPARED_RINGS_ELEMENT = 96
};

/// One thread, which puts in `burst` elements and takes them out again, as `acquire` does.
double compared_rings_alone_in_c(size_t count, size_t burst);
double compared_rings_alone_in_boost(size_t count, size_t burst);

/// Two threads, which yield while the ring is full or empty.
double compared_rings_between_in_c(size_t count);
double compared_rings_between_in_boost(size_t count);

#ifdef __cplusplus
}
#endif

#endif
