#pragma once

#include <memory>

#include "app/document/document.h"
#include "app/finding/element_index.h"

namespace app {

/// The index of the version that a document shows, made when it is asked for.
class DocumentIndex {
public:
    explicit DocumentIndex(const Document& document) : m_document(document) {}

    const ElementIndex& now() {
        if (m_project != m_document.version().project) {
            m_project = m_document.version().project;
            m_index = ElementIndex(*m_project);
        }
        return m_index;
    }

private:
    const Document& m_document;
    std::shared_ptr<const model::Project> m_project;
    ElementIndex m_index;
};

}  // namespace app
