// What lines.c and ways.c share: the lines that are sent, and when.
#pragma once
#include <stdint.h>

// The lines of a daemon, of the bare reader, of gpsd and of liblsl.
enum { DAEMON, BARE, GPSD, LSL, SETS };
// A line is recognised by its number, which begins anew after so many.
enum { KEPT = 4096 };

extern int rate;
// Whether a set gets lines; whether the bare reader passes lines on, and to whom.
extern _Atomic int feeding[SETS], relaying;
extern int relayEnds[2];
extern _Atomic int64_t sent[SETS][KEPT];

int64_t now(void);
void fail(const char *what);

// Measures one way, and prints the median, the 99th percentile (microseconds), how many lines came, and of how many; whether there is one
// of this name. `where`: a socket, a port or a library.
int measure(const char *way, double seconds, const char *where);
// Reads the lines of a pseudo-terminal and gives each to liblsl; for ever.
int push(const char *library, const char *path);
