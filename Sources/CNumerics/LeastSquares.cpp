#include "CNumerics.h"

#include <eigen3/Eigen/SVD>

#include <limits>

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Input = Eigen::Map<const Matrix>;
using Output = Eigen::Map<Matrix>;

constexpr size_t largest_side = 1 << 20;
constexpr size_t largest_area = size_t{1} << 24;
constexpr double largest_condition = 1e12;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool sensible(size_t rows, size_t columns) {
    return rows > 0 && columns > 0 && rows <= largest_side && columns <= largest_side && rows * columns <= largest_area;
}

double ratio(const Eigen::VectorXd &singular) {
    const double smallest = singular(singular.size() - 1);
    return smallest > 0 ? singular(0) / smallest : std::numeric_limits<double>::infinity();
}

} // namespace

double cnumerics_least_squares(
    size_t rows, size_t columns, size_t sides, const double *matrix, const double *right, double *solution, double *cofactor) {
    if (!sensible(rows, columns) || !sensible(rows, sides) || rows < columns) return none;
    try {
        const Input a(matrix, rows, columns), b(right, rows, sides);
        if (!a.allFinite() || !b.allFinite()) return none;
        const Eigen::VectorXd lengths = a.colwise().stableNorm();
        if (!lengths.allFinite() || !(lengths.array() > 0).all()) return none;
        const Eigen::VectorXd scale = lengths.cwiseInverse();
        const Eigen::JacobiSVD<Eigen::MatrixXd> decomposition(
            a * scale.asDiagonal(), Eigen::ComputeThinU | Eigen::ComputeThinV);
        const double condition = ratio(decomposition.singularValues());
        if (!(condition <= largest_condition)) return none;
        const Eigen::VectorXd inverse = decomposition.singularValues().cwiseInverse();
        const Eigen::MatrixXd half = scale.asDiagonal() * decomposition.matrixV() * inverse.asDiagonal();
        Eigen::MatrixXd found = half * (decomposition.matrixU().transpose() * b);
        // One step of refinement: solves again for the residual, which in an almost consistent system is due to rounding.
        found += half * (decomposition.matrixU().transpose() * (b - a * found));
        const Eigen::MatrixXd spread = half * half.transpose();
        if (!found.allFinite() || !spread.allFinite()) return none;
        Output(solution, columns, sides) = found;
        Output(cofactor, columns, columns) = spread;
        return condition;
    } catch (...) {
        return none;
    }
}

double cnumerics_condition(size_t rows, size_t columns, const double *matrix) {
    if (!sensible(rows, columns)) return none;
    try {
        const Input a(matrix, rows, columns);
        if (!a.allFinite()) return none;
        return ratio(Eigen::JacobiSVD<Eigen::MatrixXd>(a).singularValues());
    } catch (...) {
        return none;
    }
}
