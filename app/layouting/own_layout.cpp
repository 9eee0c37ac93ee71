#include "app/layouting/own_layout.h"

#include <sstream>

#include "app/layout/candidates.h"
#include "app/layout/layered.h"
#include "app/layout/protocol.h"

namespace app {

Places ownLayout(const LayoutJob& job) {
    std::istringstream input(job.input.toStdString());
    std::ostringstream output;
    try {
        layout::writeCentres(output, layout::layOut(layout::readGraph(input), layout::layeredEngine()));
    } catch (const layout::BadInput&) {
        return {};
    }
    return placesFrom(job, QByteArray::fromStdString(output.str())).value_or(Places());
}

}  // namespace app
