#include <stdint.h>

// A folder as a disk that fails or loses its power, below SQLite: what the kernel would answer is what the test says. It keeps in mind what
// a power cut would leave: what was synchronised, and of the rest any part in any order. Files elsewhere are SQLite's own.
//
// A disk belongs to the thread of its test; disks of several tests are independent.
typedef struct fakedisk fakedisk;

// Files that are there already are on the disk. Ends with `fakedisk_end`, after the last connection was closed.
fakedisk *fakedisk_begin(const char *folder);
void fakedisk_end(fakedisk *disk);

enum fakedisk_way {
    fakedisk_io,    // EIO, of any call
    fakedisk_full,  // ENOSPC; only writes are counted
    fakedisk_short, // half of what is written is written; only writes are counted
    fakedisk_read,  // EIO; only reads are counted
};

// The number-th call from now on fails, once; 0 for none. Counting begins anew.
void fakedisk_fail(fakedisk *disk, int number, enum fakedisk_way way);
// The power is cut before the number-th call from now on: it fails, and all after it. Counting begins anew.
void fakedisk_cut(fakedisk *disk, int number);
// How many calls there were since.
int fakedisk_calls(const fakedisk *disk);
// "write db-wal": the call that failed, and the name of its file; "" for none.
const char *fakedisk_failed(const fakedisk *disk);
// Writes into another folder what a power cut leaves now. What was not synchronised is there or not, sector by sector, by `seed`.
// 0 when it is written.
int fakedisk_leave(const fakedisk *disk, const char *folder, uint64_t seed);
