#pragma once

#include <string>
#include <vector>

// Numbers as they stand in the sentences of a story.
namespace simulator {

std::string momentText(double seconds);                  ///< `61.2 s`
std::string countText(double number);                    ///< `188,959`
std::string countText(double number, const char* noun);  ///< `1 replica`, `3 replicas`
std::string percentText(double share);                   ///< `58 %`, `1.2 %`
std::string rateText(double perSecond);                  ///< `12,700/s`, three figures
std::string requestsText(double perSecond);              ///< `280 requests/s`, three figures
std::string aboutRateText(double perSecond);             ///< `300/s`, two figures
std::string lengthText(double seconds);                  ///< `100 ms`, `1.2 s`, two figures

/// The first letter is a capital.
std::string capitalized(std::string text);
/// `a, b and c`.
std::string listText(const std::vector<std::string>& parts);

}  // namespace simulator
