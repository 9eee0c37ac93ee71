#pragma once

#include "simulator/cluster/ranks.h"
#include "simulator/experiment/sweep.h"

/// What of a sweep travels to other ranks, and what they do with it.
namespace simulator {

/// A model as its file.
std::string bytesOfProject(const model::Project& project);
/// All but the points.
std::string bytesOfSweep(const Sweep& sweep, const std::vector<SweepColumn>& columns);
/// One point of it.
std::string bytesOfPiece(std::size_t number, const Point& point);

/// The model at a point: values are assigned, then the load is scaled.
model::Result<model::Project> projectOfPoint(const Sweep& sweep, const Point& point);

/// Finds the rows, as texts, of the pieces of a sweep, of which so many at a time share the machine's memory.
RankWork sweepWork(const std::string& sweep, int threadsOfMachine);

}  // namespace simulator
