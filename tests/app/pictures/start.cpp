#include "tests/app/picture.h"

namespace pictures {

Picture start() {
    return {"start", [](Stage& stage) { stage.take("start"); }};
}

}  // namespace pictures
