#pragma once

#include "app/studio/inspector/field_sink.h"
#include "model/project.h"

namespace app {

// Walks through all fields of an entity that are not elements of their own. The project says what can be
// referred to; the lists and alternatives are those of the entity itself.
void walkFields(const model::Project& project, const model::Team& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::BoundedContext& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::ContextRelationship& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Message& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Service& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Operation& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Channel& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::DataStore& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::CallPolicy& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Deployment& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Journey& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::FaultPlan& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Scenario& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Region& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Zone& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::NodePool& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::Network& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::TwoPhaseCommit& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::CacheLookup& entity, FieldSink& sink);
void walkFields(const model::Project& project, const model::StoreQuery& entity, FieldSink& sink);

/// `10 s  Kill payment, for 5 s`
QString faultTitle(const model::Project& project, const model::Fault& fault);

}  // namespace app
