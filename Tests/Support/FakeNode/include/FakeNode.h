#include <stdint.h>

// A terminal that a test plays as the node of a device: what its driver in the kernel would answer is what the test says. Every other call
// is the kernel's. On the thread of the test.

// From now on the node at `path` is a serial adapter that has settings, or a hidraw node with this report descriptor (`count` > 0).
void fakenode_begin(const char *path, const uint8_t *descriptor, int count);
void fakenode_end(void);
// The flags that were set for the adapter; −1 when none were.
int fakenode_flags(void);
