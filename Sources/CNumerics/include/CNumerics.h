// C functions over well-maintained C++ libraries: kissfft<double> (Mark Borgerding, BSD-3-Clause), Boost.Math and Eigen
// (MPL-2.0). They throw no exceptions; on failure they return NULL, 0 or NaN.
#ifndef CNUMERICS_H
#define CNUMERICS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A plan for the discrete Fourier transform of `count` real numbers, with its scratch memory. Only one thread may use it at a
/// time.
typedef struct cnumerics_fft cnumerics_fft;

/// Makes a plan and runs it once, so that no later transform allocates: kissfft allocates the scratch memory of radices above 5
/// on first use. Time grows with the largest prime factor of `count`; 2, 3 and 5 are fast. NULL when `count` is 0 or above 2^26,
/// or when there is no memory.
cnumerics_fft *cnumerics_fft_create(size_t count);

/// Frees a plan; NULL is allowed.
void cnumerics_fft_destroy(cnumerics_fft *plan);

/// Transforms `count` real numbers into `count / 2 + 1` complex ones (real, imaginary, real, imaginary …), not scaled:
/// X[k] = sum x[n] exp(-2 pi i k n / count). Does not allocate. Input and output may not overlap.
void cnumerics_fft_real(cnumerics_fft *plan, const double *input, double *output);

/// The value below which a chi-squared variable with `freedom` degrees of freedom lies with `probability`; NaN when it does not
/// exist.
double cnumerics_chi_squared_quantile(double probability, double freedom);

/// The same for an F variable with `numerator` and `denominator` degrees of freedom.
double cnumerics_f_quantile(double probability, double numerator, double denominator);

/// The same for a Student t variable.
double cnumerics_student_t_quantile(double probability, double freedom);

/// The probability that a Student t variable with `freedom` degrees of freedom is below `value`; NaN when it does not exist.
double cnumerics_student_t_probability(double value, double freedom);

/// The probability that an F variable with `numerator` and `denominator` degrees of freedom is above `value`; NaN when it does
/// not exist.
double cnumerics_f_tail(double value, double numerator, double denominator);

/// The median of `count` numbers: the middle one, or the mean of the two middle ones. It reorders them. NaN when there are none, or
/// one of them is NaN.
double cnumerics_median(double *values, size_t count);

/// Least squares: the `columns` × `sides` matrix X that minimises |A·X − B|, by singular value decomposition of A with its
/// columns scaled to length 1, so that neither the units nor normal equations reduce the precision. A is `rows` × `columns`, B is
/// `rows` × `sides`; all matrices are stored row by row. `cofactor` receives (AᵀA)⁻¹, `columns` × `columns`. Returns the
/// condition number of the scaled A. Returns NaN, and leaves the results unchanged, when a number is not finite, there are fewer
/// rows than columns, or A does not determine X (condition above 1e12).
double cnumerics_least_squares(
    size_t rows, size_t columns, size_t sides, const double *matrix, const double *right, double *solution, double *cofactor);

/// A curve with a few parameters, at points that `context` knows: the distances of the curve from the points and, where `gradient`
/// is not NULL, the derivative of each distance, for all points with respect to the first parameter, then the second, and so on.
typedef void (*cnumerics_curve)(const double *parameters, double *distances, double *gradient, const void *context);

/// Fits a curve with `count` parameters to `points` points by least squares, with the Levenberg-Marquardt algorithm of MINPACK
/// (Moré 1978). `parameters` contains a first guess and receives the fit. Returns the sum of the squared distances. Returns NaN,
/// and leaves the parameters unchanged, when a number is not finite, there are not more points than parameters, or the fit does
/// not converge.
double cnumerics_fit(size_t points, size_t count, double *parameters, cnumerics_curve curve, const void *context);

/// The largest singular value divided by the smallest; infinite for a singular matrix, NaN when a number is not finite or a size
/// is 0.
double cnumerics_condition(size_t rows, size_t columns, const double *matrix);

#ifdef __cplusplus
}
#endif

#endif
