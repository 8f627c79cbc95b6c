// Counts what a program has allocated and not given back, for whoever reads the file HOLDFAST_LIVE: bytes, then blocks, as 64-bit numbers.
// What the process has from the kernel says less: an allocator keeps what was given back, and takes more where that does not fit.
//
// To be loaded before the C library (LD_PRELOAD), whose own names for its functions are used here.
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);
void __libc_free(void *);

struct live {
    _Atomic int64_t bytes, blocks;
};
static struct live early, *live = &early;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("HOLDFAST_LIVE");
    int file = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644) : -1;
    if (file < 0 || ftruncate(file, sizeof early)) return;
    struct live *shared = mmap(NULL, sizeof early, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (shared == MAP_FAILED) return;
    // There is one thread so far.
    shared->bytes = early.bytes;
    shared->blocks = early.blocks;
    live = shared;
}

static void *taken(void *block) {
    if (block) {
        atomic_fetch_add_explicit(&live->bytes, malloc_usable_size(block), memory_order_relaxed);
        atomic_fetch_add_explicit(&live->blocks, 1, memory_order_relaxed);
    }
    return block;
}
static void returned(size_t size) {
    atomic_fetch_sub_explicit(&live->bytes, size, memory_order_relaxed);
    atomic_fetch_sub_explicit(&live->blocks, 1, memory_order_relaxed);
}

void *malloc(size_t size) { return taken(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return taken(__libc_calloc(count, size)); }
void free(void *block) {
    if (!block) return;
    returned(malloc_usable_size(block));
    __libc_free(block);
}
void *realloc(void *block, size_t size) {
    size_t before = block ? malloc_usable_size(block) : 0;
    void *grown = __libc_realloc(block, size);
    // Without room it stays as it was; of no size at all it is gone.
    if (block && (grown || !size)) returned(before);
    return taken(grown);
}
void *memalign(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void **block, size_t alignment, size_t size) {
    void *found = memalign(alignment, size);
    if (!found) return ENOMEM;
    *block = found;
    return 0;
}
