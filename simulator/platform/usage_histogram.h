#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace simulator {

/// What containers used of the CPU, where older samples count less: they lose half of their weight in each
/// half-life. Buckets grow by a twentieth from one to the next; the first one is a hundredth of a core wide,
/// the last one has no end and begins above 1,000 cores. As the recommender of Kubernetes' Vertical Pod
/// Autoscaler counts (`recommender/util`, histogram, decaying histogram). Quantiles are O(buckets).
class UsageHistogram {
public:
    explicit UsageHistogram(std::int64_t halfLife);

    /// At times in [ns], in any order.
    void add(std::int64_t at, double cores, double weight);
    /// The upper end of the bucket in which that share of the weight is reached, of the last one its
    /// beginning [cores]; 0 where there is nothing.
    double quantile(double share) const;

    static std::size_t buckets();
    static std::size_t bucketOf(double cores);
    /// Where it begins [cores].
    static double startOf(std::size_t bucket);

private:
    void countFrom(std::int64_t reference);

    std::int64_t m_halfLife;
    std::int64_t m_reference = 0;  ///< When a sample would count once [ns]
    std::vector<double> m_weights;
    double m_total = 0;
};

}  // namespace simulator
