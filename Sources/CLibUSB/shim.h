#include <libusb.h>

// Swift does not import functions with a variable number of arguments.

// Contexts made after this call never search for devices.
static inline int clibusb_disable_discovery(void) { return libusb_set_option(NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY); }
