// Counts what a real-time thread must not do: allocate, free, lock. Test-only: it replaces malloc and its kin in the test
// program and forwards to glibc. Counting is by thread name, so that the threads under test need not know of it.
#ifndef REAL_TIME_PROBE_H
#define REAL_TIME_PROBE_H

#include <stdbool.h>
#include <stdint.h>

// Whether the probe is compiled in: not under sanitizers, which replace malloc themselves.
bool probe_is_active(void);
// A slot that counts for threads of this name (at most 15 characters), of no other test; -1 after the eighth.
int probe_watch(const char *thread_name);
// Begins to count, or ends it.
void probe_arm(int slot, bool on);
// Allocations and frees, and locks, seen on threads of that slot while it was armed.
uint64_t probe_allocations(int slot);
uint64_t probe_locks(int slot);
// Counts for the calling thread only, whatever its name.
uint64_t probe_own_allocations(void);

#endif
