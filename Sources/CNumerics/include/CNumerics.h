// C functions over well-kept C++ libraries: kissfft<double>, Boost.Math.
#ifndef CNUMERICS_H
#define CNUMERICS_H
#endif
