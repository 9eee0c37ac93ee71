#pragma once

#include <QSizeF>

/// Measures of sequence diagrams, in canvas units (pixels at 100 %).
namespace app::sequence_measures {

inline constexpr QSizeF callerSize{72, 58};
inline constexpr double headHeight = 58;
inline constexpr double firstGap = 20;      ///< From the heads to the first row
inline constexpr double usualColumn = 200;  ///< From lifeline to lifeline
inline constexpr double headGap = 24;
inline constexpr double callHeight = 48;  ///< Of a call with its answer
inline constexpr double oneWayHeight = 30;
inline constexpr double arrowDrop = 22;  ///< From the top of a message to its arrow, below its words
inline constexpr double answerRise = 6;  ///< From its bottom to the arrow back
inline constexpr double activityHeight = 26;
inline constexpr double leastActivity = 64;
inline constexpr double rowGap = 14;
inline constexpr double emptyHeight = 30;  ///< Of a part without any step
inline constexpr double titleHeight = 32;  ///< Of a frame
inline constexpr double frameSide = 40;
inline constexpr double frameFoot = 12;
inline constexpr double selfWidth = 120;
inline constexpr double wordMargin = 36;  ///< Beside the words of a message
inline constexpr double busyWidth = 10;
inline constexpr double lifelineEnd = 16;

}  // namespace app::sequence_measures
