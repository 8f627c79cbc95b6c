#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

int clinux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int clinux_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

int clinux_epoll_wait(int epoll, struct clinux_event *events, int count, int64_t timeout) {
    struct epoll_event found[64];
    struct timespec limit = {.tv_sec = timeout / 1000000000, .tv_nsec = timeout % 1000000000};
    int n = epoll_pwait2(epoll, found, count < 64 ? count : 64, timeout < 0 ? NULL : &limit, NULL);
    for (int i = 0; i < n; i++) {
        events[i].token = found[i].data.u64;
        events[i].events = found[i].events;
    }
    return n;
}

int clinux_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int clinux_timerfd(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); }

int clinux_timerfd_set(int descriptor, int64_t first, int64_t interval) {
    struct itimerspec when = {
        .it_value = {.tv_sec = first / 1000000000, .tv_nsec = first % 1000000000},
        .it_interval = {.tv_sec = interval / 1000000000, .tv_nsec = interval % 1000000000},
    };
    return timerfd_settime(descriptor, TFD_TIMER_ABSTIME, &when, NULL);
}

int clinux_signalfd(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int clinux_signalfd_read(int descriptor) {
    struct signalfd_siginfo info;
    ssize_t n = read(descriptor, &info, sizeof info);
    return n == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

int clinux_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

int clinux_memfd(const char *name, size_t size) {
    int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor >= 0 && ftruncate(descriptor, (off_t)size) != 0) {
        int error = errno;
        close(descriptor);
        errno = error;
        return -1;
    }
    return descriptor;
}

int clinux_memfd_seal(int descriptor) {
    return fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL);
}

int clinux_set_thread_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

int clinux_set_fifo(int priority) {
    struct sched_param parameters = {.sched_priority = priority};
    return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters);
}

int clinux_set_niceness(int niceness) { return setpriority(PRIO_PROCESS, 0, niceness); }

int clinux_set_timer_slack(unsigned long nanoseconds) { return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0); }

int clinux_set_large_block(size_t bytes) { return mallopt(M_MMAP_THRESHOLD, (int)bytes); }

void clinux_return_free_pages(void) { malloc_trim(0); }

int clinux_lock(const void *memory, size_t bytes) { return mlock2(memory, bytes, MLOCK_ONFAULT); }

static int lock_object(struct dl_phdr_info *object, size_t size, void *result) {
    (void)size;
    for (int place = 0; place < object->dlpi_phnum; place++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[place];
        // What is written is not read from the disk again.
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        if (clinux_lock((const void *)(object->dlpi_addr + segment->p_vaddr), segment->p_memsz) != 0) *(int *)result = -1;
    }
    return 0;
}

int clinux_lock_program(void) {
    int result = 0;
    dl_iterate_phdr(lock_object, &result);
    return result;
}

int clinux_terminal_size(int descriptor, uint16_t *rows, uint16_t *columns) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

int clinux_peer_credentials(int socket, struct clinux_credentials *out) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return -1;
    out->pid = credentials.pid;
    out->uid = credentials.uid;
    out->gid = credentials.gid;
    return 0;
}

ssize_t clinux_send_descriptors(int socket, const void *bytes, size_t count, const int *descriptors, int number) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    union {
        char room[CMSG_SPACE(CLINUX_PASSED * sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    if (number < 1 || number > CLINUX_PASSED) {
        errno = EINVAL;
        return -1;
    }
    size_t size = (size_t)number * sizeof(int);
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = CMSG_SPACE(size)};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(head), descriptors, size);
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

int clinux_bell(int ends[2]) {
    int size = 1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    return 0;
}

void clinux_ring(int end) {
    // The flag of the call, not of the descriptor: a descriptor's flags belong to all that hold it.
    if (send(end, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) return;
}

int clinux_put(int descriptor, int number) { return dup3(descriptor, number, O_CLOEXEC) < 0 ? -1 : 0; }

ssize_t clinux_receive_descriptors(int socket, void *bytes, size_t count, int *descriptors, int number) {
    struct iovec part = {.iov_base = bytes, .iov_len = count};
    union {
        char room[CMSG_SPACE(CLINUX_PASSED * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    for (int i = 0; i < number; i++) descriptors[i] = -1;
    ssize_t n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (n < 0) return n;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head != NULL; head = CMSG_NXTHDR(&message, head))
        if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS
            && head->cmsg_len == CMSG_LEN((size_t)number * sizeof(int)))
            memcpy(descriptors, CMSG_DATA(head), (size_t)number * sizeof(int));
    return n;
}

int clinux_pty_open(char *path, size_t capacity) {
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return -1;
    int error = 0;
    if (grantpt(descriptor) != 0 || unlockpt(descriptor) != 0) error = errno;
    else error = ptsname_r(descriptor, path, capacity);
    if (error == 0) return descriptor;
    close(descriptor);
    errno = error;
    return -1;
}
