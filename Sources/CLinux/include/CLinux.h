// The GNU and kernel calls that the Glibc module does not export, each as thin as possible: the return value is the call's own,
// −1 with errno set.
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct clinux_event {
    uint64_t token;
    uint32_t events;
};

int clinux_epoll_create(void);
// Operation: 1 add, 2 remove, 3 change.
int clinux_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token);
// At most 64 events; time-out in nanoseconds, negative for ever.
int clinux_epoll_wait(int epoll, struct clinux_event *events, int count, int64_t timeout);

int clinux_eventfd(void);
int clinux_timerfd(void);
// First expiry on CLOCK_MONOTONIC in nanoseconds (0 disarms) and the interval after it.
int clinux_timerfd_set(int descriptor, int64_t first, int64_t interval);
// Blocks the signals in this thread and in those it will make, and returns a descriptor from which they are read.
int clinux_signalfd(const int *signals, int count);
// The number of the next signal, 0 when there is none.
int clinux_signalfd_read(int descriptor);

int clinux_accept(int listener);
int clinux_memfd(const char *name, size_t size);
// Seals against shrinking, growing, future writes and further sealing.
int clinux_memfd_seal(int descriptor);

int clinux_set_thread_name(const char *name);
// SCHED_FIFO for the calling thread, reset on fork.
int clinux_set_fifo(int priority);
// Of the calling thread only.
int clinux_set_niceness(int niceness);
int clinux_set_timer_slack(unsigned long nanoseconds);
// Blocks of this size and above are returned to the kernel when they are freed. 1, or 0 if the C library does not accept it.
int clinux_set_large_block(size_t bytes);
// Pages of freed memory go back to the kernel, of all heaps.
void clinux_return_free_pages(void);
// Pages of this memory stay in memory once they are used.
int clinux_lock(const void *memory, size_t bytes);
// The same for the code and the constants of the program and its libraries. 0 when all of it is locked.
int clinux_lock_program(void);

// Raw mode, 8N1, any rate; RTS/CTS when flow is not 0; HUPCL off.
int clinux_serial_configure(int descriptor, uint32_t baud, int flow);
// Whether other programs may open the node meanwhile; outlives the descriptor if another program has the node open too.
int clinux_serial_exclusive(int descriptor, int on);
int clinux_serial_is_exclusive(int descriptor);
// Whether it is the side of a pseudo-terminal that programs open.
int clinux_serial_is_pseudo(int descriptor);
int clinux_serial_low_latency(int descriptor);

// The report descriptor of a hidraw node; its length, at most `capacity`.
ssize_t clinux_hid_descriptor(int descriptor, void *bytes, size_t capacity);

int clinux_terminal_size(int descriptor, uint16_t *rows, uint16_t *columns);

// A new pseudo-terminal master, unlocked, and the path of its other side.
int clinux_pty_open(char *path, size_t capacity);

struct clinux_credentials {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};
int clinux_peer_credentials(int socket, struct clinux_credentials *out);
enum { CLINUX_PASSED = 4 };
// At most CLINUX_PASSED descriptors, with the first of the bytes.
ssize_t clinux_send_descriptors(int socket, const void *bytes, size_t count, const int *descriptors, int number);
// A pair of sockets; the first is rung, which never blocks and is lost when many rings wait already.
int clinux_bell(int ends[2]);
void clinux_ring(int end);
// Puts a descriptor in the place of `number`, in one step.
int clinux_put(int descriptor, int number);
// −1 in place of each when not so many came with the bytes.
ssize_t clinux_receive_descriptors(int socket, void *bytes, size_t count, int *descriptors, int number);

#endif
