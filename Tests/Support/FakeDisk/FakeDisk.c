// A layer (VFS) below SQLite; https://www.sqlite.org/vfs.html. It calls the one of the system.
#define _GNU_SOURCE
#include "FakeDisk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512 };

// What was done to a file and is not synchronised: bytes at an offset, or its length (`bytes` is NULL).
struct change {
    struct change *next;
    sqlite3_int64 offset;
    int length;
    unsigned char *bytes;
};

struct content {
    unsigned char *bytes;
    sqlite3_int64 size;
};

// A file as the disk has it, and the changes that it may lose.
struct record {
    struct record *next;
    char *name;
    struct content kept;
    int is_kept;
    struct change *changes;
};

struct fakedisk {
    struct fakedisk *next;
    char *folder;
    struct record *records;
    int calls, failing, cut;
    enum fakedisk_way way;
    char failed[64];
};

struct file {
    sqlite3_file base;
    fakedisk *disk;
    struct record *record;
    sqlite3_file *real;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static fakedisk *disks;
static sqlite3_vfs *real, shim;

static fakedisk *disk_of(const char *path) {
    if (path == NULL) return NULL;
    pthread_mutex_lock(&lock);
    fakedisk *disk = disks;
    while (disk != NULL && (strncmp(path, disk->folder, strlen(disk->folder)) != 0 || path[strlen(disk->folder)] != '/')) disk = disk->next;
    pthread_mutex_unlock(&lock);
    return disk;
}

// MARK: what a power cut leaves

static void resize(struct content *content, sqlite3_int64 size) {
    content->bytes = realloc(content->bytes, (size_t)size + 1);
    if (size > content->size) memset(content->bytes + content->size, 0, (size_t)(size - content->size));
    content->size = size;
}

static void apply(struct content *content, const struct change *change, sqlite3_int64 from, sqlite3_int64 to) {
    if (change->bytes == NULL) return resize(content, change->offset);
    if (change->offset + to > content->size) resize(content, change->offset + to);
    memcpy(content->bytes + change->offset + from, change->bytes + from, (size_t)(to - from));
}

static void forget_changes(struct record *record) {
    while (record->changes != NULL) {
        struct change *change = record->changes;
        record->changes = change->next;
        free(change->bytes);
        free(change);
    }
}

static void add(struct record *record, const void *bytes, int length, sqlite3_int64 offset) {
    struct change *change = malloc(sizeof *change), **last = &record->changes;
    *change = (struct change){.offset = offset, .length = length};
    if (bytes != NULL) change->bytes = memcpy(malloc((size_t)length + 1), bytes, (size_t)length);
    while (*last != NULL) last = &(*last)->next;
    *last = change;
}

static void synchronise(struct record *record) {
    for (struct change *change = record->changes; change != NULL; change = change->next) apply(&record->kept, change, 0, change->length);
    forget_changes(record);
    record->is_kept = 1;
}

static struct record *record_of(fakedisk *disk, const char *path) {
    const char *name = strrchr(path, '/') + 1;
    struct record *record = disk->records;
    while (record != NULL && strcmp(record->name, name) != 0) record = record->next;
    if (record != NULL) return record;
    record = calloc(1, sizeof *record);
    record->name = strdup(name);
    record->next = disk->records;
    disk->records = record;
    FILE *file = fopen(path, "r");
    if (file == NULL) return record;
    fseek(file, 0, SEEK_END);
    resize(&record->kept, ftell(file));
    rewind(file);
    record->is_kept = fread(record->kept.bytes, 1, (size_t)record->kept.size, file) == (size_t)record->kept.size;
    fclose(file);
    return record;
}

// xorshift64*
static int coin(uint64_t *state) {
    *state ^= *state >> 12, *state ^= *state << 25, *state ^= *state >> 27;
    return (int)(*state * 0x2545F4914F6CDD1DULL >> 63);
}

int fakedisk_leave(const fakedisk *disk, const char *folder, uint64_t seed) {
    uint64_t dice = seed * 2 + 1;
    for (const struct record *record = disk->records; record != NULL; record = record->next) {
        if (!record->is_kept && coin(&dice)) continue;
        struct content left = {0};
        resize(&left, record->kept.size);
        memcpy(left.bytes, record->kept.bytes, (size_t)record->kept.size);
        for (const struct change *change = record->changes; change != NULL; change = change->next) {
            if (change->bytes == NULL && coin(&dice)) apply(&left, change, 0, 0);
            for (int from = 0, to; from < change->length; from = to) {
                to = from + SECTOR - (int)((change->offset + from) % SECTOR);
                if (to > change->length) to = change->length;
                if (coin(&dice)) apply(&left, change, from, to);
            }
        }
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, record->name);
        FILE *file = fopen(path, "w");
        size_t written = file == NULL ? 0 : fwrite(left.bytes, 1, (size_t)left.size, file);
        free(left.bytes);
        if (file == NULL || fclose(file) != 0 || written != (size_t)left.size) return -1;
    }
    return 0;
}

// MARK: what fails

// Whether this call fails.
static int fails(fakedisk *disk, const char *call, const char *name) {
    if (disk->way != fakedisk_io && strcmp(call, disk->way == fakedisk_read ? "read" : "write") != 0) return 0;
    int number = ++disk->calls;
    if (disk->cut != 0 && number >= disk->cut) return 1;
    if (number != disk->failing) return 0;
    snprintf(disk->failed, sizeof disk->failed, "%s %s", call, name);
    return 1;
}

#define OURS(file) ((struct file *)(file))
#define REAL(file) (OURS(file)->real)
#define FAILS(file, call) fails(OURS(file)->disk, call, OURS(file)->record->name)

static int close_file(sqlite3_file *file) {
    int code = REAL(file)->pMethods->xClose(REAL(file));
    free(REAL(file));
    return code;
}
// What SQLite makes of EIO; most of its functions then call the file malformed.
static int read_file(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
    return FAILS(file, "read") ? SQLITE_IOERR_CORRUPTFS : REAL(file)->pMethods->xRead(REAL(file), bytes, length, offset);
}
static int write_file(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    int is_failing = FAILS(file, "write"), count = length;
    if (is_failing) {
        fakedisk *disk = OURS(file)->disk;
        if (disk->cut != 0 || disk->way != fakedisk_short) return disk->way == fakedisk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        count = length / 2;
    }
    int code = REAL(file)->pMethods->xWrite(REAL(file), bytes, count, offset);
    if (code == SQLITE_OK) add(OURS(file)->record, bytes, count, offset);
    return is_failing ? SQLITE_FULL : code;
}
static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    if (FAILS(file, "truncate")) return SQLITE_IOERR_TRUNCATE;
    int code = REAL(file)->pMethods->xTruncate(REAL(file), size);
    if (code == SQLITE_OK) add(OURS(file)->record, NULL, 0, size);
    return code;
}
// The disk of the machine need not be waited for.
static int synchronise_file(sqlite3_file *file, int flags) {
    (void)flags;
    if (FAILS(file, "synchronise")) return SQLITE_IOERR_FSYNC;
    synchronise(OURS(file)->record);
    return SQLITE_OK;
}
static int measure_file(sqlite3_file *file, sqlite3_int64 *size) {
    return FAILS(file, "measure") ? SQLITE_IOERR_FSTAT : REAL(file)->pMethods->xFileSize(REAL(file), size);
}
static int lock_file(sqlite3_file *file, int level) {
    return FAILS(file, "lock") ? SQLITE_IOERR_LOCK : REAL(file)->pMethods->xLock(REAL(file), level);
}
static int unlock_file(sqlite3_file *file, int level) { return REAL(file)->pMethods->xUnlock(REAL(file), level); }
static int check_lock(sqlite3_file *file, int *answer) { return REAL(file)->pMethods->xCheckReservedLock(REAL(file), answer); }
static int control(sqlite3_file *file, int what, void *argument) { return REAL(file)->pMethods->xFileControl(REAL(file), what, argument); }
static int sector_size(sqlite3_file *file) { return REAL(file)->pMethods->xSectorSize(REAL(file)); }
static int characteristics(sqlite3_file *file) { return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file)); }
static int map_memory(sqlite3_file *file, int page, int size, int extends, void volatile **memory) {
    return FAILS(file, "map") ? SQLITE_IOERR_SHMMAP : REAL(file)->pMethods->xShmMap(REAL(file), page, size, extends, memory);
}
static int lock_memory(sqlite3_file *file, int offset, int count, int flags) {
    return REAL(file)->pMethods->xShmLock(REAL(file), offset, count, flags);
}
static void order_memory(sqlite3_file *file) { REAL(file)->pMethods->xShmBarrier(REAL(file)); }
static int unmap_memory(sqlite3_file *file, int deletes) { return REAL(file)->pMethods->xShmUnmap(REAL(file), deletes); }

static const sqlite3_io_methods methods = {
    2,           close_file, read_file,   write_file, truncate_file,   synchronise_file, measure_file, lock_file,    unlock_file,
    check_lock, control,    sector_size, characteristics, map_memory, lock_memory,      order_memory, unmap_memory, NULL, NULL,
};

static int open_file(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file, int flags, int *answer) {
    (void)vfs;
    fakedisk *disk = disk_of(path);
    if (disk == NULL) return real->xOpen(real, path, file, flags, answer);
    file->pMethods = NULL;
    struct record *record = record_of(disk, path);
    if (fails(disk, "open", record->name)) return SQLITE_CANTOPEN;
    struct file *ours = OURS(file);
    *ours = (struct file){.disk = disk, .record = record, .real = calloc(1, (size_t)real->szOsFile)};
    int code = real->xOpen(real, path, ours->real, flags, answer);
    if (code != SQLITE_OK) {
        free(ours->real);
        return code;
    }
    ours->base.pMethods = &methods;
    return SQLITE_OK;
}
static int remove_file(sqlite3_vfs *vfs, const char *path, int synchronises) {
    (void)vfs;
    fakedisk *disk = disk_of(path);
    if (disk == NULL) return real->xDelete(real, path, synchronises);
    struct record *record = record_of(disk, path);
    if (fails(disk, "remove", record->name)) return SQLITE_IOERR_DELETE;
    int code = real->xDelete(real, path, 0);
    if (code != SQLITE_OK) return code;
    forget_changes(record);
    // A name that is removed and not synchronised may be there again, with what was in the file.
    if (synchronises) resize(&record->kept, 0);
    record->is_kept = 0;
    return SQLITE_OK;
}
static int find_file(sqlite3_vfs *vfs, const char *path, int flags, int *answer) {
    (void)vfs;
    fakedisk *disk = disk_of(path);
    if (disk != NULL && fails(disk, "find", strrchr(path, '/') + 1)) return SQLITE_IOERR_ACCESS;
    return real->xAccess(real, path, flags, answer);
}

static void install(void) {
    real = sqlite3_vfs_find(NULL);
    shim = *real;
    shim.zName = "fakedisk";
    if (shim.szOsFile < (int)sizeof(struct file)) shim.szOsFile = sizeof(struct file);
    shim.xOpen = open_file;
    shim.xDelete = remove_file;
    shim.xAccess = find_file;
    sqlite3_vfs_register(&shim, 1);
}

// MARK: what a test says

fakedisk *fakedisk_begin(const char *folder) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    fakedisk *disk = calloc(1, sizeof *disk);
    disk->folder = strdup(folder);
    pthread_mutex_lock(&lock);
    disk->next = disks;
    disks = disk;
    pthread_mutex_unlock(&lock);
    return disk;
}

void fakedisk_end(fakedisk *disk) {
    pthread_mutex_lock(&lock);
    fakedisk **place = &disks;
    while (*place != disk) place = &(*place)->next;
    *place = disk->next;
    pthread_mutex_unlock(&lock);
    while (disk->records != NULL) {
        struct record *record = disk->records;
        disk->records = record->next;
        forget_changes(record);
        free(record->kept.bytes);
        free(record->name);
        free(record);
    }
    free(disk->folder);
    free(disk);
}

static void count_anew(fakedisk *disk, int failing, int cut, enum fakedisk_way way) {
    disk->calls = 0;
    disk->failing = failing;
    disk->cut = cut;
    disk->way = way;
    disk->failed[0] = 0;
}
void fakedisk_fail(fakedisk *disk, int number, enum fakedisk_way way) { count_anew(disk, number, 0, way); }
void fakedisk_cut(fakedisk *disk, int number) { count_anew(disk, 0, number, fakedisk_io); }
int fakedisk_calls(const fakedisk *disk) { return disk->calls; }
const char *fakedisk_failed(const fakedisk *disk) { return disk->failed; }
