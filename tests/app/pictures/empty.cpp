#include "tests/app/picture.h"

namespace pictures {

/// A model without anything in it yet.
Picture empty() {
    return {"empty", [](Stage& stage) {
                stage.openModel({});
                for (const app::Mode mode : {app::Mode::Design, app::Mode::Decompose, app::Mode::Simulate}) {
                    stage.window().setMode(mode);
                    stage.take("empty-" + app::modeWord(mode));
                }
            }};
}

}  // namespace pictures
