#pragma once

/// The files of the C++ runtime, as they are written.
namespace exporters::runtime {

extern const char* const admissionHeader;
extern const char* const admissionSource;
extern const char* const callHeader;
extern const char* const callSource;
extern const char* const channelHeader;
extern const char* const channelSource;
extern const char* const environmentHeader;
extern const char* const environmentSource;
extern const char* const healthContract;
extern const char* const serverHeader;
extern const char* const serverSource;
extern const char* const skeletonCmake;
extern const char* const syntheticHeader;
extern const char* const syntheticSource;

}  // namespace exporters::runtime
