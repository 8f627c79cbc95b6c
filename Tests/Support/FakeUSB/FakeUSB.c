#define _GNU_SOURCE
#include "FakeUSB.h"

#include <dlfcn.h>
#include <libusb.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// Each thread that plays has a device of its own: tests run side by side. A handle is only an address for those who use it.
static _Thread_local char device;
static libusb_device_handle *played(void) { return (libusb_device_handle *)&device; }

enum { LIMIT = 256 };
struct entry {
    struct libusb_transfer *transfer;
    int ended;
};
static _Thread_local int playing;
static _Thread_local struct entry entries[LIMIT];
static _Thread_local int count, opened, claimed, taken, refused, refusal, resets, resetting;
static _Thread_local int cleared[256];

void fakeusb_begin(int open_code, int claim_code) {
    playing = 1;
    count = taken = refused = refusal = resets = resetting = 0;
    opened = open_code;
    claimed = claim_code;
    memset(cleared, 0, sizeof cleared);
}
void fakeusb_end(void) { playing = 0; }
void fakeusb_refuse(int accept, int deny, int code) {
    taken = accept;
    refused = deny;
    refusal = code;
}
int fakeusb_pending(uint8_t endpoint) {
    int found = 0;
    for (int i = 0; i < count; i++) found += entries[i].transfer->endpoint == endpoint && !entries[i].ended;
    return found;
}
int fakeusb_complete(uint8_t endpoint, int status, const uint8_t *bytes, int length) {
    for (int i = 0; i < count; i++) {
        struct libusb_transfer *transfer = entries[i].transfer;
        if (transfer->endpoint != endpoint || entries[i].ended) continue;
        if (length > transfer->length) length = transfer->length;
        if (length > 0) memcpy(transfer->buffer, bytes, length);
        transfer->actual_length = length;
        transfer->status = status;
        entries[i].ended = 1;
        return 1;
    }
    return 0;
}
int fakeusb_resets(void) { return resets; }
void fakeusb_answer_reset(int code) { resetting = code; }
int fakeusb_cleared(uint8_t endpoint) { return cleared[endpoint]; }
int fakeusb_room(uint8_t endpoint) {
    int room = 0;
    for (int i = 0; i < count; i++)
        if (entries[i].transfer->endpoint == endpoint && entries[i].transfer->length > room) room = entries[i].transfer->length;
    return room;
}

// Who is to watch descriptors.
static _Thread_local libusb_pollfd_added_cb added;
static _Thread_local void *watcher;
int fakeusb_watch(int number) {
    if (added) added(number, POLLIN, watcher);
    return added != NULL;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int libusb_wrap_sys_device(libusb_context *context, intptr_t number, libusb_device_handle **handle) {
    if (!playing) return REAL(libusb_wrap_sys_device)(context, number, handle);
    *handle = opened ? NULL : played();
    return opened;
}
int libusb_set_auto_detach_kernel_driver(libusb_device_handle *handle, int enable) {
    return handle == played() ? 0 : REAL(libusb_set_auto_detach_kernel_driver)(handle, enable);
}
int libusb_claim_interface(libusb_device_handle *handle, int number) {
    return handle == played() ? claimed : REAL(libusb_claim_interface)(handle, number);
}
int libusb_release_interface(libusb_device_handle *handle, int number) {
    return handle == played() ? 0 : REAL(libusb_release_interface)(handle, number);
}
int libusb_reset_device(libusb_device_handle *handle) {
    if (handle != played()) return REAL(libusb_reset_device)(handle);
    resets++;
    return resetting;
}
void libusb_close(libusb_device_handle *handle) {
    if (handle != played()) REAL(libusb_close)(handle);
}
void libusb_set_pollfd_notifiers(
    libusb_context *context, libusb_pollfd_added_cb add, libusb_pollfd_removed_cb remove, void *data) {
    added = add;
    watcher = data;
    REAL(libusb_set_pollfd_notifiers)(context, add, remove, data);
}
int libusb_clear_halt(libusb_device_handle *handle, unsigned char endpoint) {
    if (handle != played()) return REAL(libusb_clear_halt)(handle, endpoint);
    cleared[endpoint]++;
    return 0;
}
int libusb_submit_transfer(struct libusb_transfer *transfer) {
    if (transfer->dev_handle != played()) return REAL(libusb_submit_transfer)(transfer);
    if (refused > 0 && taken-- <= 0) {
        refused--;
        return refusal;
    }
    if (count == LIMIT) return LIBUSB_ERROR_NO_MEM;
    entries[count++] = (struct entry){transfer, 0};
    return 0;
}
int libusb_cancel_transfer(struct libusb_transfer *transfer) {
    if (transfer->dev_handle != played()) return REAL(libusb_cancel_transfer)(transfer);
    for (int i = 0; i < count; i++)
        if (entries[i].transfer == transfer && !entries[i].ended) {
            transfer->status = LIBUSB_TRANSFER_CANCELLED;
            transfer->actual_length = 0;
            entries[i].ended = 1;
            return 0;
        }
    return LIBUSB_ERROR_NOT_FOUND;
}
int libusb_handle_events_timeout_completed(libusb_context *context, struct timeval *limit, int *completed) {
    for (int i = 0; playing && i < count;) {
        if (!entries[i].ended) {
            i++;
            continue;
        }
        struct libusb_transfer *transfer = entries[i].transfer;
        memmove(&entries[i], &entries[i + 1], (count - i - 1) * sizeof *entries);
        count--;
        transfer->callback(transfer);
    }
    return REAL(libusb_handle_events_timeout_completed)(context, limit, completed);
}
