#pragma once

#include "app/studio/inspector/row_makers.h"
#include "model/load_balancing.h"

/// The elements that rows and tables edit, with what one change of them takes along.
namespace app {

/// Operations, wherever they are.
Subject<model::Operation, model::OperationId> operationSubject(const model::Project& project,
                                                               std::vector<model::OperationId> ids);
/// How services run; one that is not deployed shows the defaults until it is.
Subject<model::Deployment, model::ServiceId> deploymentSubject(const model::Project& project,
                                                               const std::vector<model::ServiceId>& ids);
Subject<model::Journey, model::JourneyId> journeySubject(const model::Project& project,
                                                         std::vector<model::JourneyId> ids);
Subject<model::FaultPlan, model::FaultPlanId> faultPlanSubject(const model::Project& project,
                                                               std::vector<model::FaultPlanId> ids);
/// Channels and data stores.
Subject<model::Channel, model::ChannelId> channelSubject(const model::Project& project,
                                                         std::vector<model::ChannelId> ids);

// What one choice rules out goes with it; what it needs comes. The entity as it was, and as it becomes.
void mend(const model::Deployment& before, model::Deployment& after);
void mend(const model::FaultPlan& before, model::FaultPlan& after);
void mend(const model::Channel& before, model::Channel& after);

}  // namespace app
