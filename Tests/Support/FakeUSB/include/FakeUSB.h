#include <stdint.h>

// One device that a test plays below libusb: what the kernel would answer is what the test says. Devices that are opened while none is
// played are libusb's own. All on the thread of the test.

// Every device that is opened from now on is the played one. The arguments are libusb's codes: what opening and claiming answer.
void fakeusb_begin(int opened, int claimed);
void fakeusb_end(void);

// The kernel takes `taken` more transfers, then refuses `refused` with this code, then takes all.
void fakeusb_refuse(int taken, int refused, int code);

// How many transfers of an endpoint the kernel has.
int fakeusb_pending(uint8_t endpoint);
// Ends the oldest transfer of an endpoint; whether there was one. Told when events are handled.
int fakeusb_complete(uint8_t endpoint, int status, const uint8_t *bytes, int count);
// How often the halt of an endpoint was cleared.
int fakeusb_cleared(uint8_t endpoint);
// Has the newest context of this thread watch a descriptor, as if it were a device's; whether there is such a context.
int fakeusb_watch(int number);
// How often the device was reset, and what is answered to the next.
int fakeusb_resets(void);
void fakeusb_answer_reset(int code);
// The most bytes that a transfer of an endpoint has room for.
int fakeusb_room(uint8_t endpoint);
