#include "app/studio/selection.h"

namespace app {

void Selection::set(const QStringList& keys) {
    if (keys == m_keys) return;
    m_keys = keys;
    emit changed(m_keys);
}

}  // namespace app
