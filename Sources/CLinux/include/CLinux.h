// The GNU calls that the Glibc module does not show.
#ifndef CLINUX_H
#define CLINUX_H
#endif
