#define _GNU_SOURCE
#include "RealTimeProbe.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SLOTS 8

static char names[SLOTS][16];
static _Atomic int used;
// Whether anything counts at all; tests run at the same time, and each arms its own slot.
static _Atomic int armed;
static _Atomic bool counting[SLOTS];
static _Atomic uint64_t allocations[SLOTS];
static _Atomic uint64_t locks[SLOTS];
static __thread int slot_of_thread = -1;
static __thread uint64_t own;

// A thread may do things before it has its name, so only a slot that was found is remembered.
static int slot(void) {
    if (slot_of_thread < 0) {
        char name[16] = {0};
        prctl(PR_GET_NAME, name, 0, 0, 0);
        for (int i = 0; i < SLOTS; i++)
            if (names[i][0] != 0 && strcmp(names[i], name) == 0) slot_of_thread = i;
    }
    return slot_of_thread;
}

static void count(_Atomic uint64_t *counters) {
    if (atomic_load_explicit(&armed, memory_order_relaxed) == 0) return;
    int s = slot();
    if (s >= 0 && atomic_load_explicit(&counting[s], memory_order_relaxed))
        atomic_fetch_add_explicit(&counters[s], 1, memory_order_relaxed);
}

int probe_watch(const char *thread_name) {
    int s = atomic_fetch_add(&used, 1);
    if (s >= SLOTS) return -1;
    strncpy(names[s], thread_name, 15);
    return s;
}

void probe_arm(int s, bool on) {
    if (s < 0 || s >= SLOTS || atomic_exchange(&counting[s], on) == on) return;
    atomic_fetch_add(&armed, on ? 1 : -1);
}
uint64_t probe_allocations(int s) { return s < 0 || s >= SLOTS ? 0 : atomic_load(&allocations[s]); }
uint64_t probe_locks(int s) { return s < 0 || s >= SLOTS ? 0 : atomic_load(&locks[s]); }
uint64_t probe_own_allocations(void) { return own; }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PROBE_OFF 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PROBE_OFF 1
#endif
#endif

#ifdef PROBE_OFF

bool probe_is_active(void) { return false; }

#else

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

bool probe_is_active(void) { return true; }

void *malloc(size_t n) { own++; count(allocations); return __libc_malloc(n); }
void *calloc(size_t n, size_t m) { own++; count(allocations); return __libc_calloc(n, m); }
void *realloc(void *p, size_t n) { own++; count(allocations); return __libc_realloc(p, n); }
void *memalign(size_t a, size_t n) { own++; count(allocations); return __libc_memalign(a, n); }
void *aligned_alloc(size_t a, size_t n) { own++; count(allocations); return __libc_memalign(a, n); }
int posix_memalign(void **out, size_t a, size_t n) {
    own++;
    count(allocations);
    *out = __libc_memalign(a, n);
    return *out == NULL ? 12 : 0;
}
void free(void *p) { if (p != NULL) count(allocations); __libc_free(p); }

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    static int (*_Atomic next)(pthread_mutex_t *);
    int (*call)(pthread_mutex_t *) = atomic_load_explicit(&next, memory_order_relaxed);
    if (call == NULL) {
        call = (int (*)(pthread_mutex_t *))dlsym(RTLD_NEXT, "pthread_mutex_lock");
        atomic_store_explicit(&next, call, memory_order_relaxed);
    }
    count(locks);
    return call(mutex);
}

// Swift's Mutex makes its futex calls through syscall(2).
long syscall(long number, ...) {
    static long (*_Atomic next)(long, ...);
    long (*call)(long, ...) = atomic_load_explicit(&next, memory_order_relaxed);
    if (call == NULL) {
        call = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
        atomic_store_explicit(&next, call, memory_order_relaxed);
    }
    if (number == SYS_futex) count(locks);
    va_list list;
    va_start(list, number);
    long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long);
    long d = va_arg(list, long), e = va_arg(list, long), f = va_arg(list, long);
    va_end(list);
    return call(number, a, b, c, d, e, f);
}

#endif
