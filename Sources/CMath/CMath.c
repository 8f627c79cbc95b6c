#define _GNU_SOURCE
#include "CMath.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static locale_t plain;

// Runs before main, because the locale must not be created on a real-time thread.
__attribute__((constructor)) static void make_locale(void) { plain = newlocale(LC_ALL_MASK, "C", (locale_t)0); }

double c_parse_double(const char *bytes, size_t count) {
    char text[64];
    size_t length = count < sizeof text - 1 ? count : sizeof text - 1;
    memcpy(text, bytes, length);
    text[length] = 0;
    char *end = text;
    double value = strtod_l(text, &end, plain);
    return end == text + length && length > 0 ? value : NAN;
}
