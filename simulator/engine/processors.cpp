// Processors of a running simulation: requests that share cores, or wait for an event loop.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// What takes so long on a part of what it was meant for [ns].
std::int64_t stretched(std::int64_t work, double part) {
    return static_cast<std::int64_t>(std::min(static_cast<double>(work) / part, longestTime));
}

}  // namespace

void Simulation::buildProcessors(const ServicePlan& plan, Replica& replica) {
    const bool hasDoor = !plan.computesThere;
    if (hasDoor && (plan.discipline == Discipline::AdaptiveLifo || plan.discipline == Discipline::Priority)) {
        replica.line = static_cast<Index>(m_lines.size());
        m_lines.emplace_back(plan.discipline, plan.levels, plan.congestedAfter);
    }
    if (plan.codelTarget != never) {
        replica.admission = static_cast<Index>(m_admissions.size());
        m_admissions.emplace_back(plan.codelTarget, plan.codelInterval);
    }
    if (plan.processor == ProcessorKind::None) return;
    replica.processor = static_cast<Index>(m_processors.size());
    m_processors.emplace_back(plan, meterOf(plan, replica.serviceIndex));
    if (plan.processor == ProcessorKind::Shared) addProcessorEvent(replica.processor);
}

// Of the next replica.
Index Simulation::meterOf(const ServicePlan& plan, Index service) const {
    if (plan.podSet == none) return service;
    const auto place = static_cast<Index>(m_replicas.size()) - plan.firstReplica;
    return static_cast<Index>(m_plan.services.size()) + m_plan.podSets[plan.podSet].firstPod + place;
}

void Simulation::addProcessorEvent(Index processor) {
    m_processors[processor].event = newFrame(Role::Processor, processor);
}

void Simulation::execute(Index index, Index drawIndex) {
    executeWork(index, draw(drawIndex));
}

void Simulation::executeWork(Index index, std::int64_t work) {
    const Replica& replica = m_replicas[m_frames[index].replica];
    Processor& processor = m_processors[replica.processor];
    if (replica.service->trouble.slow) work = slowedAt(m_frames[index].replica, work);
    if (processor.kind == ProcessorKind::Shared) {
        const double before = processor.shared.busy();
        if (m_frames[index].traced) m_tracer.shares(index, work, m_now);
        waitWithoutTimer(index, State::Sharing);
        processor.shared.enter(m_now, index, work);
        m_recorder.processor(processor.meter).changed(m_now, processor.shared.busy() - before);
        return awaitNextEnd(processor);
    }
    if (processor.size < 1) work = stretched(work, processor.size);
    const bool interrupts = processor.kind == ProcessorKind::Preemptive;
    if (processor.busy < processor.servers || (interrupts && interrupt(processor, levelOf(index))))
        return serve(processor, index, work);
    waitWithoutTimer(index, State::AwaitingProcessor);
    if (m_frames[index].traced) m_tracer.enter(index, Part::Processor, m_now);
    m_frames[index].since = work;
    processor.line.push(m_frames, index, levelOf(index), m_now);
}

void Simulation::serve(Processor& processor, Index index, std::int64_t work) {
    ++processor.busy;
    m_recorder.processor(processor.meter).changed(m_now, 1);
    if (processor.kind == ProcessorKind::Preemptive) processor.running.push_back(index);
    m_frames[index].since = m_now + work;
    if (m_frames[index].traced) m_tracer.enter(index, Part::Service, m_now);
    schedule(index, State::Executing, m_now + work);
}

// Of those with a lower priority the one that began last; it goes on later where it was.
bool Simulation::interrupt(Processor& processor, std::uint32_t level) {
    auto chosen = processor.running.end();
    std::uint32_t lowest = level;
    for (auto job = processor.running.begin(); job != processor.running.end(); ++job)
        if (const std::uint32_t at = levelOf(*job); at >= lowest && at > level) {
            lowest = at;
            chosen = job;
        }
    if (chosen == processor.running.end()) return false;
    const Index victim = *chosen;
    processor.running.erase(chosen);
    --processor.busy;
    m_recorder.processor(processor.meter).changed(m_now, -1);
    waitWithoutTimer(victim, State::AwaitingProcessor);
    if (m_frames[victim].traced) m_tracer.enter(victim, Part::Processor, m_now);
    m_frames[victim].since -= m_now;
    processor.line.pushFirst(m_frames, victim, lowest, m_now);
    return true;
}

Index Simulation::jobEnds(Index index) {
    Processor& processor = m_processors[m_replicas[m_frames[index].replica].processor];
    --processor.busy;
    m_recorder.processor(processor.meter).changed(m_now, -1);
    if (processor.kind == ProcessorKind::Preemptive)
        processor.running.erase(std::find(processor.running.begin(), processor.running.end(), index));
    if (!processor.line.empty()) serveNextJob(processor);
    ++m_frames[index].pc;
    return index;
}

void Simulation::serveNextJob(Processor& processor) {
    const Index next = processor.line.pop(m_frames);
    serve(processor, next, m_frames[next].since);
}

Index Simulation::sharedJobEnds(Index event) {
    Processor& processor = m_processors[m_frames[event].operation];
    const double before = processor.shared.busy();
    const Index index = processor.shared.leave(m_now);
    m_recorder.processor(processor.meter).changed(m_now, processor.shared.busy() - before);
    awaitNextEnd(processor);
    if (m_frames[index].traced) m_tracer.enter(index, Part::Service, m_now);
    ++m_frames[index].pc;
    return index;
}

void Simulation::awaitNextEnd(Processor& processor) {
    const std::int64_t end = processor.shared.nextEnd();
    if (end == never)
        waitWithoutTimer(processor.event, State::ProcessorEvent);
    else
        schedule(processor.event, State::ProcessorEvent, end);
}

// The frames of its jobs are ended by whoever stops it.
void Simulation::stopProcessor(Processor& processor) {
    CountMeter& meter = m_recorder.processor(processor.meter);
    if (processor.kind == ProcessorKind::Shared) {
        meter.changed(m_now, -processor.shared.busy());
        processor.shared.clear();
        return awaitNextEnd(processor);
    }
    meter.changed(m_now, -static_cast<double>(processor.busy));
    processor.busy = 0;
    processor.line.clear();
    processor.running.clear();
}

}  // namespace simulator
