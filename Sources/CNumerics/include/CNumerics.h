// C functions over well-kept C++ libraries: kissfft<double> (Mark Borgerding, BSD-3-Clause) and Boost.Math.
// No exception leaves them: what fails returns NULL, 0 or NaN.
#ifndef CNUMERICS_H
#define CNUMERICS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A plan for the discrete Fourier transform of `count` real numbers, with its scratch memory. One thread at a time.
typedef struct cnumerics_fft cnumerics_fft;

/// Makes a plan and runs it once, so that no later transform allocates: kissfft makes the scratch memory of radices above 5 on
/// first use. Time grows with the largest prime factor of `count`; 2, 3 and 5 are the quick ones.
/// NULL when `count` is 0 or above 2^26, or when there is no memory.
cnumerics_fft *cnumerics_fft_create(size_t count);

/// Frees a plan; NULL is allowed.
void cnumerics_fft_destroy(cnumerics_fft *plan);

/// Transforms `count` real numbers into `count / 2 + 1` complex ones (real, imaginary, real, imaginary …), not scaled:
/// X[k] = sum x[n] exp(-2 pi i k n / count). Does not allocate. Input and output may not overlap.
void cnumerics_fft_real(cnumerics_fft *plan, const double *input, double *output);

/// The value below which a chi-squared variable with `freedom` degrees of freedom lies with `probability`; NaN when there is none.
double cnumerics_chi_squared_quantile(double probability, double freedom);

/// The same for an F variable with `numerator` and `denominator` degrees of freedom.
double cnumerics_f_quantile(double probability, double numerator, double denominator);

/// The same for a Student t variable.
double cnumerics_student_t_quantile(double probability, double freedom);

#ifdef __cplusplus
}
#endif

#endif
