#include "CNumerics.h"

#include <eigen3/unsupported/Eigen/NonLinearOptimization>

#include <limits>

namespace {

constexpr size_t largest_points = size_t{1} << 24;
constexpr size_t largest_count = 16;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

// Twenty evaluations are usual. Where the best parameter is infinite, steps grow without end until the sum no longer changes;
// such a fit has made hundreds by then.
constexpr int largest_evaluations = 110;
// The relative step below which a fit has converged. It also ends where rounding hides a further reduction of the sum.
constexpr double settled = 1e-11;
// The distance of a point where the curve has no finite value: a step that leads there was too long.
constexpr double far_away = 1e100;

struct Curve {
    size_t points;
    cnumerics_curve function;
    const void *context;

    int values() const { return static_cast<int>(points); }

    int operator()(const Eigen::VectorXd &parameters, Eigen::VectorXd &distances) const {
        function(parameters.data(), distances.data(), nullptr, context);
        if (!distances.allFinite()) distances.setConstant(far_away);
        return 0;
    }

    int df(const Eigen::VectorXd &parameters, Eigen::MatrixXd &gradient) const {
        Eigen::VectorXd distances(points);
        function(parameters.data(), distances.data(), gradient.data(), context);
        return gradient.allFinite() ? 0 : -1;
    }
};

} // namespace

double cnumerics_fit(size_t points, size_t count, double *parameters, cnumerics_curve curve, const void *context) {
    if (count == 0 || count > largest_count || points <= count || points > largest_points) return none;
    try {
        Eigen::VectorXd found = Eigen::Map<const Eigen::VectorXd>(parameters, count);
        if (!found.allFinite()) return none;
        Curve functor{points, curve, context};
        Eigen::LevenbergMarquardt<Curve> fit(functor);
        fit.parameters.maxfev = largest_evaluations;
        fit.parameters.ftol = 0;
        fit.parameters.xtol = settled;
        switch (fit.minimize(found)) {
        case Eigen::LevenbergMarquardtSpace::ImproperInputParameters:
        case Eigen::LevenbergMarquardtSpace::TooManyFunctionEvaluation:
        case Eigen::LevenbergMarquardtSpace::UserAsked: return none;
        default: break;
        }
        const double sum = fit.fnorm * fit.fnorm;
        if (!found.allFinite() || !(sum < far_away)) return none;
        Eigen::Map<Eigen::VectorXd>(parameters, count) = found;
        return sum;
    } catch (...) {
        return none;
    }
}
