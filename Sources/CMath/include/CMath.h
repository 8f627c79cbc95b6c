// The functions of libm for targets that must not import the Glibc module, which would give them access to system calls.
#ifndef CMATH_H
#define CMATH_H

#include <math.h>
#include <stddef.h>

static inline double c_sin(double x) { return sin(x); }
static inline double c_cos(double x) { return cos(x); }
static inline double c_tan(double x) { return tan(x); }
static inline double c_exp(double x) { return exp(x); }
static inline double c_log(double x) { return log(x); }
static inline double c_log10(double x) { return log10(x); }
static inline double c_pow(double x, double y) { return pow(x, y); }
static inline double c_atan2(double y, double x) { return atan2(y, x); }

// Parses `count` bytes as a number in the C locale, correctly rounded; NaN when they are not a number. Only the first 63 bytes
// are used.
double c_parse_double(const char *bytes, size_t count);

#endif
