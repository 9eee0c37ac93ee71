#pragma once

#include <functional>
#include <vector>

#include "tests/app/stage.h"

namespace pictures {

/// Pictures of one subject, taken in a window of their own in both schemes. Each file of tests/app/pictures/
/// makes one.
struct Picture {
    QString name;
    std::function<void(Stage&)> take;
    std::vector<int> scales = {100, 200};  ///< Of the screen [%]
    std::vector<app::Scheme> schemes = {app::Scheme::Light, app::Scheme::Dark};
};

/// One of each file, in the order of the files.
std::vector<Picture> allPictures();

}  // namespace pictures
