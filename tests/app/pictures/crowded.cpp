#include "app/canvas/canvas_view.h"
#include "tests/app/big_models.h"
#include "tests/app/picture.h"

namespace pictures {

Picture crowded() {
    return {"crowded", [](Stage& stage) {
                for (const int services : big::sizes) {
                    stage.openModel(big::project(services));
                    stage.canvas().fitAll();
                    stage.take(QStringLiteral("services-%1").arg(services));
                    stage.canvas().setZoom(1);
                    stage.take(QStringLiteral("services-%1-near").arg(services));
                }
            }};
}

}  // namespace pictures
