// Pages without any access are not counted as memory, also where a system grants no more than it has; then
// they are when access is given to them.
#include "simulator/kernel/reserved_memory.h"

#include <sys/mman.h>

#include <cassert>
#include <new>

namespace simulator {

namespace {

#ifdef MAP_NORESERVE
constexpr int reserving = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
#else
constexpr int reserving = MAP_PRIVATE | MAP_ANONYMOUS;
#endif

void* reserved(std::size_t bytes) {
    void* const pages = mmap(nullptr, bytes, PROT_NONE, reserving, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    return pages;
}

}  // namespace

ReservedMemory::ReservedMemory(std::size_t bytes) : m_pages(reserved(bytes), Unmap{bytes}) {}

bool ReservedMemory::reach(std::size_t bytes) {
    assert(bytes <= m_pages.get_deleter().bytes);
    return bytes == 0 || mprotect(m_pages.get(), bytes, PROT_READ | PROT_WRITE) == 0;
}

void ReservedMemory::Unmap::operator()(void* pages) const {
    munmap(pages, bytes);
}

}  // namespace simulator
