#include "CNumerics.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <kissfft/kissfft.hh>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <memory>
#include <vector>

namespace {

using complex = std::complex<double>;

constexpr size_t largest_transform = size_t{1} << 26;

// Quantiles at a probability of 0 or 1 may be infinite: Boost shall return them as values instead of throwing.
using quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

template <class Body> double guarded(Body body) noexcept {
    try {
        return body();
    } catch (...) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

bool usable(double probability) { return probability > 0 && probability < 1; }
bool positive(double freedom) { return freedom > 0 && freedom < std::numeric_limits<double>::infinity(); }

} // namespace

struct cnumerics_fft {
    // For even n a transform of n real numbers is a complex transform of n/2; for odd n there is no such shortcut.
    explicit cnumerics_fft(size_t count)
        : count(count), even(count % 2 == 0), plan(even ? count / 2 : count, false), input(even ? 0 : count),
          output(even ? count / 2 : count) {}
    size_t count;
    bool even;
    kissfft<double> plan;
    std::vector<complex> input;
    std::vector<complex> output;
};

cnumerics_fft *cnumerics_fft_create(size_t count) {
    if (count == 0 || count > largest_transform) return nullptr;
    try {
        auto plan = std::make_unique<cnumerics_fft>(count);
        std::vector<double> zeros(count, 0.0), spectrum(2 * (count / 2 + 1), 0.0);
        cnumerics_fft_real(plan.get(), zeros.data(), spectrum.data());
        return plan.release();
    } catch (...) {
        return nullptr;
    }
}

void cnumerics_fft_destroy(cnumerics_fft *plan) { delete plan; }

void cnumerics_fft_real(cnumerics_fft *plan, const double *input, double *output) {
    if (plan->even) {
        const size_t half = plan->count / 2;
        plan->plan.transform_real(input, plan->output.data());
        // kissfft stores the last term, which is real like the first, in the imaginary part of the first.
        output[0] = plan->output[0].real();
        output[1] = 0;
        output[2 * half] = plan->output[0].imag();
        output[2 * half + 1] = 0;
        for (size_t k = 1; k < half; ++k) {
            output[2 * k] = plan->output[k].real();
            output[2 * k + 1] = plan->output[k].imag();
        }
    } else {
        for (size_t n = 0; n < plan->count; ++n) plan->input[n] = complex(input[n], 0);
        plan->plan.transform(plan->input.data(), plan->output.data());
        for (size_t k = 0; k <= plan->count / 2; ++k) {
            output[2 * k] = plan->output[k].real();
            output[2 * k + 1] = plan->output[k].imag();
        }
    }
}

double cnumerics_chi_squared_quantile(double probability, double freedom) {
    if (!usable(probability) || !positive(freedom)) return std::numeric_limits<double>::quiet_NaN();
    return guarded([&] { return boost::math::quantile(boost::math::chi_squared_distribution<double, quiet>(freedom), probability); });
}

double cnumerics_f_quantile(double probability, double numerator, double denominator) {
    if (!usable(probability) || !positive(numerator) || !positive(denominator)) return std::numeric_limits<double>::quiet_NaN();
    return guarded([&] {
        return boost::math::quantile(boost::math::fisher_f_distribution<double, quiet>(numerator, denominator), probability);
    });
}

double cnumerics_student_t_quantile(double probability, double freedom) {
    if (!usable(probability) || !positive(freedom)) return std::numeric_limits<double>::quiet_NaN();
    return guarded([&] { return boost::math::quantile(boost::math::students_t_distribution<double, quiet>(freedom), probability); });
}

double cnumerics_student_t_probability(double value, double freedom) {
    if (!(value == value) || !positive(freedom)) return std::numeric_limits<double>::quiet_NaN();
    return guarded([&] { return boost::math::cdf(boost::math::students_t_distribution<double, quiet>(freedom), value); });
}

double cnumerics_f_tail(double value, double numerator, double denominator) {
    if (!(value >= 0) || !positive(numerator) || !positive(denominator)) return std::numeric_limits<double>::quiet_NaN();
    if (value == std::numeric_limits<double>::infinity()) return 0;
    return guarded([&] {
        return boost::math::cdf(boost::math::complement(boost::math::fisher_f_distribution<double, quiet>(numerator, denominator), value));
    });
}

double cnumerics_median(double *values, size_t count) {
    double *const end = values + count, *const middle = values + count / 2;
    // NaN has no place in an order, and selection relies on there being one.
    if (count == 0 || std::any_of(values, end, [](double value) { return std::isnan(value); }))
        return std::numeric_limits<double>::quiet_NaN();
    std::nth_element(values, middle, end);
    return count % 2 == 1 ? *middle : (*std::max_element(values, middle) + *middle) / 2;
}
