#include "simulator/engine/arrival_process.h"

#include <cmath>

namespace simulator {

namespace {

constexpr double lastSecond = 1.15e9;  // 2^60 ns

// How long it takes until the integral of the rate, which is `rate` now and grows by `slope`, has grown by
// `amount`. Infinite or not a number when it never does.
double timeFor(double amount, double rate, double slope) {
    if (slope == 0) return amount / rate;
    return 2 * amount / (rate + std::sqrt(rate * rate + 2 * slope * amount));
}

}  // namespace

std::int64_t ArrivalProcess::next(double amount) {
    for (; m_piece < m_rates.size(); ++m_piece) {
        const WorkloadPlan::Piece& piece = m_rates[m_piece];
        const double slope = piece.from == piece.to ? 0 : (piece.to - piece.from) / (piece.end - m_start);
        const double rate = piece.from + slope * (m_time - m_start);
        const double wait = timeFor(amount, rate, slope);
        if (m_time + wait <= piece.end && wait >= 0) {
            m_time += wait;
            return m_time < lastSecond ? std::llround(m_time * 1e9) : never;
        }
        if (std::isinf(piece.end)) break;
        amount = std::max(0.0, amount - 0.5 * (rate + piece.to) * (piece.end - m_time));
        m_time = piece.end;
        m_start = piece.end;
    }
    return never;
}

}  // namespace simulator
