#include "simulator/engine/arrival_process.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace simulator {

namespace {

constexpr std::int64_t lastMoment = std::int64_t{1} << 60;

// How long it takes until the integral of the rate, which is `rate` now and grows by `slope`, has grown by
// `amount`. Infinite or not a number when it never does.
double timeFor(double amount, double rate, double slope) {
    if (slope == 0) return amount / rate;
    return 2 * amount / (rate + std::sqrt(rate * rate + 2 * slope * amount));
}

// How long it takes until the integral of the wave from the moment `from` on has grown by `amount`. The
// integral rises, so that the bounds of Newton's iteration always hold the one solution.
double timeOnWave(double amount, const WorkloadPlan::Wave& wave, double from) {
    const double speed = 2 * std::numbers::pi / wave.period;
    const double angle = speed * std::fmod(from + wave.phase, wave.period);
    const double swing = 2 * wave.amplitude / speed;
    double low = amount / (wave.mean + wave.amplitude);
    double high = (amount + swing) / wave.mean;
    double wait = std::clamp(amount / (wave.mean + wave.amplitude * std::sin(angle)), low, high);
    for (int step = 0; step < 100; ++step) {
        const double half = 0.5 * speed * wait;
        const double excess = wave.mean * wait + swing * std::sin(angle + half) * std::sin(half) - amount;
        (excess < 0 ? low : high) = wait;
        const double rate = wave.mean + wave.amplitude * std::sin(angle + 2 * half);
        double better = wait - excess / rate;
        if (!(better >= low && better <= high)) better = 0.5 * (low + high);
        const double change = std::abs(better - wait);
        wait = better;
        if (change <= 1e-12 + 1e-15 * wait) break;
    }
    return wait;
}

// The place of one of `count` arrivals in an interval, (2 index + 1) / (2 count) of it, in whole numbers that
// do not overflow: rounded down.
std::int64_t placeOf(std::int32_t index, std::int32_t count, std::int64_t interval) {
    const std::int64_t parts = 2 * std::int64_t{count};
    const std::int64_t part = 2 * std::int64_t{index} + 1;
    return part * (interval / parts) + part * (interval % parts) / parts;
}

bool isRandom(WorkloadPlan::Kind kind) {
    return kind == WorkloadPlan::Kind::Poisson || kind == WorkloadPlan::Kind::Wave ||
           kind == WorkloadPlan::Kind::Modulated;
}

double steadyRate(const WorkloadPlan& workload) {
    if (workload.kind != WorkloadPlan::Kind::Poisson || workload.rates.size() != 1) return 0;
    const WorkloadPlan::Piece& only = workload.rates[0];
    return only.from == only.to && std::isinf(only.end) ? only.from : 0;
}

}  // namespace

ArrivalProcess::ArrivalProcess(const WorkloadPlan& workload, std::int64_t length,
                               const RandomStream& arrivals, const RandomStream& modulation)
    : m_workload(&workload),
      m_arrivals(arrivals),
      m_modulation(modulation),
      m_steadyRate(steadyRate(workload)),
      m_horizon(static_cast<double>(length) / 1e9) {
    if (isRandom(workload.kind)) m_amount = standardExponential(m_arrivals);
    if (m_steadyRate > 0) foresee();
    if (workload.kind != WorkloadPlan::Kind::Modulated) return;
    double stays = 0;
    for (const WorkloadPlan::State& state : workload.states) stays += state.meanStay;
    double chosen = m_modulation.uniform() * stays;
    while (m_at + 1 < workload.states.size() && chosen >= workload.states[m_at].meanStay)
        chosen -= workload.states[m_at++].meanStay;
    stay();
}

void ArrivalProcess::continueFrom(const ArrivalProcess& before) {
    const WorkloadPlan* const workload = m_workload;
    const double steadyRate = m_steadyRate;
    *this = before;
    m_workload = workload;
    m_steadyRate = steadyRate;
    if (m_steadyRate > 0) foresee();
}

std::int64_t ArrivalProcess::other() {
    switch (m_workload->kind) {
        case WorkloadPlan::Kind::Poisson:
            return atRate(takeAmount());
        case WorkloadPlan::Kind::Regular:
            return atRate(1);
        case WorkloadPlan::Kind::Wave:
            return onWave(takeAmount());
        case WorkloadPlan::Kind::Modulated:
            return modulated(takeAmount());
        case WorkloadPlan::Kind::Replay:
            return replayed();
        case WorkloadPlan::Kind::Counted:
            return counted();
        case WorkloadPlan::Kind::Closed:
            break;
    }
    return never;
}

std::int64_t ArrivalProcess::atRate(double amount) {
    for (;;) {
        if (m_at == m_workload->rates.size()) {
            if (!m_workload->repeats || m_time > m_horizon) return never;
            m_offset += m_workload->rates.back().end;
            m_at = 0;
        }
        const WorkloadPlan::Piece& piece = m_workload->rates[m_at];
        const double end = m_offset + piece.end;
        const double slope = piece.from == piece.to ? 0 : (piece.to - piece.from) / (end - m_start);
        const double rate = piece.from + slope * (m_time - m_start);
        const double wait = timeFor(amount, rate, slope);
        if (m_time + wait <= end && wait >= 0) {
            m_time += wait;
            return momentOf(m_time);
        }
        if (std::isinf(end)) return never;
        amount = std::max(0.0, amount - 0.5 * (rate + piece.to) * (end - m_time));
        m_time = end;
        m_start = end;
        ++m_at;
    }
}

std::int64_t ArrivalProcess::onWave(double amount) {
    m_time += timeOnWave(amount, m_workload->wave, m_time);
    return momentOf(m_time);
}

void ArrivalProcess::stay() {
    m_end = m_time + m_workload->states[m_at].meanStay * standardExponential(m_modulation);
}

std::int64_t ArrivalProcess::modulated(double amount) {
    while (m_time < m_horizon) {
        const double rate = m_workload->states[m_at].rate;
        const double wait = amount / rate;
        if (m_time + wait <= m_end) {
            m_time += wait;
            return momentOf(m_time);
        }
        amount = std::max(0.0, amount - rate * (m_end - m_time));
        m_time = m_end;
        m_at = (m_at + 1) % m_workload->states.size();
        stay();
    }
    return never;
}

std::int64_t ArrivalProcess::replayed() {
    if (m_at == m_workload->times.size()) {
        if (!m_workload->repeats) return never;
        m_base += m_workload->round;
        m_at = 0;
    }
    const std::int64_t time = m_base + m_workload->times[m_at++];
    return time < lastMoment ? time : never;
}

std::int64_t ArrivalProcess::counted() {
    while (m_base < lastMoment) {
        if (m_at == m_workload->counts.size()) {
            if (!m_workload->repeats) return never;
            m_at = 0;
        }
        const std::int32_t count = m_workload->counts[m_at];
        if (m_within < count) return m_base + placeOf(m_within++, count, m_workload->interval);
        m_base += m_workload->interval;
        m_within = 0;
        ++m_at;
    }
    return never;
}

}  // namespace simulator
