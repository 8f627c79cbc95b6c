// The design of Holdfast's ring in C: one producer and one consumer, whose indices are in zones of their own; each end keeps a copy
// of the other's index. A full ring refuses and counts.
#ifndef RING_H
#define RING_H

#include "ComparedRings.h"

#include <stdbool.h>
#include <stdint.h>

struct element {
    uint64_t words[COMPARED_RINGS_ELEMENT / 8];
};

/* Two cache lines, because processors fetch them in pairs. */
#define ZONE __attribute__((aligned(128)))

struct ring {
    ZONE uint64_t tail;
    ZONE uint64_t head;
    ZONE uint64_t refused;
    ZONE struct element slots[COMPARED_RINGS_CAPACITY];
};

/* An end of a ring: its own index, and the last that it has seen of the other's. */
struct ring_producer {
    struct ring *ring;
    uint64_t tail, head;
};

struct ring_consumer {
    struct ring *ring;
    uint64_t head, tail;
};

static inline bool ring_push(struct ring_producer *end, const struct element *element) {
    const uint64_t mask = COMPARED_RINGS_CAPACITY - 1;
    if (end->tail - end->head > mask) {
        end->head = __atomic_load_n(&end->ring->head, __ATOMIC_ACQUIRE);
        if (end->tail - end->head > mask) {
            uint64_t *const refused = &end->ring->refused;
            __atomic_store_n(refused, __atomic_load_n(refused, __ATOMIC_RELAXED) + 1, __ATOMIC_RELAXED);
            return false;
        }
    }
    end->ring->slots[end->tail & mask] = *element;
    end->tail += 1;
    __atomic_store_n(&end->ring->tail, end->tail, __ATOMIC_RELEASE);
    return true;
}

static inline bool ring_pop(struct ring_consumer *end, struct element *element) {
    const uint64_t mask = COMPARED_RINGS_CAPACITY - 1;
    if (end->head == end->tail) {
        end->tail = __atomic_load_n(&end->ring->tail, __ATOMIC_ACQUIRE);
        if (end->head == end->tail) return false;
    }
    *element = end->ring->slots[end->head & mask];
    end->head += 1;
    __atomic_store_n(&end->ring->head, end->head, __ATOMIC_RELEASE);
    return true;
}

#endif
